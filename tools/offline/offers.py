"""The offline tools and the film engine, as offers. Imports nothing of theirs until one is made."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from studio.tools.offers import ToolOffer
from studio.tools.tool import Capability, Tool

_OFFLINE = (
    ("offline:rules", Capability.LANGUAGE, "rules.rules", "Rules", "writes and judges by rule; an honest draft"),
    ("offline:storybook", Capability.IMAGE, "illustrator.storybook", "Storybook", "draws layered storybook pictures"),
    ("offline:espeak", Capability.VOICE, "speech.espeak", "Espeak", "reads aloud with a robotic preview voice"),
    ("offline:composer", Capability.MUSIC, "composer.composer", "Composer", "composes and plays cues by mood"),
    ("offline:soundscape", Capability.SOUND, "soundscape.soundscape", "Soundscape", "synthesises places and effects"),
    ("offline:signature", Capability.EMBEDDING, "signature", "Signature", "compares pictures by colours and shapes"),
)
_FILM = (
    ("film:segment", "segment", "SegmentTool", "encodes the body of a shot"),
    ("film:transition", "transition", "TransitionTool", "encodes the frames between two shots"),
    ("film:contact_sheet", "contact_sheet", "ContactSheetTool", "puts pictures on one sheet"),
    ("film:still", "still", "StillTool", "takes a still from footage"),
    ("film:mix", "mix", "Mixer", "mixes the film's sound"),
    ("film:assemble", "assemble", "AssembleTool", "joins segments, transitions and sound"),
    ("film:poster", "poster", "PosterTool", "makes a still with lettering"),
    ("film:measure_picture", "measure_picture", "MeasurePictureTool", "measures a picture"),
    ("film:measure_film", "measure_film", "MeasureFilmTool", "measures a film by decoding it"),
)


def offers() -> tuple[ToolOffer, ...]:
    """What this package offers."""
    offline = (
        ToolOffer(name, capability, summary, _maker(f"studio.tools.offline.{module}", tool), free=True)
        for name, capability, module, tool, summary in _OFFLINE
    )
    film = (
        ToolOffer(name, Capability.FILM, summary, _maker(f"studio.tools.film.{module}", tool), free=True)
        for name, module, tool, summary in _FILM
    )
    return (*offline, *film)


def _maker(module: str, tool: str) -> Callable[[], Tool[Any, Any]]:
    def make() -> Tool[Any, Any]:
        made: Tool[Any, Any] = getattr(import_module(module), tool)()
        return made

    return make
