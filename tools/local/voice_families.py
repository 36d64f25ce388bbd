"""Which voice models are asked otherwise than the usual ones: data, because models come and go."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from studio.tools.local.families import Kind, kind_of, table


class VoiceFamily(Kind):
    """See voices.toml, where every field is explained."""

    languages: tuple[str, ...] = ()
    vocoder: str


@cache
def voice_families() -> dict[str, VoiceFamily]:
    """All of them, by name."""
    return {name: VoiceFamily.model_validate(entry) for name, entry in table("voices.toml").items()}


def voice_family_of(model: str, folder: Path | None) -> VoiceFamily | None:
    """The family of a model by what its files in ``folder`` say, else by its name; None for the usual ones."""
    config = None if folder is None else folder / "config.json"
    if config is not None and config.is_file():
        return voice_families().get(json.loads(config.read_text(encoding="utf-8")).get("model_type", ""))
    return kind_of(model, None, voice_families())
