"""Pictures as language models are shown them: small enough to be cheap, and within every format's limits.

Knows nothing of who looks.
"""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Iterable
from pathlib import Path

from studio.tools.language import ShownPicture
from studio.tools.tool import Workbench

LONGER_SIDE = 1024
"""Pixels of what is shown; `PICTURE_TOKENS` of ``studio.tools.prices`` is the bound for such a picture."""
_QUALITY = 88


async def data_urls(pictures: Iterable[ShownPicture], bench: Workbench) -> list[tuple[str, str]]:
    """Each picture's caption and the picture as a ``data:`` URL of a JPEG, in order."""
    files = [(one.caption, bench.path(one.picture)) for one in pictures]
    return await asyncio.to_thread(lambda: [(caption, _data_url(file)) for caption, file in files])


def _data_url(file: Path) -> str:
    from PIL import Image

    with Image.open(file) as picture:
        small = picture.convert("RGB")
    small.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
