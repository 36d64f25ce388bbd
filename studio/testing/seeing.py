"""What image, video and model3d tools keep to: exact sizes, layers that cover the frame, files that open."""

# ruff: noqa: S101 - these are tests

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, ClassVar

from studio.production.rendition import Rendition
from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Format,
    Framing,
    Quality,
    Setting,
    Species,
    Style,
    TimeOfDay,
    Weather,
)
from studio.testing.bench import FolderBench
from studio.testing.conformance import ToolConformance
from studio.tools.image import ImageProduct, ImageRequest, StagedFigure, Staging
from studio.tools.layers import MEDIA_TYPE, read_layers
from studio.tools.model3d import MEDIA_TYPE as GLB
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability
from studio.tools.video import VideoProduct, VideoRequest


class ImageConformance(ToolConformance[ImageRequest, ImageProduct]):
    """A PNG of the asked size in every format; its depth layers, where it has them, cover the moving frame.

    ``divisor`` makes the pictures of these tests smaller than a draft's.
    """

    capability = Capability.IMAGE
    divisor: ClassVar[int] = 3

    def a_request(self, folder: Path) -> ImageRequest:
        return self.picture()

    def picture(self, shape: Format = Format.WIDE, *, seed: int = 1, setting: Setting = Setting.COAST) -> ImageRequest:
        """A request for a picture with one figure."""
        width, height = Rendition(format=shape, quality=Quality.DRAFT).size
        figure = StagedFigure(key="cast-1", appearance=Appearance(species=Species.PERSON))
        staging = Staging(
            setting=setting,
            time_of_day=TimeOfDay.DUSK,
            weather=Weather.CLEAR,
            framing=Framing.MEDIUM,
            style=Style.STORYBOOK,
            figures=(figure,),
        )
        return ImageRequest(
            prompt=f"A person at the {setting.value} at dusk, storybook illustration",
            staging=staging,
            width=width // self.divisor,
            height=height // self.divisor,
            seed=seed,
        )

    def test_every_format_has_the_asked_size_and_is_no_blank(self, tmp_path: Path) -> None:
        import cv2

        for shape in Format:
            request = self.picture(shape)
            product, bench = self.ask(request, tmp_path)
            assert product.picture.media_type == "image/png"
            assert bench.path(product.picture).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
            pixels = cv2.imread(str(bench.path(product.picture)), cv2.IMREAD_COLOR)
            assert pixels is not None
            assert pixels.shape == (request.height, request.width, 3)
            assert pixels.std() > 1

    def test_layers_cover_the_frame_and_its_overscan(self, tmp_path: Path) -> None:
        request = self.picture()
        product, bench = self.ask(request, tmp_path)
        if product.layers is None:
            return
        assert product.layers.media_type == MEDIA_TYPE
        layered = read_layers(bench.path(product.layers))
        assert (layered.width, layered.height) == (request.width, request.height)
        depths = [layer.depth for layer in layered.layers]
        assert depths == sorted(depths)
        farthest = layered.layers[0]
        edge = layered.overscan(farthest.depth)
        height, width = farthest.image.shape[:2]
        assert farthest.left <= -edge
        assert farthest.top <= -edge
        assert farthest.left + width >= request.width + edge
        assert farthest.top + height >= request.height + edge
        assert (farthest.image[..., 3] == 255).all()

    def test_another_seed_or_place_is_another_picture(self, tmp_path: Path) -> None:
        if not self.deterministic:
            return
        requests = (self.picture(), self.picture(seed=2), self.picture(setting=Setting.FOREST))
        assert len({self.ask(request, tmp_path)[0].picture for request in requests}) == len(requests)


class VideoConformance(ToolConformance[VideoRequest, VideoProduct]):
    """Exactly the asked frames at the asked size and rate, without sound."""

    capability = Capability.VIDEO

    def a_request(self, folder: Path) -> VideoRequest:
        return VideoRequest(prompt="Waves roll in under a lighthouse.", width=192, height=108, frames=24, seed=1)

    def test_it_decodes_to_what_was_asked(self, tmp_path: Path) -> None:
        import av

        request = self.a_request(tmp_path)
        product, bench = self.ask(request, tmp_path)
        with av.open(str(bench.path(product.video))) as container:
            stream = container.streams.video[0]
            sizes = [(frame.width, frame.height) for frame in container.decode(stream)]
            assert not container.streams.audio
            assert stream.average_rate == request.rate_numerator / request.rate_denominator
        assert sizes == [(request.width, request.height)] * request.frames
        assert product.frames == request.frames


class Model3dConformance(ToolConformance[Model3dRequest, Model3dProduct]):
    """A binary glTF 2.0 file with at least one mesh, and where there is a turntable clip, one that loops."""

    capability = Capability.MODEL3D

    def a_request(self, folder: Path) -> Model3dRequest:
        return Model3dRequest(prompt="A small lighthouse with a red roof.", seed=1)

    def test_it_is_a_whole_glb_with_a_mesh(self, tmp_path: Path) -> None:
        product, bench = self.ask(self.a_request(tmp_path), tmp_path)
        assert product.model.media_type == GLB
        assert _gltf(bench, product)["meshes"]

    def test_the_turntable_turns_once_and_loops(self, tmp_path: Path) -> None:
        """From the last view to the first it is no further than from others to their next; none is a blank."""
        import av
        import numpy as np

        product, bench = self.ask(self.a_request(tmp_path), tmp_path)
        if product.turntable is None:
            return
        with av.open(str(bench.path(product.turntable))) as container:
            assert not container.streams.audio
            views = [frame.to_ndarray(format="gray").astype(np.float64) for frame in container.decode(video=0)]
        assert len(views) >= 8
        assert min(view.std() for view in views) > 1
        turns = [np.abs(view - before).mean() for view, before in zip(views, [views[-1], *views[:-1]], strict=True)]
        assert 0 < turns[0] <= 2 * max(turns[1:])


def _gltf(bench: FolderBench, product: Model3dProduct) -> dict[str, Any]:
    """The JSON of a GLB file (Khronos glTF 2.0, section 4.4: a 12-byte header, then the JSON chunk)."""
    import json

    content = bench.path(product.model).read_bytes()
    magic, version, length, size, kind = struct.unpack_from("<4sIII4s", content)
    assert (magic, version, length, kind) == (b"glTF", 2, len(content), b"JSON")
    document: dict[str, Any] = json.loads(content[20 : 20 + size])
    assert document["asset"]["version"] == "2.0"
    return document
