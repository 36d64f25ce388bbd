"""Solids by Shap-E of diffusers in this process: ``diffusers:openai/shap-e``, or ``diffusers:/folder``.

A solid is a field of colours and densities that a network holds; it is seen from all around as the turntable clip, and
its surface becomes the mesh. One that was taught pictures begins with the first of the request's, the other with words.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from studio.errors import BadRequest, MalformedProduct
from studio.tools.footage import encoded
from studio.tools.local.hardware import Hardware
from studio.tools.local.model import LocalModel
from studio.tools.local.prompts import as_long_as_read
from studio.tools.local.seeding import generator, seeded
from studio.tools.local.weights import variant
from studio.tools.model3d import MEDIA_TYPE, Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

_STEPS = 64
_GUIDANCE_BY_WORDS, _GUIDANCE_BY_PICTURE = 15.0, 3.0
_SIDE = 256
"""Pixels of the clip, each way."""
_VIEWS_A_SECOND = 10
_TOKENS = 1024
_VIEWS = 20
_GRID = 32
"""The renderer works on rays in bundles: of views whose sides are multiples of it, none is left over."""
_LEAST = 64
"""Pixels on the side of a clip."""
_FIELD = 400_000
"""Weights of the network that holds the field."""


@dataclass(frozen=True)
class Wish:
    """One solid: ``picture`` shows it, else ``prompt`` says it.

    ``side`` of its views in pixels; the surface is looked for, and the field looked up, as finely as that is worth.
    """

    prompt: str
    picture: Image | None
    seed: int
    steps: int
    side: int


@dataclass(frozen=True)
class Solid:
    """A mesh, z up and its front towards -y: points x 3, triangles x 3, linear colours x 3 (0..1); and views of it.

    ``views`` turn once around it: views x height x width x 3, of which the last is as far from the first as the others
    from one another.
    """

    points: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int64]
    colours: npt.NDArray[np.float32]
    views: npt.NDArray[np.uint8]


@dataclass(frozen=True)
class DiffusersModel3d(LocalModel):
    """The model ``model``."""

    capability: Capability = Capability.MODEL3D
    single_precision: ClassVar[bool] = True
    tuned: ClassVar[tuple[str, ...]] = ("sizes", "steps")

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        """The mesh and its clip. Raises ``BadRequest`` where the model needs a picture and there is none."""
        await self.awake()
        wish = await asyncio.to_thread(self._wish, request, bench)
        try:
            solid = await self.made(self.weights(), Sculptor.load, Sculptor.shape, wish)
        except FloatingPointError as error:
            raise MalformedProduct(f"{self.name} made no solid: {error}.", tool=self.name) from None
        except LookupError:
            raise BadRequest(
                f"{self.name} needs a picture of the thing.",
                next_step="Give it one, or choose a model that goes by words, such as openai/shap-e.",
                tool=self.name,
            ) from None
        mesh = await asyncio.to_thread(_glb, solid)
        clip = await asyncio.to_thread(_turntable, solid.views, bench.scratch / "turntable.mp4")
        return Model3dProduct(model=bench.add(mesh, MEDIA_TYPE), turntable=bench.add(clip, "video/mp4"))

    def operations(self, _request: Model3dRequest) -> float:
        """Of the denoiser, whose scheduler takes each step twice, with and without the wish; and of looking it up."""
        prior = self.weights_of(self.weights(), ("prior",))
        side = self._side()
        looked_up = _VIEWS * side**2 * side + (side / 2) ** 3
        return 2 * prior * _TOKENS * 4 * self._steps() + 2 * _FIELD * looked_up

    def _wish(self, request: Model3dRequest, bench: Workbench) -> Wish:
        from PIL import Image

        picture = None
        if request.pictures:
            with Image.open(bench.path(request.pictures[0])) as opened:
                picture = opened.convert("RGB")
        return Wish(request.prompt, picture, request.seed, self._steps(), self._side())

    def _steps(self) -> int:
        return self.service.settings.steps or _STEPS

    def _side(self) -> int:
        sizes = self.service.settings.sizes
        side = int(sizes[0].partition("x")[0]) if sizes else _SIDE
        return max(_GRID, side // _GRID * _GRID)


class Sculptor:
    """A loaded pipeline, in single precision: what is near the surface is a small difference."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    @classmethod
    def load(cls, folder: Path, device: Hardware) -> Sculptor:
        """The pipeline of ``folder``."""
        import torch
        from diffusers import DiffusionPipeline

        half = variant(folder, half=device.bytes_a_weight < 4)
        pipeline = DiffusionPipeline.from_pretrained(str(folder), dtype=torch.float32, variant=half).to(device.device)
        pipeline.set_progress_bar_config(disable=True)
        return cls(pipeline)

    def shape(self, wishes: list[Wish]) -> list[Solid]:
        """A solid for each. ``LookupError``: it needs a picture and has none; ``FloatingPointError``: nothing came."""
        return [self._shaped(wish) for wish in wishes]

    def _shaped(self, wish: Wish) -> Solid:
        import numpy as np
        import torch

        held = self._pipeline(
            **self._asked(wish),
            num_inference_steps=wish.steps,
            generator=generator(wish.seed),
            output_type="latent",
        ).images
        renderer, device = self._pipeline.shap_e_renderer, self._pipeline.device
        with torch.inference_mode(), seeded(wish.seed):
            fine = wish.side // 2
            views = renderer.decode_to_image(
                held, device, size=wish.side, n_coarse_samples=fine // 2, n_fine_samples=fine
            )
            try:
                mesh = renderer.decode_to_mesh(held, device, grid_size=fine)
            except ValueError as error:
                # Where there is no surface it has no colours to look up.
                if "non-empty list" in str(error):
                    raise FloatingPointError("it has no surface") from None
                raise
        colours = torch.stack([mesh.vertex_channels[channel] for channel in "RGB"], dim=1)
        points, triangles, tinted = (one.cpu().numpy() for one in (mesh.verts, mesh.faces, colours))
        if not (np.isfinite(points).all() and np.isfinite(tinted).all()):
            raise FloatingPointError("its surface holds no numbers")
        # The first view is also the last one.
        seen = views[:-1].clamp(0, 1).mul(255).round().to(torch.uint8).cpu().numpy()
        return Solid(points.astype(np.float32), triangles.astype(np.int64), tinted.clip(0, 1).astype(np.float32), seen)

    def _asked(self, wish: Wish) -> dict[str, Any]:
        if hasattr(self._pipeline, "image_encoder"):
            if wish.picture is None:
                raise LookupError("a picture")
            return {"image": wish.picture, "guidance_scale": _GUIDANCE_BY_PICTURE}
        tokenizer = self._pipeline.tokenizer
        prompt = as_long_as_read(wish.prompt, "", tokenizer, tokenizer.model_max_length)
        return {"prompt": prompt, "guidance_scale": _GUIDANCE_BY_WORDS}


