"""Solids by Shap-E, with real pipelines at tiny size: meshes, turntables, words and pictures."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh
from local_calls import tool
from PIL import Image
from tiny_models import shap_e, shap_e_of_pictures

from studio.errors import BadRequest, MalformedProduct
from studio.production.assets import Asset
from studio.testing import FolderBench, Model3dConformance
from studio.tools.local.model3d import Solid, _glb
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, InProcess


@pytest.fixture(scope="module")
def solids(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shap_e(tmp_path_factory.mktemp("solids"))


def sculptor(folder: Path, **given: Any) -> Any:
    return tool("diffusers", folder, Capability.MODEL3D, **{"sizes": ("32x32",), "steps": 3, **given})


def made(folder: Path, bench: FolderBench, **wishes: Any) -> Model3dProduct:
    request = Model3dRequest(**{"prompt": "A small lighthouse.", "seed": 1, **wishes})
    product: Model3dProduct = asyncio.run(sculptor(folder)(request, bench))
    return product


def shown(bench: FolderBench, colour: str) -> Asset:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return bench.add(buffer.getvalue(), "image/png")


def colours_in(glb: bytes) -> np.ndarray[Any, Any]:
    """The colours at the corners of a GLB's mesh: four bytes each."""
    size = int.from_bytes(glb[12:16], "little")
    tree, rest = json.loads(glb[20 : 20 + size]), glb[28 + size :]
    part = tree["meshes"][0]["primitives"][0]
    assert tree["materials"][part["material"]]["pbrMetallicRoughness"]["metallicFactor"] == 0
    assert "NORMAL" in part["attributes"]
    told = tree["accessors"][part["attributes"]["COLOR_0"]]
    begins = tree["bufferViews"][told["bufferView"]].get("byteOffset", 0)
    return np.frombuffer(rest[begins:], np.uint8, 4 * told["count"]).reshape(-1, 4)


def test_the_mesh_has_colours_and_normals(solids: Path, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    product = made(solids, bench)
    mesh: Any = trimesh.load(bench.path(product.model), file_type="glb", force="mesh")
    assert len(mesh.faces) > 100
    assert len(np.unique(colours_in(bench.path(product.model).read_bytes()), axis=0)) > 100
    assert np.abs(mesh.bounds).max() <= 1.01


def test_a_mesh_stands_upright_and_faces_outwards() -> None:
    """Whatever way round its triangles came: up is y, and what was in front (-y) is at +z."""
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-2, 2) for z in (-3, 3)], np.float32)
    box = trimesh.convex.convex_hull(corners)
    colours = np.tile(np.array([[1.0, 0.5, 0.0]], np.float32), (len(box.vertices), 1))
    for triangles in (box.faces, box.faces[:, ::-1]):
        solid = Solid(
            np.asarray(box.vertices, np.float32), np.asarray(triangles), colours, np.zeros((0, 2, 2, 3), np.uint8)
        )
        mesh: Any = trimesh.load(io.BytesIO(_glb(solid)), file_type="glb", force="mesh")
        assert mesh.extents.round(3).tolist() == [2, 6, 4]
        assert mesh.volume == pytest.approx(48)
        assert set(map(tuple, colours_in(_glb(solid)).tolist())) == {(255, 128, 0, 255)}
    front = np.asarray(box.vertices)[:, 1] == -2
    moved = trimesh.load(io.BytesIO(_glb(solid)), file_type="glb", force="mesh", process=False)
    assert set(np.asarray(moved.vertices)[front][:, 2]) == {2.0}


def test_words_and_seeds_decide(solids: Path, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    same, again, worded, seeded = (
        made(solids, bench, **wishes) for wishes in ({}, {}, {"prompt": "A dragon."}, {"seed": 2})
    )
    assert same == again
    assert len({one.model for one in (same, worded, seeded)}) == 3


def test_a_picture_decides_where_the_model_was_taught_pictures(tmp_path: Path) -> None:
    place, bench = shap_e_of_pictures(tmp_path), FolderBench(tmp_path)
    red, other = (made(place, bench, pictures=(shown(bench, colour),)).model for colour in ("#c8202a", "#10f0f0"))
    assert red != other
    with pytest.raises(BadRequest, match="needs a picture of the thing"):
        made(place, bench)


def test_where_nothing_came_nothing_is_delivered(tmp_path: Path) -> None:
    with pytest.raises(MalformedProduct, match="it has no surface"):
        made(shap_e(tmp_path, solid=False), FolderBench(tmp_path))


def test_more_steps_and_finer_views_take_longer(solids: Path) -> None:
    request = Model3dRequest(prompt="A lighthouse.", seed=1)
    few, many, fine = (sculptor(solids, **given) for given in ({}, {"steps": 60}, {"sizes": ("256x256",)}))
    assert isinstance(few, InProcess)
    assert 0 < few.seconds(request) < min(many.seconds(request), fine.seconds(request))
    assert len({few.version, many.version, fine.version}) == 3


class TestShapE(Model3dConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, solids: Path) -> None:
        self.tool = sculptor(solids)
