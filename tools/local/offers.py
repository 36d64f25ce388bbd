"""Models in this process as offers. Imports neither torch nor anything that stands on it until a tool is used."""

from __future__ import annotations

from pathlib import Path

from studio.tools.local.hardware import EXTRA, PACKAGES
from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_LIBRARIES = {
    "diffusers": {
        Capability.IMAGE: ("studio.tools.local.image", "DiffusersImage"),
        Capability.MUSIC: ("studio.tools.local.pieces", "DiffusersMusic"),
        Capability.SOUND: ("studio.tools.local.pieces", "DiffusersSound"),
        Capability.VIDEO: ("studio.tools.local.video", "DiffusersVideo"),
        Capability.MODEL3D: ("studio.tools.local.model3d", "DiffusersModel3d"),
    },
    "transformers": {
        Capability.VOICE: ("studio.tools.local.voice", "TransformersVoice"),
        Capability.MUSIC: ("studio.tools.local.music", "TransformersMusic"),
        Capability.EMBEDDING: ("studio.tools.local.embedding", "TransformersEmbedding"),
    },
}
_FILES = {
    "piper": {Capability.VOICE: ("studio.tools.local.piper", "PiperVoice")},
    "kokoro": {Capability.VOICE: ("studio.tools.local.kokoro", "KokoroVoice")},
}
_DOES = {
    Capability.IMAGE: "paints pictures",
    Capability.VIDEO: "moves pictures",
    Capability.MODEL3D: "makes solids",
    Capability.VOICE: "reads aloud",
    Capability.MUSIC: "plays cues",
    Capability.SOUND: "makes ambiences and effects",
    Capability.EMBEDDING: "tells how alike pictures are",
}


def offers() -> tuple[ProviderOffer, ...]:
    """Both libraries for each of their capabilities, and what reads a person's own files."""
    file = Path(__file__).parent / "services.toml"
    found = [offers_in(file, tools, _DOES, EXTRA, PACKAGES, only=name) for name, tools in _LIBRARIES.items()]
    found += [
        offers_in(file, tools, _DOES, "onnx", ("onnxruntime",), only=name, served=False)
        for name, tools in _FILES.items()
    ]
    return tuple(offer for some in found for offer in some)