def _glb(solid: Solid) -> bytes:
    """The mesh as glTF has it: y up, the front towards +z, its faces outwards."""
    import numpy as np
    import trimesh
    from trimesh.exchange.gltf import export_glb

    across, deep, high = solid.points.T
    mesh = trimesh.Trimesh(np.stack([across, high, -deep], axis=1), solid.triangles, process=False)
    if mesh.volume < 0:
        mesh.invert()
    opaque = np.ones((len(solid.colours), 1), np.float32)
    mesh.visual = trimesh.visual.ColorVisuals(
        mesh, vertex_colors=np.rint(255 * np.hstack([solid.colours, opaque])).astype(np.uint8)
    )
    content: bytes = export_glb(mesh.scene(), include_normals=True, tree_postprocessor=_matt)
    return content


def _matt(tree: dict[str, Any]) -> None:
    """What no material is said of is metal."""
    tree["materials"] = [{"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 1.0}}]
    for mesh in tree["meshes"]:
        for part in mesh["primitives"]:
            part["material"] = 0


def _turntable(views: npt.NDArray[np.uint8], to: Path) -> Path:
    count, height, width, _ = views.shape
    width, height = max(_LEAST, width), max(_LEAST, height)
    asked = VideoRequest(prompt="", width=width, height=height, frames=count, rate_numerator=_VIEWS_A_SECOND, seed=0)
    encoded(iter(views), Fraction(_VIEWS_A_SECOND), asked, to)
    return to
