"""The model3d capability: a solid of a thing or a figure, to be seen from any side."""

from __future__ import annotations

from studio.production.assets import Asset
from studio.production.canonical import Document

MEDIA_TYPE = "model/gltf-binary"


class Model3dRequest(Document):
    """``pictures`` show the same thing from one or more sides; ``seed`` decides what they and the prompt leave open."""

    prompt: str
    pictures: tuple[Asset, ...] = ()
    seed: int


class Model3dProduct(Document):
    """``model`` is a binary glTF 2.0 file (GLB): y up, the front towards +z; metres, where the tool knows any.

    ``turntable`` shows it once around, as a clip without sound that can be played in a loop; None where the tool
    renders nothing.
    """

    model: Asset
    turntable: Asset | None = None
