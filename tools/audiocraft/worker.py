"""The process that plays: reads requests and writes answers, one JSON object a line, until its input ends.

Runs by the Python of audiocraft's environment, where nothing of Studio is installed: this file stands alone. A request
has ``id``, ``kind`` (music or sound), ``model`` (a folder), ``words``, ``seconds``, ``seed`` and ``file``, where the
sound is written as WAV. An answer has ``id`` and ``rate``, or ``error`` with its ``kind`` (memory, missing or failed)
and ``text``. What libraries print goes to standard error.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from collections import OrderedDict
from pathlib import Path
from typing import Any, TextIO

_ROOM_TO_WORK = 2.6
"""Times its files is what a model takes: they are in half precision, a CPU computes in single, and needs some more."""
_MOST_TEXT = 400


class Kept:
    """The loaded models. The least recently used ones are let go when another needs the room."""

    def __init__(self) -> None:
        self._models: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def model(self, kind: str, folder: str) -> Any:
        """The model in ``folder``, loaded if it is not."""
        key = (kind, folder)
        if key not in self._models:
            size = sum(path.stat().st_size for path in Path(folder).glob("*.bin"))
            while self._models and _free_bytes() < size * _ROOM_TO_WORK:
                self._models.popitem(last=False)
                _give_back()
            self._models[key] = _loaded(kind, folder)
        self._models.move_to_end(key)
        return self._models[key]

    def let_others_go(self, kind: str, folder: str) -> bool:
        """Keep only the model in ``folder``; whether there was another."""
        others = [key for key in self._models if key != (kind, folder)]
        for key in others:
            del self._models[key]
        _give_back()
        return bool(others)


def main() -> None:
    """Answer every line, in order."""
    # Libraries print where they like: the answers' way out is nobody else's.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    kept = Kept()
    while True:
        _say(answers, _answered(kept, lines.get()))


def _read(lines: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    # Whoever asked is gone, maybe killed: there is nobody to play for, even in the middle of a piece.
    os._exit(0)


def _say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _answered(kept: Kept, line: str) -> dict[str, Any]:
    request: dict[str, Any] = {}
    try:
        request = json.loads(line)
        return {"id": request["id"], "rate": _played(kept, request)}
    except Exception as error:
        # A bad request is one answer, not the end.
        traceback.print_exc()
        number = request.get("id") if isinstance(request, dict) else None
        return {"id": number, "error": {"kind": _kind_of(error), "text": _text_of(error)}}


def _played(kept: Kept, request: dict[str, Any]) -> int:
    """Write the sound to the request's file; its rate."""
    try:
        return _play(kept.model(request["kind"], request["model"]), request)
    except (RuntimeError, MemoryError) as error:
        if _kind_of(error) != "memory" or not kept.let_others_go(request["kind"], request["model"]):
            raise
    return _play(kept.model(request["kind"], request["model"]), request)


def _play(model: Any, request: dict[str, Any]) -> int:
    import soundfile
    import torch

    torch.manual_seed(int(request["seed"]) % 2**63)
    model.set_generation_params(duration=float(request["seconds"]))
    with torch.inference_mode():
        sound = model.generate([str(request["words"])])[0]
    rate = int(model.sample_rate)
    soundfile.write(request["file"], sound.float().cpu().numpy().T, rate, format="WAV", subtype="FLOAT")
    return rate


def _loaded(kind: str, folder: str) -> Any:
    import collections
    import typing

    import torch
    from audiocraft.models import AudioGen, MusicGen
    from omegaconf import DictConfig, ListConfig
    from omegaconf.base import ContainerMetadata, Metadata
    from omegaconf.nodes import AnyNode

    # What checkpoints hold beside weights: settings. Nothing else in them is read, and none of it is run.
    settings = [ContainerMetadata, Metadata, DictConfig, ListConfig, AnyNode]
    plain = [dict, int, list, collections.defaultdict, typing.Any]
    with torch.serialization.safe_globals([*plain, *settings]):
        return {"music": MusicGen, "sound": AudioGen}[kind].get_pretrained(folder)


def _free_bytes() -> int:
    import psutil
    import torch

    if torch.cuda.is_available():
        free, _ = torch.cuda.mem_get_info()
        return int(free + torch.cuda.memory_reserved() - torch.cuda.memory_allocated())
    return int(psutil.virtual_memory().available)


def _give_back() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _kind_of(error: BaseException) -> str:
    told = any(words in str(error) for words in ("out of memory", "allocate memory"))
    if told or isinstance(error, MemoryError):
        return "memory"
    return "missing" if isinstance(error, OSError) else "failed"


def _text_of(error: BaseException) -> str:
    said = " ".join(str(error).split())[:_MOST_TEXT].rstrip(".")
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


if __name__ == "__main__":
    main()
