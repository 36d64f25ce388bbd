"""A picture kept in its depth layers, as an OpenRaster file: what illustrators write and the film engine moves.

The file opens in Krita, GIMP and other editors. Depth and drift are attributes of our own namespace in its
``stack.xml``; a layer's vector source, where there is one, lies beside it as SVG. Same layers, same bytes.

Knows nothing of cameras or of what is drawn.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import ToolError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MEDIA_TYPE = "image/openraster"
OVERSCAN = 0.06
"""How far a layer of depth 1 reaches beyond each edge of the frame, as a share of the frame's longer side."""

_NAMESPACE = "https://creative-studio.dev/openraster"
_EPOCH = (1980, 1, 1, 0, 0, 0)

ET.register_namespace("studio", _NAMESPACE)


@dataclass(frozen=True)
class Layer:
    """One depth layer, cropped to what it shows.

    ``image`` is height x width x 4, uint8, BGRA with straight alpha (what OpenCV reads and writes).
    ``left`` and ``top`` place its corner in the frame, in pixels; negative in the overscan.
    ``depth`` is how strongly it follows the camera: 0 infinitely far, 1 where the figures are, more is nearer.
    ``drift`` is its own movement in pixels a second (x, y); a layer that ``wraps`` repeats seamlessly at its own
    size along its drift and so never ends.
    """

    name: str
    image: npt.NDArray[np.uint8]
    left: int
    top: int
    depth: float
    drift: tuple[float, float] = (0.0, 0.0)
    wraps: bool = False
    vector: str | None = None


@dataclass(frozen=True)
class LayeredPicture:
    """Layers from the farthest to the nearest; the first is opaque and covers the frame and its overscan."""

    width: int
    height: int
    layers: tuple[Layer, ...]

    def overscan(self, depth: float) -> int:
        """Pixels that a layer of ``depth`` needs beyond each edge of the frame."""
        return round(OVERSCAN * max(self.width, self.height) * max(depth, 0.25))


def write_layers(picture: LayeredPicture, merged_png: bytes) -> bytes:
    """``picture`` as an OpenRaster file; ``merged_png`` is the picture that its layers add up to."""
    import cv2

    # Half the time of the default filter for files a little larger.
    quick = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_SUB]
    root = ET.Element("image", w=str(picture.width), h=str(picture.height), version="0.0.6")
    stack = ET.SubElement(root, "stack")
    files: list[tuple[str, bytes]] = []
    for number, layer in enumerate(picture.layers):
        _, png = cv2.imencode(".png", layer.image, quick)
        source = f"data/{number:02d}.png"
        files.append((source, png.tobytes()))
        if layer.vector is not None:
            files.append((f"vector/{number:02d}.svg", layer.vector.encode()))
        # OpenRaster lists the topmost layer first.
        stack.insert(
            0,
            ET.Element(
                "layer",
                {
                    "name": layer.name,
                    "src": source,
                    "x": str(layer.left),
                    "y": str(layer.top),
                    f"{{{_NAMESPACE}}}depth": repr(layer.depth),
                    f"{{{_NAMESPACE}}}drift": f"{layer.drift[0]!r} {layer.drift[1]!r}",
                    f"{{{_NAMESPACE}}}wraps": str(layer.wraps).lower(),
                },
            ),
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        _store(archive, "mimetype", MEDIA_TYPE.encode())
        _store(archive, "stack.xml", ET.tostring(root, encoding="utf-8", xml_declaration=True))
        for name, content in files:
            _store(archive, name, content)
        _store(archive, "mergedimage.png", merged_png)
    return buffer.getvalue()


def read_layers(path: Path) -> LayeredPicture:
    """The layers of an OpenRaster file that ``write_layers`` wrote."""
    import cv2
    import numpy as np

    with zipfile.ZipFile(path) as archive:
        # Our own file, named by the hash of its bytes: nobody else's XML gets here.
        root = ET.fromstring(archive.read("stack.xml"))  # noqa: S314
        names = set(archive.namelist())
        layers = []
        for element in reversed(root.findall("./stack/layer")):
            source = element.attrib["src"]
            vector = source.replace("data/", "vector/").replace(".png", ".svg")
            across, down = element.attrib[f"{{{_NAMESPACE}}}drift"].split()
            image = cv2.imdecode(np.frombuffer(archive.read(source), np.uint8), cv2.IMREAD_UNCHANGED)
            if image is None:
                raise ToolError(f"The layer {element.attrib['name']!r} of a layered picture cannot be read.")
            layers.append(
                Layer(
                    name=element.attrib["name"],
                    image=image.astype(np.uint8, copy=False),
                    left=int(element.attrib["x"]),
                    top=int(element.attrib["y"]),
                    depth=float(element.attrib[f"{{{_NAMESPACE}}}depth"]),
                    drift=(float(across), float(down)),
                    wraps=element.attrib[f"{{{_NAMESPACE}}}wraps"] == "true",
                    vector=archive.read(vector).decode() if vector in names else None,
                )
            )
    return LayeredPicture(int(root.attrib["w"]), int(root.attrib["h"]), tuple(layers))


def _store(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
