"""Real models of sound with random weights, built from configurations: tiny ones saved to a folder, and full-size ones.

For tools that run models in this process: their tests need no hub, and their benchmarks no weights. Needs the extra
``local``.
"""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Layers = tuple[int, int, int]
"""Width, number of layers, number of attention heads."""


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


def vits(folder: Path, language: str = "eng", speakers: int = 1) -> Path:
    """A voice of one language that reads letters."""
    import torch
    from transformers import VitsConfig, VitsModel, VitsTokenizer

    torch.manual_seed(0)
    letters = " abcdefghijklmnopqrstuvwxyz'-"
    place = folder / f"tiny-tts-{language}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "vocab.json").write_text(json.dumps({letter: number for number, letter in enumerate(["|", *letters])}))
    tokenizer = VitsTokenizer(
        str(place / "vocab.json"),
        pad_token="|",
        unk_token="|",
        language=language,
        phonemize=False,
        normalize=True,
    )
    tokenizer.save_pretrained(place)
    config = VitsConfig(
        vocab_size=len(letters) + 1,
        hidden_size=16,
        num_hidden_layers=1,
        ffn_dim=16,
        flow_size=16,
        spectrogram_bins=9,
        num_speakers=speakers,
        speaker_embedding_size=8 if speakers > 1 else 0,
        upsample_initial_channel=32,
        upsample_rates=(8, 4),
        upsample_kernel_sizes=(16, 8),
        resblock_kernel_sizes=(3,),
        resblock_dilation_sizes=((1, 3),),
        use_stochastic_duration_prediction=False,
        duration_predictor_filter_channels=16,
        prior_encoder_num_wavenet_layers=1,
        posterior_encoder_num_wavenet_layers=1,
        layerdrop=0.0,
    )
    model = VitsModel(config)
    # A letter lasts about as long as a letter.
    model.duration_predictor.proj.bias.data.fill_(1.4)
    model.save_pretrained(place)
    return place


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

    text = _t5(size.text)
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
    return model, MusicgenProcessor(EncodecFeatureExtractor(sampling_rate=size.rate), _letters())


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
        T5EncoderModel(_t5(_TEXT)),
        reader,
        _letters(),
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
        _letters(),
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


def _t5(size: Layers) -> Any:
    from transformers import T5Config

    width, layers, heads = size
    return T5Config(
        vocab_size=32,
        d_model=width,
        d_kv=width // heads,
        d_ff=4 * width,
        num_layers=layers,
        num_heads=heads,
        decoder_start_token_id=0,
    )


def _letters() -> Any:
    """A tokenizer that knows small letters."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = {"<pad>": 0, "</s>": 1, "<unk>": 2} | {chr(97 + number): 3 + number for number in range(26)}
    letters = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    letters.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return PreTrainedTokenizerFast(tokenizer_object=letters, pad_token="<pad>", eos_token="</s>", model_max_length=128)


def speecht5(folder: Path) -> Path:
    """SpeechT5 with its vocoder beside it, which babbles as long as it may."""
    import sentencepiece
    import torch
    from transformers import (
        SpeechT5Config,
        SpeechT5FeatureExtractor,
        SpeechT5ForTextToSpeech,
        SpeechT5HifiGan,
        SpeechT5HifiGanConfig,
        SpeechT5Processor,
        SpeechT5Tokenizer,
    )

    torch.manual_seed(0)
    place = folder / "tiny-speecht5"
    place.mkdir(parents=True, exist_ok=True)
    letters = "abcdefghijklmnopqrstuvwxyz"
    with (place / "spm_char.model").open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([" ".join(letters)] * 3),
            model_writer=file,
            model_type="char",
            vocab_size=len(letters) + 5,
            pad_id=1,
            bos_id=0,
            eos_id=2,
            unk_id=3,
            minloglevel=2,
        )
    SpeechT5Processor(SpeechT5FeatureExtractor(), SpeechT5Tokenizer(str(place / "spm_char.model"))).save_pretrained(
        place
    )
    layers = {"layers": 1, "attention_heads": 2, "ffn_dim": 16}
    model = SpeechT5ForTextToSpeech(
        SpeechT5Config(
            vocab_size=len(letters) + 8,
            hidden_size=16,
            **{f"{part}_{name}": value for part in ("encoder", "decoder") for name, value in layers.items()},
            encoder_layerdrop=0.0,
            decoder_layerdrop=0.0,
            speech_decoder_prenet_units=16,
            speech_decoder_postnet_layers=2,
            speech_decoder_postnet_units=8,
            speaker_embedding_dim=12,
            num_mel_bins=8,
        )
    )
    # It never finds the end by itself.
    model.speech_decoder_postnet.prob_out.bias.data.fill_(-20.0)
    model.save_pretrained(place)
    vocoder = SpeechT5HifiGanConfig(
        model_in_dim=8,
        upsample_initial_channel=16,
        upsample_rates=[8, 8, 4],
        upsample_kernel_sizes=[16, 16, 8],
        resblock_kernel_sizes=[3],
        resblock_dilation_sizes=[[1, 3]],
        normalize_before=False,
    )
    sounding = SpeechT5HifiGan(vocoder)
    for weights in sounding.parameters():
        # So that it is heard.
        weights.data.mul_(20.0)
    sounding.save_pretrained(place / "vocoder")
    return place
