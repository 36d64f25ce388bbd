"""For people who write tools: a workbench in a folder, scripted fakes, and a conformance suite per capability.

Suites are classes of tests: subclass one in a test module, set ``tool``, and pytest runs it.
"""

from studio.testing.bench import FolderBench
from studio.testing.conformance import ToolConformance
from studio.testing.hearing import MusicConformance, SoundConformance, VoiceConformance
from studio.testing.pictures import BandedPictures
from studio.testing.scripted import ScriptedLanguage, ScriptedTool
from studio.testing.seeing import ImageConformance, Model3dConformance, VideoConformance
from studio.testing.thinking import EmbeddingConformance, LanguageConformance, language_request, sample_tasks

__all__ = [
    "BandedPictures",
    "EmbeddingConformance",
    "FolderBench",
    "ImageConformance",
    "LanguageConformance",
    "Model3dConformance",
    "MusicConformance",
    "ScriptedLanguage",
    "ScriptedTool",
    "SoundConformance",
    "ToolConformance",
    "VideoConformance",
    "VoiceConformance",
    "language_request",
    "sample_tasks",
]
