"""Voices in ONNX files, tiny: they hum a tone for every phoneme, and have the inputs and outputs of the real ones."""

from __future__ import annotations

import json
from pathlib import Path

_RATE, _HOP, _HOPS = 16_000, 256, 4
"""A phoneme lasts four hops of 16 ms."""
_LETTERS = "_^$ !,.:;?abcdefhijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒˈˌːθ"


def piper_voice(
    folder: Path,
    name: str = "en_GB-tiny-low",
    *,
    speakers: tuple[str, ...] = (),
    tells: bool = True,
    espeak: str = "en-gb-x-rp",
) -> Path:
    """A voice of Piper's; one that ``tells`` says how long each phoneme lasts."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    hum = np.arange(_HOP) / _RATE
    tones = np.stack([0.3 * np.sin(2 * np.pi * (150 + 12 * number) * hum) for number in range(len(_LETTERS))])
    constants = {
        "tones": tones.astype(np.float32),
        "hops": np.array([_HOPS], np.float32),
        "one": np.array([1], np.int64),
        "first": np.array([0], np.int64),
        "second": np.array([1], np.int64),
        "middle": np.array([2], np.int64),
        "flat": np.array([1, 1, 1, -1], np.int64),
        "quiet": np.array([0.02], np.float32),
        "louder": np.array([0.1], np.float32),
        "full": np.array([1.0], np.float32),
    }
    nodes = [
        helper.make_node("Gather", ["tones", "input"], ["hummed"]),
        helper.make_node("Unsqueeze", ["hummed", "middle"], ["apart"]),
        helper.make_node("Gather", ["scales", "second"], ["slower"]),
        helper.make_node("Mul", ["slower", "hops"], ["wanted"]),
        helper.make_node("Ceil", ["wanted"], ["lasting"]),
        helper.make_node("Cast", ["lasting"], ["times"], to=TensorProto.INT64),
        helper.make_node("Concat", ["one", "one", "times", "one"], ["repeats"], axis=0),
        helper.make_node("Tile", ["apart", "repeats"], ["held"]),
        helper.make_node("Reshape", ["held", "flat"], ["voiced"]),
        helper.make_node("RandomNormalLike", ["voiced"], ["noise"]),
        helper.make_node("Gather", ["scales", "first"], ["noisy"]),
        helper.make_node("Mul", ["noisy", "quiet"], ["little"]),
        helper.make_node("Mul", ["noise", "little"], ["breath"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
        nodes += [
            helper.make_node("Cast", ["sid"], ["who"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["who", "louder"], ["more"]),
            helper.make_node("Add", ["more", "full"], ["own"]),
            helper.make_node("Mul", ["voiced", "own"], ["sung"]),
            helper.make_node("Add", ["sung", "breath"], ["output"]),
        ]
    else:
        nodes.append(helper.make_node("Add", ["voiced", "breath"], ["output"]))
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, 1, "samples"])]
    if tells:
        nodes += [
            helper.make_node("Cast", ["input"], ["numbers"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["numbers", "first_of_none"], ["none"]),
            helper.make_node("Add", ["none", "lasting"], ["durations"]),
        ]
        constants["first_of_none"] = np.array([0.0], np.float32)
        outputs.append(helper.make_tensor_value_info("durations", TensorProto.FLOAT, ["batch", "phonemes"]))
    graph = helper.make_graph(
        nodes, "voice", inputs, outputs, [numpy_helper.from_array(value, key) for key, value in constants.items()]
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(model, str(path))
    code = name.partition("-")[0]
    settings = {
        "audio": {"sample_rate": _RATE},
        "espeak": {"voice": espeak},
        "language": {"code": code},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
        "phoneme_id_map": {letter: [number] for number, letter in enumerate(_LETTERS)},
        "hop_length": _HOP,
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(settings), encoding="utf-8")
    return path


def kokoro(folder: Path, *, whole_speeds: bool = False, name: str = "kokoro-tiny.onnx") -> Path:
    """Kokoro with six voices beside it; an export with ``whole_speeds`` has other names and types of its inputs."""
    import numpy as np
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    hum = np.arange(_HOP) / 24_000
    tones = np.stack([0.3 * np.sin(2 * np.pi * (150 + 8 * number) * hum) for number in range(178)])
    constants = {
        "tones": tones.astype(np.float32),
        "hops": np.array([4], np.float32),
        "one": np.array([1], np.int64),
        "middle": np.array([2], np.int64),
        "flat": np.array([-1], np.int64),
    }
    tokens = "input_ids" if whole_speeds else "tokens"
    nodes = [
        helper.make_node("Gather", ["tones", tokens], ["hummed"]),
        helper.make_node("Unsqueeze", ["hummed", "middle"], ["apart"]),
        helper.make_node("Cast", ["speed"], ["fast"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["hops", "fast"], ["wanted"]),
        helper.make_node("Ceil", ["wanted"], ["lasting"]),
        helper.make_node("Cast", ["lasting"], ["times"], to=TensorProto.INT64),
        helper.make_node("Concat", ["one", "one", "times", "one"], ["repeats"], axis=0),
        helper.make_node("Tile", ["apart", "repeats"], ["held"]),
        helper.make_node("Reshape", ["held", "flat"], ["voiced"]),
        helper.make_node("ReduceMean", ["style"], ["own"], keepdims=0),
        helper.make_node("Mul", ["voiced", "own"], ["louder"]),
        helper.make_node("Tanh", ["louder"], ["audio"]),
    ]
    speed = TensorProto.INT32 if whole_speeds else TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info(tokens, TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", speed, [1]),
    ]
    outputs = [helper.make_tensor_value_info("audio", TensorProto.FLOAT, ["samples"])]
    weights = [numpy_helper.from_array(value, key) for key, value in constants.items()]
    model = helper.make_model(
        helper.make_graph(nodes, "kokoro", inputs, outputs, weights),
        opset_imports=[helper.make_opsetid("", 15)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / name))
    names = ("af_ada", "am_bob", "bf_cleo", "bm_dan", "ff_eve", "zf_fay")
    styles = {one: np.full((510, 1, 256), 0.5 + number, np.float32) for number, one in enumerate(names)}
    with (folder / "voices-tiny.bin").open("wb") as file:
        np.savez(file, **styles)
    return folder / name
