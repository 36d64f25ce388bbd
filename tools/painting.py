"""What tools that paint from a prompt share: the size that is asked for, the frame that it is cropped to, references.

Knows nothing of who paints.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from studio.production.vocabulary import ReferenceUse
from studio.tools.image import ImageRequest

if TYPE_CHECKING:
    from PIL.Image import Image

_ROLES = {
    ReferenceUse.PRODUCT: "the product: keep its shape, colours and lettering exactly",
    ReferenceUse.LOGO: "the logo: if it is seen at all, it looks exactly like this",
    ReferenceUse.CHARACTER: "a character: keep face, hair, clothes and build exactly",
    ReferenceUse.PALETTE: "the palette: take its colours, and nothing else from it",
}


def picture_prompt(request: ImageRequest, most_references: int) -> str:
    """The artist's prompt, and what each of the reference pictures that go along is there for."""
    shown = []
    for number, one in enumerate(request.references[:most_references], 1):
        role = _ROLES[one.use]
        if one.caption:
            what, _, how = role.partition(":")
            role = f"{what} ({one.caption.rstrip('.')}):{how}, in another pose and place"
        shown.append(f"Picture {number} is {role}.")
    return "\n".join([request.prompt, *shown])


def nearest_size(sizes: Iterable[str], width: int, height: int) -> str:
    """The size whose shape loses least of its picture when it is cropped to ``width`` x ``height``."""

    def kept(size: str) -> float:
        across, down = map(int, size.split("x"))
        wanted, shape = width / height, across / down
        return min(wanted / shape, shape / wanted)

    return max(sizes, key=kept)


def fitted(content: bytes, width: int, height: int) -> bytes:
    """A picture file as PNG of exactly that size: scaled to cover the frame, and cropped evenly.

    Raises ``OSError``, ``ValueError`` or ``SyntaxError`` for what is no picture.
    """
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return framed(picture, width, height)


def framed(picture: Image, width: int, height: int) -> bytes:
    """``picture`` as PNG of exactly that size: scaled to cover the frame, and cropped evenly."""
    from PIL import Image, ImageOps

    buffer = io.BytesIO()
    ImageOps.fit(picture.convert("RGB"), (width, height), Image.Resampling.LANCZOS).save(buffer, "PNG")
    return buffer.getvalue()
