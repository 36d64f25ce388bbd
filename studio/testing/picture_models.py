"""Real models of pictures with random weights, built from configurations: tiny ones in a folder, and SDXL in full.

For tools that run models in this process: their tests need no hub, and their benchmarks no weights. Needs the extra
``local``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Layers = tuple[int, int, int]
"""Width, number of layers, number of attention heads."""


@dataclass(frozen=True)
class SDXLSize:
    """How large Stable Diffusion XL is. ``texts`` are its two text encoders; 0 words: those of the tokenizer."""

    blocks: tuple[int, ...]
    transformers: tuple[int, ...]
    heads: tuple[int, ...]
    layers: int
    times: int
    decoder: tuple[int, ...]
    texts: tuple[Layers, Layers]
    vocabulary: int = 0


TINY_SDXL = SDXLSize((32, 64), (1, 1), (2, 4), 1, 8, (32, 32, 32, 32), ((32, 2, 4), (32, 2, 4)))

FULL_SDXL = SDXLSize(
    blocks=(320, 640, 1280),
    transformers=(1, 2, 10),
    heads=(5, 10, 20),
    layers=2,
    times=256,
    decoder=(128, 256, 512, 512),
    texts=((768, 12, 12), (1280, 32, 20)),
    vocabulary=49_408,
)

_WIDTH = 32

_CORNER = {"layer_norm_eps": 1e-5, "num_attention_heads": 4, "num_hidden_layers": 2, "hidden_act": "gelu"}


def _seed() -> None:
    import torch

    torch.manual_seed(0)


def clip_tokenizer(folder: Path) -> Any:
    """CLIP's tokenizer that knows single bytes only."""
    from transformers import CLIPTokenizer

    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [chr(256 + number) for number in range(256 - len(plain))]
    letters = [chr(one) for one in plain] + others
    words = [*letters, *(f"{one}</w>" for one in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def _text_config(tokenizer: Any) -> Any:
    from transformers import CLIPTextConfig

    last = len(tokenizer) - 1
    return CLIPTextConfig(
        bos_token_id=last - 1,
        eos_token_id=last,
        pad_token_id=last,
        hidden_size=_WIDTH,
        intermediate_size=37,
        vocab_size=len(tokenizer),
        projection_dim=_WIDTH,
        **_CORNER,
    )


def _vision_config(**more: Any) -> Any:
    from transformers import CLIPVisionConfig

    return CLIPVisionConfig(
        hidden_size=_WIDTH, intermediate_size=37, image_size=30, patch_size=15, projection_dim=_WIDTH, **_CORNER, **more
    )


def _decoder() -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=[_WIDTH] * 4,
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=4,
        sample_size=64,
    )


def _unet(**more: Any) -> Any:
    from diffusers import UNet2DConditionModel

    return UNet2DConditionModel(
        block_out_channels=(_WIDTH, 2 * _WIDTH),
        layers_per_block=1,
        sample_size=16,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        **more,
    )


def stable_diffusion(folder: Path, *, refuses: bool = False) -> Path:
    """Stable Diffusion; with a safety check that finds fault with everything where it ``refuses``."""
    from diffusers import DDIMScheduler, StableDiffusionPipeline
    from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPTextModel

    _seed()
    tokenizer = clip_tokenizer(folder / "words")
    check = None
    if refuses:
        config = CLIPConfig(text_config=_text_config(tokenizer).to_dict(), vision_config=_vision_config().to_dict())
        config.projection_dim = _WIDTH
        check = StableDiffusionSafetyChecker(config)
        # Everything is nearer to what is not wanted than this.
        check.concept_embeds_weights.data.fill_(-2.0)
    size = {"height": 30, "width": 30}
    pipeline = StableDiffusionPipeline(
        vae=_decoder(),
        text_encoder=CLIPTextModel(_text_config(tokenizer)),
        tokenizer=tokenizer,
        unet=_unet(cross_attention_dim=_WIDTH),
        scheduler=DDIMScheduler(clip_sample=False, steps_offset=1),
        safety_checker=check,
        feature_extractor=CLIPImageProcessorPil(size=size, crop_size=size),
        requires_safety_checker=refuses,
    )
    pipeline.save_pretrained(folder / "sd-tiny")
    return folder / "sd-tiny"


def sdxl_pipeline(size: SDXLSize, words: Path) -> Any:
    """Stable Diffusion XL of a ``size``; its tokenizer's files are left in ``words``."""
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    tokenizer = clip_tokenizer(words)
    first, second = (
        CLIPTextConfig(
            bos_token_id=len(tokenizer) - 2,
            eos_token_id=len(tokenizer) - 1,
            pad_token_id=len(tokenizer) - 1,
            vocab_size=size.vocabulary or len(tokenizer),
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            projection_dim=width,
        )
        for width, layers, heads in size.texts
    )
    unet = UNet2DConditionModel(
        block_out_channels=size.blocks,
        layers_per_block=size.layers,
        sample_size=16,
        down_block_types=("DownBlock2D", *["CrossAttnDownBlock2D"] * (len(size.blocks) - 1)),
        up_block_types=(*["CrossAttnUpBlock2D"] * (len(size.blocks) - 1), "UpBlock2D"),
        transformer_layers_per_block=size.transformers,
        attention_head_dim=size.heads,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=size.times,
        projection_class_embeddings_input_dim=6 * size.times + second.projection_dim,
        cross_attention_dim=first.hidden_size + second.hidden_size,
    )
    decoder = AutoencoderKL(
        block_out_channels=size.decoder,
        down_block_types=["DownEncoderBlock2D"] * len(size.decoder),
        up_block_types=["UpDecoderBlock2D"] * len(size.decoder),
        layers_per_block=size.layers,
        latent_channels=4,
        sample_size=64,
    )
    return StableDiffusionXLPipeline(
        vae=decoder,
        text_encoder=CLIPTextModel(first),
        text_encoder_2=CLIPTextModelWithProjection(second),
        tokenizer=tokenizer,
        tokenizer_2=tokenizer,
        unet=unet,
        scheduler=EulerDiscreteScheduler(timestep_spacing="trailing"),
    )


def stable_diffusion_xl(folder: Path, name: str = "sdxl-turbo-tiny") -> Path:
    """Stable Diffusion XL."""
    _seed()
    sdxl_pipeline(TINY_SDXL, folder / "words").save_pretrained(folder / name)
    return folder / name


def ip_adapter(folder: Path, pipeline: Path, place: str, encoder: str) -> Path:
    """An IP-Adapter for ``pipeline`` at ``place``, with its ``encoder``, in the repository ``folder``."""
    import torch
    from diffusers import UNet2DConditionModel
    from safetensors.torch import save_file
    from transformers import CLIPVisionModelWithProjection

    _seed()
    CLIPVisionModelWithProjection(_vision_config()).save_pretrained(folder / encoder)
    unet = UNet2DConditionModel.from_pretrained(pipeline / "unet")
    width = unet.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.randn(4 * width, _WIDTH),
        "image_proj.proj.bias": torch.randn(4 * width),
        "image_proj.norm.weight": torch.ones(width),
        "image_proj.norm.bias": torch.zeros(width),
    }
    number = 1
    for name in unet.attn_processors:
        if name.endswith("attn2.processor"):
            out = unet.get_submodule(name.removesuffix(".processor")).to_k.out_features
            for part in ("to_k_ip", "to_v_ip"):
                weights[f"ip_adapter.{number}.{part}.weight"] = torch.randn(out, width)
            number += 2
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / place)
    return folder


