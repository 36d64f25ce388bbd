"""Real models of solids with random weights, built from configurations and saved to a folder.

For tools that run models in this process: their tests need no hub. Needs the extra ``local``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.testing.picture_models import clip_tokenizer

_WIDTH, _LATENTS, _FIELD = 32, 16, 8
_CORNER = {"hidden_size": _WIDTH, "intermediate_size": 37, "num_attention_heads": 4, "num_hidden_layers": 2}
_SQUARE = ((0, 0), (1, 0), (0, 1), (1, 1))
_EDGES = (
    *((2 * y + 4 * z, 2 * y + 4 * z + 1) for y, z in _SQUARE),
    *((x + 4 * z, x + 4 * z + 2) for x, z in _SQUARE),
    *((x + 2 * y, x + 2 * y + 4) for x, y in _SQUARE),
)
"""A cube's edges as the renderer counts them, between corners x + 2 y + 4 z."""


def _seed() -> None:
    import torch

    torch.manual_seed(0)


def _prior(**more: Any) -> Any:
    from diffusers import PriorTransformer

    return PriorTransformer(
        num_attention_heads=2,
        attention_head_dim=16,
        embedding_dim=_WIDTH,
        num_embeddings=4 * _FIELD,
        embedding_proj_dim=_WIDTH,
        time_embed_dim=4 * _WIDTH,
        num_layers=1,
        clip_embed_dim=2 * _WIDTH,
        time_embed_act_fn="gelu",
        norm_in_type="layer",
        encoder_hid_proj_type=None,
        added_emb_type=None,
        **more,
    )


def _scheduler() -> Any:
    from diffusers import HeunDiscreteScheduler

    return HeunDiscreteScheduler(
        beta_schedule="exp",
        num_train_timesteps=1024,
        prediction_type="sample",
        use_karras_sigmas=True,
        clip_sample=True,
    )


def _renderer(*, solid: bool) -> Any:
    import torch
    from diffusers.pipelines.shap_e import ShapERenderer

    renderer = ShapERenderer(
        param_shapes=((_FIELD, 93), (_FIELD, _FIELD), (_FIELD, _FIELD), (_FIELD, _FIELD)),
        d_latent=_WIDTH,
        d_hidden=_FIELD,
        n_output=12,
        background=(0.1, 0.1, 0.1),
    )
    first, last = renderer.params_proj.projections["nerstf__mlp__0__weight"], renderer.mlp.mlp[-1]
    # Without the fine waves of the places, so that the surface is smooth; what is inside is seen, and in colours.
    coarse = torch.zeros(93)
    coarse[:6] = coarse[48:51] = 1.0
    first.norm.weight.data *= coarse
    first.norm.bias.data *= coarse
    first.proj.bias.data.view(_FIELD, 93)[:] *= coarse
    last.weight.data *= 40.0
    last.bias.data[:3] = torch.tensor([0.0 if solid else -1e6, 2.0, 2.0])
    _triangulate(renderer.mesh_decoder)
    return renderer


def _triangulate(decoder: Any) -> None:
    """The table by which a cube of the grid becomes triangles, which comes with the real weights.

    Here a fan over the edges that the surface crosses: at the right places, and not always a nice surface.
    """
    for case in range(256):
        crossed = [number for number, (one, other) in enumerate(_EDGES) if (case >> one ^ case >> other) & 1]
        for number in range(min(5, len(crossed) - 2)):
            decoder.cases[case, number] = decoder.cases.new_tensor(
                [crossed[0], crossed[number + 1], crossed[number + 2]]
            )
            decoder.masks[case, number] = True


def shap_e(folder: Path, *, solid: bool = True) -> Path:
    """Shap-E, which goes by words; with nothing in its field where that is not ``solid``."""
    from diffusers import ShapEPipeline
    from transformers import CLIPTextConfig, CLIPTextModelWithProjection

    _seed()
    tokenizer = clip_tokenizer(folder / "words")
    last = len(tokenizer) - 1
    config = CLIPTextConfig(
        bos_token_id=last - 1, eos_token_id=last, vocab_size=last + 1, projection_dim=_WIDTH, **_CORNER
    )
    pipeline = ShapEPipeline(
        prior=_prior(additional_embeddings=0),
        text_encoder=CLIPTextModelWithProjection(config),
        tokenizer=tokenizer,
        scheduler=_scheduler(),
        shap_e_renderer=_renderer(solid=solid),
    )
    place = folder / ("tiny-shap-e" if solid else "empty-shap-e")
    pipeline.save_pretrained(place)
    return place


def shap_e_of_pictures(folder: Path) -> Path:
    """Shap-E, which goes by a picture."""
    from diffusers import ShapEImg2ImgPipeline
    from transformers import CLIPImageProcessorPil, CLIPVisionConfig, CLIPVisionModel

    _seed()
    size = {"height": 32, "width": 32}
    pipeline = ShapEImg2ImgPipeline(
        prior=_prior(additional_embeddings=0, embedding_proj_norm_type="layer"),
        image_encoder=CLIPVisionModel(CLIPVisionConfig(image_size=32, patch_size=16, **_CORNER)),
        image_processor=CLIPImageProcessorPil(size=size, crop_size=size),
        scheduler=_scheduler(),
        shap_e_renderer=_renderer(solid=True),
    )
    pipeline.save_pretrained(folder / "tiny-shap-e-img2img")
    return folder / "tiny-shap-e-img2img"
