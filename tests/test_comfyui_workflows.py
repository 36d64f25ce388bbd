"""Where a request's values go in a person's workflow, and what is said of one that cannot be used."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from comfyui_calls import saved, tool
from comfyui_wire import animating, node, painting

from studio.errors import SettingsError, ToolNotFound
from studio.tools.comfyui.slots import Slots, clip_slots, picture_slots
from studio.tools.comfyui.workflow import Nodes, Workflow, read_workflow
from studio.tools.offers import make_tool, preset, services
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import Capability


def workflow(nodes: Nodes) -> Workflow:
    return Workflow("workflow.json", json.dumps(nodes))


def places(nodes: Nodes) -> Slots:
    return picture_slots(workflow(nodes))


def test_comfyuis_own_first_workflow_needs_no_titles() -> None:
    assert places(painting()) == Slots(
        prompt=(("6", "text"),),  # type: ignore[arg-type]
        seed=(("3", "seed"),),  # type: ignore[arg-type]
        size=(("5", "width"), ("5", "height")),  # type: ignore[arg-type]
        pictures=(),
        output="9",
    )


def test_titles_come_first() -> None:
    nodes = painting(
        n20=node("PrimitiveStringMultiline", "prompt", value=""),
        n21=node("PrimitiveInt", "Seed", value=1),
        n22=node("PrimitiveInt", "Width", value=1024),
        n23=node("PrimitiveInt", "Height", value=768),
        n24=node("LoadImage", "Reference 2", image="b.png"),
        n25=node("LoadImage", "Reference 1", image="a.png"),
        n26=node("LoadImage", image="style.png"),
        n27=node("SaveImage", "Output", images=["8", 0]),
    )
    assert places(nodes) == Slots(
        prompt=(("20", "value"),),  # type: ignore[arg-type]
        seed=(("21", "value"),),  # type: ignore[arg-type]
        size=(("22", "value"), ("23", "value")),  # type: ignore[arg-type]
        pictures=(("25", "image"), ("24", "image")),  # type: ignore[arg-type]
        output="27",
    )


def test_what_comes_over_a_link_is_set_where_it_stands() -> None:
    nodes = painting(
        n5=node("EmptyLatentImage", width=["22", 0], height=["23", 0], batch_size=1),
        n6=node("CLIPTextEncode", text=["20", 0], clip=["4", 1]),
        n10=node("ControlNetApplyAdvanced", positive=["6", 0], negative=["7", 0], strength=1),
        n20=node("PrimitiveStringMultiline", value="a bottle"),
        n21=node("PrimitiveInt", value=7),
        n22=node("PrimitiveInt", value=640),
        n23=node("PrimitiveInt", value=360),
    )
    nodes["3"]["inputs"] |= {"positive": ["10", 0], "seed": ["21", 0]}
    found = places(nodes)
    assert found.prompt == (("20", "value"),)
    assert found.seed == (("21", "value"),)
    assert found.size == (("22", "value"), ("23", "value"))


def test_newer_samplers_are_steered_by_a_guider() -> None:
    nodes = painting(
        n3=node("SamplerCustomAdvanced", noise=["25", 0], guider=["22", 0], latent_image=["5", 0]),
        n22=node("BasicGuider", model=["4", 0], conditioning=["26", 0]),
        n25=node("RandomNoise", noise_seed=1),
        n26=node("FluxGuidance", guidance=3.5, conditioning=["6", 0]),
        n6=node("CLIPTextEncodeFlux", clip_l="a", t5xxl="b", guidance=3.5, clip=["4", 1]),
        n7=None,
    )
    found = places(nodes)
    assert found.prompt == (("6", "clip_l"), ("6", "t5xxl"))
    assert found.seed == (("25", "noise_seed"),)


def test_ways_that_part_and_meet_and_turn_back_are_gone_once() -> None:
    nodes = painting()
    nodes["3"]["inputs"]["positive"] = ["c0", 0]
    for number in range(60):
        below = f"c{number + 1}"
        nodes[f"c{number}"] = node("ConditioningCombine", conditioning_1=[below, 0], conditioning_2=[below, 0])
    nodes["c60"] = node("ConditioningCombine", conditioning_1=["6", 0], conditioning_2=["c0", 0])
    assert places(nodes).prompt == (("6", "text"),)


def test_a_workflow_that_makes_clips() -> None:
    found = clip_slots(workflow(animating()))
    assert found.prompt == (("6", "text"),)
    assert found.pictures == (("52", "image"),)
    assert found.size == (("50", "width"), ("50", "height"))
    assert (found.length, found.rate, found.output) == ((("50", "length"),), 16.0, "58")


def test_without_a_picture_to_load_or_a_size_it_is_used_as_it_is() -> None:
    found = clip_slots(workflow(animating(n52=None)))
    assert found.pictures == ()
    assert places(painting(n5=node("VAEEncode", pixels=["12", 0]))).size == ()


@pytest.mark.parametrize(
    ("nodes", "title"),
    [
        (painting(n3=None), "'Prompt'"),
        (painting(n13=node("KSampler", seed=1, positive=["16", 0]), n16=node("CLIPTextEncode", text="b")), "'Prompt'"),
        (painting(n6=node("CLIPTextEncode", "Prompt", text=["20", 0]), n20=node("Wildcards", any="x")), "'Prompt'"),
        (painting(n3=node("SomeSampler", positive=["6", 0])), "'Seed'"),
        (painting(n15=node("EmptySD3LatentImage", width=64, height=64, batch_size=1)), "'Size'"),
        (painting(n5=node("EmptyLatentImage", width=["9", 0], height=["9", 0], batch_size=1)), "'Size'"),
        (
            painting(
                n5=node("EmptyLatentImage", width=["22", 0], height=["22", 0], batch_size=1),
                n22=node("PrimitiveInt", value=512),
            ),
            "'Size'",
        ),
        (painting(n5=node("EmptyLatentImage", width=0, height=64, batch_size=1)), "'Size'"),
        (painting(n5=node("EmptyLatentImage", width=1e400, height=64, batch_size=1)), "'Size'"),
        (painting(n20=node("LoadImage", image="a.png"), n21=node("LoadImage", image="b.png")), "'Reference 1'"),
        (painting(n20=node("Anything", "Reference 1", value=1)), "'Reference 1'"),
        (painting(n9=None), "'Output'"),
        (painting(n19=node("SaveImage", images=["8", 0])), "'Output'"),
    ],
)
def test_what_is_not_found_or_more_than_once_is_said_with_the_title_to_give(nodes: Nodes, title: str) -> None:
    with pytest.raises(SettingsError, match=r"workflow\.json") as raised:
        places(nodes)
    assert f"the title {title}" in raised.value.next_step


@pytest.mark.parametrize(
    ("nodes", "title"),
    [
        (animating(n60=node("LoadImage", image="end.png")), "'First frame'"),
        (animating(n57=node("CreateVideo", images=["8", 0])), "'Frame rate'"),
        (animating(n60=node("LTXVConditioning", frame_rate=25)), "'Frame rate'"),
        (animating(n57=node("CreateVideo", fps=0, images=["8", 0])), "'Frame rate'"),
        (animating(n50=node("Mover", positive=["6", 0], width=64, height=64)), "'Length'"),
        (animating(n58=node("SaveImage", images=["8", 0])), "'Output'"),
    ],
)
def test_so_it_is_for_clips(nodes: Nodes, title: str) -> None:
    with pytest.raises(SettingsError) as raised:
        clip_slots(workflow(nodes))
    assert f"the title {title}" in raised.value.next_step


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"nodes": [], "links": [], "version": 0.4}, "Export (API)"),
        ({}, "no workflow"),
        ([1], "no workflow"),
        ({"1": {"inputs": {}}}, "no workflow"),
        ({"1": {"class_type": "KSampler", "inputs": []}}, "no workflow"),
        ("not json", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ('{"1": {"class_type": "A", "inputs": {"a": NaN}}}', "is not JSON"),
    ],
)
def test_what_is_no_workflow_is_said_so(tmp_path: Path, content: Any, said: str) -> None:
    saved(tmp_path, content)
    with pytest.raises(SettingsError) as raised:
        read_workflow("workflow.json", tmp_path)
    assert said in f"{raised.value}"
    assert "Export (API)" in raised.value.next_step


def test_a_name_is_looked_for_in_the_workspaces_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there, here = tmp_path / "work", tmp_path / "here"
    file = saved(there / "flows", painting())
    here.mkdir()
    monkeypatch.chdir(here)
    assert read_workflow("flows/workflow.json", there).nodes == painting()
    assert read_workflow(str(file), here).nodes == painting()
    with pytest.raises(SettingsError, match="does not exist") as raised:
        read_workflow("workflow.json", there)
    assert "beside studio.toml" in raised.value.next_step
    # Whoever means the one where they are is told how to say it.
    mine = saved(here, painting())
    with pytest.raises(SettingsError, match="does not exist") as raised:
        read_workflow("workflow.json", there)
    assert raised.value.next_step.endswith(f"comfyui:{mine}")


def test_the_workflow_of_the_documentation_is_one() -> None:
    text = (Path(__file__).parent.parent / "docs" / "tools.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    found = places(json.loads(block))
    assert (found.prompt, found.output) == ((("2", "text"),), "7")
    assert found.size == (("4", "width"), ("4", "height"))


def test_another_workflow_is_another_version(tmp_path: Path) -> None:
    first = tool(tmp_path, painting()).version
    assert tool(tmp_path, painting()).version == first
    # How the file is laid out says nothing.
    assert tool(tmp_path, json.dumps(painting(), indent=4)).version == first
    nodes = painting()
    nodes["3"]["inputs"]["steps"] = 8
    assert tool(tmp_path, nodes).version != first
    assert tool(tmp_path, painting(), sizes=("512x512",)).version != first
    # What was made goes on as it was, also where the file is another one meanwhile.
    made = tool(tmp_path, painting())
    saved(tmp_path, nodes)
    assert made.version == first


def test_it_is_offered_and_its_preset_is_what_a_person_names() -> None:
    assert {capability for name, capability in services() if name == "comfyui"} == {Capability.IMAGE, Capability.VIDEO}
    with pytest.raises(ToolNotFound, match="no model") as raised:
        preset("comfyui")
    assert "--image comfyui:MODEL" in raised.value.next_step
    mine = Configuration({"comfyui": ProviderSettings(image="workflow.json")})
    assert preset("comfyui", mine) == {Capability.IMAGE: "comfyui:workflow.json"}
    with pytest.raises(SettingsError, match="does not exist"):
        make_tool("comfyui:workflow.json", Capability.IMAGE, mine)
