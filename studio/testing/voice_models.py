"""Real models of voices with random weights, built from configurations and saved to a folder.

For tools that run models in this process: their tests need no hub. Needs the extra ``local``.
"""

from __future__ import annotations

import json
from pathlib import Path


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
