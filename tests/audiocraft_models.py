"""Run by audiocraft's own Python: MusicGen and AudioGen with random weights, at tiny size, as checkpoints in folders.

They are built from settings by the package's own builders, and saved as it saves checkpoints.

    python audiocraft_models.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

WIDTH, BOOKS, CODES = 16, 4, 400


def lm_settings(seconds: float) -> dict[str, Any]:
    """Of a language model that hears ``seconds`` at once, and knows descriptions by their hashes."""
    return {
        "lm_model": "transformer_lm",
        "dtype": "float32",
        "device": "cpu",
        "dataset": {"segment_duration": seconds},
        "transformer_lm": {
            "n_q": BOOKS,
            "card": CODES,
            "dim": WIDTH,
            "num_heads": 4,
            "num_layers": 2,
            "custom": True,
            "causal": True,
        },
        "codebooks_pattern": {"modeling": "delay", "delay": {"delays": list(range(BOOKS))}},
        "attribute_dropout": {},
        "classifier_free_guidance": {"training_dropout": 0.1, "inference_coef": 3.0},
        "fuser": {"cross": ["description"], "prepend": [], "sum": [], "input_interpolate": []},
        "conditioners": {
            "description": {"model": "lut", "lut": {"n_bins": 4096, "dim": WIDTH, "tokenizer": "noop"}},
        },
    }


def codec_settings(rate: int) -> dict[str, Any]:
    """Of a codec with 25 tokens a second."""
    return {
        "compression_model": "encodec",
        "device": "cpu",
        "encodec": {"autoencoder": "seanet", "quantizer": "rvq", "sample_rate": rate, "channels": 1},
        "seanet": {
            "dimension": 32,
            "channels": 1,
            "n_filters": 4,
            "n_residual_layers": 1,
            "ratios": [10, 8, rate // 2000],
            "encoder": {},
            "decoder": {},
        },
        "rvq": {"n_q": BOOKS, "bins": CODES},
    }


def save(folder: Path, *, seconds: float, rate: int) -> None:
    """One model's two files."""
    import torch
    from audiocraft.models import builders
    from omegaconf import OmegaConf

    torch.manual_seed(0)
    folder.mkdir(parents=True)
    lm, codec = lm_settings(seconds), codec_settings(rate)
    language = builders.get_lm_model(OmegaConf.create(lm))
    sound = builders.get_compression_model(OmegaConf.create(codec))
    # Codes are learnt, not drawn: these are as far apart as what the encoder says of noise.
    sound.quantizer(torch.randn(8, 32, 128), 1)
    for name, settings, model in (("state_dict", lm, language), ("compression_state_dict", codec, sound)):
        saved = {"xp.cfg": OmegaConf.to_yaml(OmegaConf.create(settings)), "best_state": model.state_dict()}
        torch.save(saved, folder / f"{name}.bin")


if __name__ == "__main__":
    here = Path(sys.argv[1])
    save(here / "tiny-musicgen", seconds=20, rate=32_000)
    save(here / "tiny-audiogen", seconds=10, rate=16_000)
