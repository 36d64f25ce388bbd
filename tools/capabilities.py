"""The eight capabilities as typed protocols: what a tool of each is asked, and what it makes.

A tool of your own conforms when it is one of these; the suites of ``studio.testing`` check that it also keeps to
what the product's docstring promises.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from studio.production.canonical import Document
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Tool
from studio.tools.video import VideoProduct, VideoRequest
from studio.tools.voice import VoiceProduct, VoiceRequest

LanguageTool: TypeAlias = Tool[LanguageRequest, LanguageProduct]
ImageTool: TypeAlias = Tool[ImageRequest, ImageProduct]
VoiceTool: TypeAlias = Tool[VoiceRequest, VoiceProduct]
MusicTool: TypeAlias = Tool[MusicRequest, MusicProduct]
SoundTool: TypeAlias = Tool[SoundRequest, SoundProduct]
VideoTool: TypeAlias = Tool[VideoRequest, VideoProduct]
Model3dTool: TypeAlias = Tool[Model3dRequest, Model3dProduct]
EmbeddingTool: TypeAlias = Tool[EmbeddingRequest, EmbeddingProduct]

CONTRACTS: Mapping[Capability, tuple[type[Document], type[Document]]] = MappingProxyType(
    {
        Capability.LANGUAGE: (LanguageRequest, LanguageProduct),
        Capability.IMAGE: (ImageRequest, ImageProduct),
        Capability.VOICE: (VoiceRequest, VoiceProduct),
        Capability.MUSIC: (MusicRequest, MusicProduct),
        Capability.SOUND: (SoundRequest, SoundProduct),
        Capability.VIDEO: (VideoRequest, VideoProduct),
        Capability.MODEL3D: (Model3dRequest, Model3dProduct),
        Capability.EMBEDDING: (EmbeddingRequest, EmbeddingProduct),
    }
)
"""The request and the product of every capability."""
