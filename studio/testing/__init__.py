"""For people who write tools: a workbench in a folder, scripted fakes, and a conformance suite per capability.

Suites are classes of tests: subclass one in a test module, set ``tool``, and pytest runs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studio.testing.bench import FolderBench as FolderBench
    from studio.testing.footage import BarFootage as BarFootage
    from studio.testing.hearing import MusicConformance as MusicConformance
    from studio.testing.hearing import SoundConformance as SoundConformance
    from studio.testing.hearing import VoiceConformance as VoiceConformance
    from studio.testing.pictures import BandedPictures as BandedPictures
    from studio.testing.scripted import ScriptedLanguage as ScriptedLanguage
    from studio.testing.scripted import ScriptedTool as ScriptedTool
    from studio.testing.seeing import ImageConformance as ImageConformance
    from studio.testing.seeing import Model3dConformance as Model3dConformance
    from studio.testing.seeing import VideoConformance as VideoConformance
    from studio.testing.thinking import EmbeddingConformance as EmbeddingConformance
    from studio.testing.thinking import LanguageConformance as LanguageConformance

_HOMES = {
    "BandedPictures": "pictures",
    "BarFootage": "footage",
    "EmbeddingConformance": "thinking",
    "FolderBench": "bench",
    "ImageConformance": "seeing",
    "LanguageConformance": "thinking",
    "Model3dConformance": "seeing",
    "MusicConformance": "hearing",
    "ScriptedLanguage": "scripted",
    "ScriptedTool": "scripted",
    "SoundConformance": "hearing",
    "VideoConformance": "seeing",
    "VoiceConformance": "hearing",
}

__all__ = [
    "BandedPictures",
    "BarFootage",
    "EmbeddingConformance",
    "FolderBench",
    "ImageConformance",
    "LanguageConformance",
    "Model3dConformance",
    "MusicConformance",
    "ScriptedLanguage",
    "ScriptedTool",
    "SoundConformance",
    "VideoConformance",
    "VoiceConformance",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'studio.testing' has no attribute {name!r}")
    return getattr(import_module(f"studio.testing.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
