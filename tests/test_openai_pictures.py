"""Pictures in OpenAI's format, through the official SDK and real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openai_calls import PICTURE, a_service, paint, painter
from openai_wire import PICTURE_USAGE, Mind, drawn, pictured
from PIL import Image

from studio.errors import (
    MalformedProduct,
)
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse
from studio.testing import FolderBench, ImageConformance
from studio.testing.wire import Sent, WireServer, as_json
from studio.tools.offers import services
from studio.tools.openai.image import OpenAIImage
from studio.tools.painting import nearest_size
from studio.tools.tool import Capability


def test_a_picture_comes_in_the_asked_size(server: WireServer, tmp_path: Path) -> None:
    server.script.append(pictured(drawn("x", "1536x864")))
    product, bench = paint(painter(), tmp_path)
    with Image.open(bench.path(product.picture)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (960, 540), "RGB")
    assert product.layers is None
    (received,) = server.received
    assert received.path == "/v1/images/generations"
    assert received.json == {
        "model": "gpt-image-2.5-flare",
        "prompt": "A lighthouse in a storm",
        "size": "1536x864",
        "quality": "low",
        "n": 1,
    }
    # 50 tokens of text at 5, 10 of pictures at 8 and 500 out at 30 dollars per million.
    assert bench.charged == [Decimal("0.01533")]


def test_references_are_sent_along_and_explained(server: WireServer, tmp_path: Path) -> None:
    server.script.append(pictured(drawn("x", "1536x1024")))
    bench = FolderBench(tmp_path)
    product, logo = drawn("bottle", "64x64"), drawn("logo", "32x32")
    references = (
        ReferencePicture(use=ReferenceUse.PRODUCT, asset=bench.add(product, "image/png")),
        ReferencePicture(use=ReferenceUse.LOGO, asset=bench.add(logo, "image/png")),
    )
    asyncio.run(painter()(PICTURE.model_copy(update={"references": references}), bench))
    (received,) = server.received
    assert received.path == "/v1/images/edits"
    files = [part for part in received.form if part.filename]
    assert [(part.name, part.media_type, part.content) for part in files] == [
        ("image[]", "image/png", product),
        ("image[]", "image/png", logo),
    ]
    fields = {part.name: part.content.decode() for part in received.form if not part.filename}
    assert fields["model"] == "gpt-image-2.5-flare"
    assert fields["size"] == "1536x864"
    assert fields["prompt"].startswith("A lighthouse in a storm\nPicture 1 is the product")
    assert "Picture 2 is the logo" in fields["prompt"]


@pytest.mark.parametrize(
    ("sent", "paid"),
    [
        (pictured(b"not a picture"), True),
        (as_json({"created": 0, "data": [], "usage": PICTURE_USAGE}), True),
        (as_json({"created": 0, "data": [{"b64_json": "%%%"}]}), False),
        (as_json({"created": 0, "data": [{"url": "http://127.0.0.1/picture.png"}]}), False),
    ],
)
def test_an_answer_without_a_picture_is_malformed(server: WireServer, tmp_path: Path, sent: Sent, paid: bool) -> None:
    server.script.append(sent)
    bench = FolderBench(tmp_path)
    with pytest.raises(MalformedProduct) as raised:
        asyncio.run(painter()(PICTURE, bench))
    # The same request may be answered with a picture: the producer makes it once more.
    assert raised.value.retryable
    assert bool(bench.charged) is paid


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(1920, 1080, "1536x864"), (1080, 1920, "864x1536"), (1080, 1080, "1024x1024"), (1080, 1350, "1024x1280")],
)
def test_the_nearest_shape_is_asked_for(width: int, height: int, size: str) -> None:
    _, service = services()["openai", Capability.IMAGE]
    assert nearest_size(service.settings.sizes, width, height) == size


def test_a_picture_keeps_its_middle(server: WireServer, tmp_path: Path) -> None:
    """A square for a wide frame loses as much above as below, and nothing is stretched."""
    square = Image.new("RGB", (900, 900), "black")
    square.paste((255, 255, 255), (300, 300, 600, 600))
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    server.script.append(pictured(buffer.getvalue()))
    product, bench = paint(painter(sizes=("1024x1024",)), tmp_path)
    assert server.received[0].json["size"] == "1024x1024"
    with Image.open(bench.path(product.picture)) as picture:
        box = picture.convert("L").point(lambda value: 255 * (value > 128)).getbbox()
    assert box == (320, 110, 640, 430)


class TestOpenAIImage(ImageConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(Mind()) as running:
            self.tool = OpenAIImage("a-model", a_service("box", f"{running.url}/v1"))
            yield