def flux2_klein(folder: Path) -> Path:
    """FLUX.2 klein, which takes reference pictures."""
    from diffusers import (
        AutoencoderKLFlux2,
        FlowMatchEulerDiscreteScheduler,
        Flux2KleinPipeline,
        Flux2Transformer2DModel,
    )
    from transformers import Qwen2Tokenizer, Qwen3Config, Qwen3ForCausalLM

    _seed()
    letters = clip_tokenizer(folder / "words").get_vocab()
    tokenizer = Qwen2Tokenizer(vocab=letters, merges=[], pad_token="<|endoftext|>", eos_token="<|endoftext|>")
    tokenizer.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    words = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=28,  # the pipeline listens to the 9th, the 18th and the 27th
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
    )
    pipeline = Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=AutoencoderKLFlux2(block_out_channels=(_WIDTH,) * 4, layers_per_block=1, latent_channels=4, sample_size=64),
        text_encoder=Qwen3ForCausalLM(words),
        tokenizer=tokenizer,
        transformer=Flux2Transformer2DModel(
            in_channels=16,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=48,
            timestep_guidance_channels=8,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        ),
        is_distilled=True,
    )
    pipeline.save_pretrained(folder / "flux.2-klein-tiny")
    return folder / "flux.2-klein-tiny"


def clip(folder: Path) -> Path:
    """CLIP, which sees and reads."""
    from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPProcessor

    _seed()
    tokenizer = clip_tokenizer(folder / "words")
    config = CLIPConfig(
        text_config=_text_config(tokenizer).to_dict(), vision_config=_vision_config().to_dict(), projection_dim=_WIDTH
    )
    place, size = folder / "tiny-clip", {"height": 30, "width": 30}
    CLIPModel(config).save_pretrained(place)
    CLIPProcessor(CLIPImageProcessorPil(size=size, crop_size=size), tokenizer).save_pretrained(place)
    return place


def dino(folder: Path) -> Path:
    """DINOv2, which sees."""
    from transformers import BitImageProcessorPil, Dinov2Config, Dinov2Model

    _seed()
    config = Dinov2Config(hidden_size=_WIDTH, num_hidden_layers=2, num_attention_heads=4, image_size=28, patch_size=14)
    place, size = folder / "tiny-dino", {"height": 28, "width": 28}
    Dinov2Model(config).save_pretrained(place)
    BitImageProcessorPil(size={"shortest_edge": 28}, crop_size=size).save_pretrained(place)
    return place
