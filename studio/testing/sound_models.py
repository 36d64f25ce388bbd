"""Real models of sound with random weights, built from configurations: tiny ones saved to a folder, and full-size ones.

For tools that run models in this process: their tests need no hub, and their benchmarks no weights. Needs the extra
``local``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.testing.text_models import Layers, letters_tokenizer, t5_config


@dataclass(frozen=True)
class MusicgenSize:
    """How large MusicGen is: its text encoder, its decoder of ``books`` codebooks, its codec."""

    text: Layers
    decoder: Layers
    books: int
    codes: int
    codes_width: int
    rate: int
    filters: int
    upsampling: tuple[int, ...]
    bandwidth: float


TINY_MUSICGEN = MusicgenSize((16, 1, 4), (16, 1, 4), 2, 32, 16, 8_000, 4, (8, 5, 4), 0.5)

MEDIUM_MUSICGEN = MusicgenSize((768, 12, 12), (1536, 48, 24), 4, 2048, 128, 32_000, 64, (8, 5, 4, 4), 2.2)

_TEXT: Layers = (16, 1, 4)


def musicgen_model(size: MusicgenSize) -> tuple[Any, Any]:
    """MusicGen of a ``size`` that plays noise, and its processor."""
    from transformers import (
        EncodecConfig,
        EncodecFeatureExtractor,
        MusicgenConfig,
        MusicgenDecoderConfig,
        MusicgenForConditionalGeneration,
        MusicgenProcessor,
    )

    text = t5_config(size.text)
    sound = EncodecConfig(
        sampling_rate=size.rate,
        num_filters=size.filters,
        hidden_size=size.codes_width,
        codebook_dim=size.codes_width,
        codebook_size=size.codes,
        upsampling_ratios=list(size.upsampling),
        num_lstm_layers=1,
        target_bandwidths=[size.bandwidth],
        chunk_length_s=None,
    )
    width, layers, heads = size.decoder
    decoder = MusicgenDecoderConfig(
        vocab_size=size.codes,
        hidden_size=width,
        ffn_dim=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_codebooks=size.books,
        max_position_embeddings=2048,
        bos_token_id=size.codes,
        pad_token_id=size.codes,
    )
    model = MusicgenForConditionalGeneration(MusicgenConfig(text_encoder=text, audio_encoder=sound, decoder=decoder))
    for name in ("decoder_start_token_id", "pad_token_id", "bos_token_id"):
        setattr(model.generation_config, name, size.codes)
    for layer in model.audio_encoder.quantizer.layers:
        # They are learnt, not drawn: without this every token sounds the same.
        layer.codebook.embed.normal_()
    return model, MusicgenProcessor(EncodecFeatureExtractor(sampling_rate=size.rate), letters_tokenizer(128))


def musicgen(folder: Path) -> Path:
    """MusicGen."""
    import torch

    torch.manual_seed(0)
    place = folder / "tiny-musicgen"
    for part in musicgen_model(TINY_MUSICGEN):
        part.save_pretrained(place)
    return place


def stable_audio(folder: Path) -> Path:
    """Stable Audio that hears a second and a half."""
    import torch
    from diffusers import CosineDPMSolverMultistepScheduler, StableAudioDiTModel, StableAudioPipeline
    from diffusers.pipelines.stable_audio import StableAudioProjectionModel
    from transformers import T5EncoderModel

    torch.manual_seed(0)
    denoiser = StableAudioDiTModel(
        sample_size=192,
        in_channels=4,
        num_layers=2,
        attention_head_dim=8,
        num_attention_heads=4,
        num_key_value_attention_heads=4,
        out_channels=4,
        cross_attention_dim=_TEXT[0],
        cross_attention_input_dim=_TEXT[0],
        time_proj_dim=8,
        global_states_input_dim=2 * _TEXT[0],
    )
    reader = StableAudioProjectionModel(_TEXT[0], _TEXT[0], min_value=0, max_value=512)
    pipeline = StableAudioPipeline(
        _oobleck(8_000),
        T5EncoderModel(t5_config(_TEXT)),
        reader,
        letters_tokenizer(128),
        denoiser,
        CosineDPMSolverMultistepScheduler(solver_order=2, euler_at_final=True),
    )
    return _saved(pipeline, folder / "tiny-sounds")


def ace_step(folder: Path) -> Path:
    """ACE-Step, not distilled: it computes with and without the prompt."""
    import torch
    from diffusers import AceStepPipeline, AceStepTransformer1DModel, FlowMatchEulerDiscreteScheduler
    from diffusers.pipelines.ace_step.modeling_ace_step import AceStepConditionEncoder
    from transformers import Qwen3Config, Qwen3Model

    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 32, "num_attention_heads": 2, "num_key_value_heads": 1}
    size |= {"head_dim": 8}
    text = Qwen3Config(**size, vocab_size=32, num_hidden_layers=1)
    denoiser = AceStepTransformer1DModel(
        **size, num_hidden_layers=2, in_channels=12, audio_acoustic_hidden_dim=4, patch_size=2
    )
    reader = AceStepConditionEncoder(
        **size,
        text_hidden_dim=16,
        timbre_hidden_dim=4,
        num_lyric_encoder_hidden_layers=1,
        num_timbre_encoder_hidden_layers=1,
    )
    pipeline = AceStepPipeline(
        _oobleck(8_000),
        Qwen3Model(text),
        letters_tokenizer(128),
        denoiser,
        reader,
        FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    )
    return _saved(pipeline, folder / "tiny-pieces")


def _saved(pipeline: Any, place: Path) -> Path:
    pipeline.set_progress_bar_config(disable=True)
    pipeline.save_pretrained(place)
    return place


def _oobleck(rate: int) -> Any:
    """An autoencoder of stereo sound with 125 tokens a second at 8 kHz."""
    from diffusers import AutoencoderOobleck

    with warnings.catch_warnings():
        # It is built in a way that torch would rather not see.
        warnings.simplefilter("ignore", FutureWarning)
        return AutoencoderOobleck(
            encoder_hidden_size=4,
            downsampling_ratios=[8, 8],
            channel_multiples=[1, 2],
            decoder_channels=4,
            decoder_input_channels=4,
            audio_channels=2,
            sampling_rate=rate,
        )
