"""Real models of moving pictures with random weights, built from configurations and saved to a folder.

For tools that run models in this process: their tests need no hub. Needs the extra ``local``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.testing.text_models import letters_tokenizer, t5_config

_WORDS = 32
"""Width of what the text encoders say."""


def _seed() -> None:
    import torch

    torch.manual_seed(0)


def _t5(kind: str = "T5") -> Any:
    import transformers

    return getattr(transformers, f"{kind}EncoderModel")(t5_config((_WORDS, 1, 2), kind))


def _wan_denoiser(seen: int, made: int) -> Any:
    from diffusers import WanTransformer3DModel

    return WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=seen,
        out_channels=made,
        text_dim=_WORDS,
        freq_dim=32,
        ffn_dim=32,
        num_layers=1,
        cross_attn_norm=True,
        rope_max_seq_len=64,
    )


def _wan_scheduler() -> Any:
    from diffusers import UniPCMultistepScheduler

    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)


def wan_ti2v(folder: Path, name: str = "wan2.2-ti2v-tiny") -> Path:
    """Wan 2.2 with one denoiser, which begins with a picture or without."""
    from diffusers import AutoencoderKLWan, WanPipeline

    _seed()
    decoder = AutoencoderKLWan(
        base_dim=4,
        z_dim=48,
        in_channels=12,
        out_channels=12,
        is_residual=True,
        patch_size=2,
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        scale_factor_spatial=16,
        scale_factor_temporal=4,
        temperal_downsample=[False, True, True],
    )
    pipeline = WanPipeline(
        tokenizer=letters_tokenizer(),
        text_encoder=_t5("UMT5"),
        vae=decoder,
        scheduler=_wan_scheduler(),
        transformer=_wan_denoiser(48, 48),
        expand_timesteps=True,
    )
    pipeline.save_pretrained(folder / name)
    return folder / name


def wan_i2v(folder: Path, name: str = "wan2.2-i2v-tiny") -> Path:
    """Wan 2.2 with two denoisers, one after the other, which needs a picture to begin with."""
    from diffusers import AutoencoderKLWan, WanImageToVideoPipeline

    _seed()
    pipeline = WanImageToVideoPipeline(
        tokenizer=letters_tokenizer(),
        text_encoder=_t5("UMT5"),
        vae=AutoencoderKLWan(
            base_dim=4, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ),
        scheduler=_wan_scheduler(),
        transformer=_wan_denoiser(36, 16),
        transformer_2=_wan_denoiser(36, 16),
        boundary_ratio=0.9,
    )
    pipeline.save_pretrained(folder / name)
    return folder / name


def ltx(folder: Path, name: str = "ltx-video-tiny") -> Path:
    """LTX-Video."""
    from diffusers import (
        AutoencoderKLLTXVideo,
        FlowMatchEulerDiscreteScheduler,
        LTXPipeline,
        LTXVideoTransformer3DModel,
    )

    _seed()
    # Three halvings in time, and in space five with the patches of four: as the real one.
    decoder = AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True, False),
        decoder_spatio_temporal_scaling=(True, True, True, False),
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        patch_size=4,
    )
    pipeline = LTXPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=decoder,
        text_encoder=_t5(),
        tokenizer=letters_tokenizer(),
        transformer=LTXVideoTransformer3DModel(
            in_channels=8,
            out_channels=8,
            num_attention_heads=4,
            attention_head_dim=8,
            cross_attention_dim=32,
            num_layers=1,
            caption_channels=_WORDS,
        ),
    )
    pipeline.save_pretrained(folder / name)
    return folder / name


def ltx2(folder: Path, name: str = "ltx-2-tiny") -> Path:
    """LTX-2, which makes sound as well."""
    from diffusers import (
        AutoencoderKLLTX2Audio,
        AutoencoderKLLTX2Video,
        FlowMatchEulerDiscreteScheduler,
        LTX2Pipeline,
        LTX2VideoTransformer3DModel,
    )
    from diffusers.pipelines.ltx2 import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    _seed()
    text = Gemma3ForConditionalGeneration(
        Gemma3Config(
            text_config={
                "vocab_size": 40,
                "hidden_size": 16,
                "intermediate_size": 16,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
                "num_key_value_heads": 1,
                "head_dim": 8,
            },
            vision_config={
                "hidden_size": 16,
                "intermediate_size": 16,
                "num_hidden_layers": 1,
                "num_attention_heads": 2,
                "image_size": 32,
                "patch_size": 16,
            },
            mm_tokens_per_image=4,
            image_token_index=39,
            boi_token_index=38,
            eoi_token_index=37,
        )
    )
    connector = {"num_attention_heads": 2, "attention_head_dim": 8, "num_layers": 1, "num_learnable_registers": None}
    connectors = LTX2TextConnectors(
        caption_channels=16,
        text_proj_in_factor=3,
        **{f"{kind}_connector_{what}": value for kind in ("video", "audio") for what, value in connector.items()},
        connector_rope_base_seq_len=32,
        rope_theta=10_000.0,
        rope_double_precision=False,
        causal_temporal_positioning=False,
        rope_type="split",
    )
    sound = AutoencoderKLLTX2Audio(
        base_channels=4,
        output_channels=2,
        ch_mult=(1,),
        num_res_blocks=1,
        attn_resolutions=None,
        in_channels=2,
        resolution=32,
        latent_channels=2,
        norm_type="pixel",
        causality_axis="height",
        mid_block_add_attention=False,
        sample_rate=16_000,
        mel_hop_length=160,
        is_causal=True,
        mel_bins=8,
    )
    decoder = AutoencoderKLLTX2Video(
        latent_channels=4,
        block_out_channels=(8, 8, 8),
        decoder_block_out_channels=(8, 8, 8),
        layers_per_block=(1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True),
        decoder_spatio_temporal_scaling=(True, True, True),
        decoder_inject_noise=(False,) * 4,
        downsample_type=("spatiotemporal",) * 3,
        upsample_residual=(False,) * 3,
        upsample_factor=(1,) * 3,
        patch_size=4,
    )
    pipeline = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=decoder,
        audio_vae=sound,
        text_encoder=text,
        tokenizer=letters_tokenizer(),
        connectors=connectors,
        transformer=LTX2VideoTransformer3DModel(
            in_channels=4,
            out_channels=4,
            num_attention_heads=2,
            attention_head_dim=8,
            cross_attention_dim=16,
            audio_in_channels=4,
            audio_out_channels=4,
            audio_num_attention_heads=2,
            audio_attention_head_dim=4,
            audio_cross_attention_dim=8,
            num_layers=1,
            caption_channels=16,
            rope_double_precision=False,
            rope_type="split",
        ),
        vocoder=LTX2Vocoder(
            in_channels=16,
            hidden_channels=32,
            out_channels=2,
            upsample_kernel_sizes=[4, 4],
            upsample_factors=[2, 2],
            resnet_kernel_sizes=[3],
            resnet_dilations=[[1, 3, 5]],
            output_sampling_rate=16_000,
        ),
    )
    pipeline.save_pretrained(folder / name)
    return folder / name


def cogvideox(folder: Path, name: str = "cogvideox-tiny", *, sees: bool = False, width: int = 96) -> Path:
    """CogVideoX, which begins with a picture where it ``sees`` and otherwise never does; two thirds as high as wide."""
    from diffusers import (
        AutoencoderKLCogVideoX,
        CogVideoXDDIMScheduler,
        CogVideoXImageToVideoPipeline,
        CogVideoXPipeline,
        CogVideoXTransformer3DModel,
    )

    _seed()
    place = folder / name.replace("-tiny", "-5b-i2v-tiny" if sees else "-5b-tiny")
    pipeline = (CogVideoXImageToVideoPipeline if sees else CogVideoXPipeline)(
        tokenizer=letters_tokenizer(),
        text_encoder=_t5(),
        vae=AutoencoderKLCogVideoX(
            down_block_types=("CogVideoXDownBlock3D",) * 4,
            up_block_types=("CogVideoXUpBlock3D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            latent_channels=4,
            layers_per_block=1,
            norm_num_groups=2,
            temporal_compression_ratio=4,
        ),
        scheduler=CogVideoXDDIMScheduler(),
        transformer=CogVideoXTransformer3DModel(
            num_attention_heads=2,
            attention_head_dim=16,
            in_channels=8 if sees else 4,
            out_channels=4,
            time_embed_dim=2,
            text_embed_dim=_WORDS,
            num_layers=1,
            sample_width=width // 8,
            sample_height=width * 2 // 3 // 8,
            sample_frames=49,
            max_text_seq_length=226,
            use_rotary_positional_embeddings=True,
            use_learned_positional_embeddings=sees,
        ),
    )
    pipeline.save_pretrained(place)
    return place
