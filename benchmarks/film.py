"""The default film: whole run against encoding its frames alone, peak memory, and the second run.

The frames for the encode-only run are drawn first and come from memory; requests, settings and encoder are the film's
own. Seconds of the clock need a quiet machine; the processor's seconds tell nearly the same on a busy one.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.processes import BRIEF, studio
from studio.production.document import Production
from studio.storage.tables import saved_id
from studio.storage.workspace import Workspace
from studio.testing import FolderBench
from studio.tools.film.encoder import Draw, encode
from studio.tools.film.planes import FramePlanes
from studio.tools.film.requests import SegmentRequest, TransitionRequest, VideoSettings
from studio.tools.film.segment import segment_frames
from studio.tools.film.transition import transition_frames
from studio.tools.layers import read_layers

LAYERS = 4
SHARE_OF_SHOTS = 0.8


@dataclass(frozen=True)
class Encoding:
    """Seconds of the clock, and of all cores together, that it took to encode this many frames."""

    clock: float
    cores: float
    frames: int


def main(quality: str = "standard") -> None:
    """Print the figures of the default film."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        before = os.times()
        whole = studio(work, "create", BRIEF, "--quality", quality, memory=True)
        after = os.times()
        again = studio(work, "create", BRIEF, "--quality", quality)
        print(f"whole run {whole.seconds:.1f} s, again {again.seconds:.1f} s", flush=True)
        workspace = Workspace(work)
        project = workspace.history.projects()[0]
        alone = encode_alone(workspace, saved_id(project), Path(folder))
        moving = moving_layers(workspace, workspace.history.head(project))
        first, second = (Path(str(run.film["path"])).read_bytes() for run in (whole, again))
    cores = after.children_user + after.children_system - before.children_user - before.children_system
    enough = sum(1 for count in moving if count >= LAYERS) / len(moving)
    print(f"film: {alone.frames} frames, {whole.film['seconds']} s, {quality}")
    for what, run, encoding in (
        ("clock", whole.seconds, alone.clock),
        ("all cores together", cores, alone.cores),
    ):
        print(f"{what}: whole run {run:.1f} s; encoding its frames alone {encoding:.1f} s; ratio {run / encoding:.2f}")
    print(f"shots with at least {LAYERS} independently moving layers: {enough:.0%} (asked: {SHARE_OF_SHOTS:.0%})")
    print(f"peak memory of the process tree (PSS): {whole.peak / 2**20:.0f} MiB")
    print(f"again: {again.seconds:.1f} s, {again.made()} requests made, same bytes: {first == second}")


def encode_alone(workspace: Workspace, project_id: int, folder: Path) -> Encoding:
    """Encodes every part of a project's film from frames in memory."""
    bench = _Stored(workspace, folder / "bench")
    clock, cores, total = 0.0, 0.0, 0
    for draw, frames, video in _parts(workspace, project_id, bench):
        drawn = []
        planes = FramePlanes(video.width, video.height)
        for number in range(frames):
            draw(number, planes)
            drawn.append(planes.buffer.copy())
        started, used = time.perf_counter(), time.process_time()
        encode(folder / "alone.mp4", video, frames, _copier(drawn), threading.Event())
        clock += time.perf_counter() - started
        cores += time.process_time() - used
        total += frames
    return Encoding(clock, cores, total)


def moving_layers(workspace: Workspace, production: Production) -> list[int]:
    """For each shot, how many layers move in a way of their own: by depth or by drift."""
    counts = []
    for picture in production.pictures.values():
        if picture.layers is None:
            counts.append(1)
            continue
        layers = read_layers(workspace.assets.path(picture.layers)).layers
        counts.append(len({(layer.depth, layer.drift) for layer in layers if layer.depth or any(layer.drift)}))
    return counts


def _parts(workspace: Workspace, project_id: int, bench: _Stored) -> Iterator[tuple[Draw, int, VideoSettings]]:
    """What draws each part, how many frames it has, and how they are encoded: the requests that made the film."""
    for use in workspace.ledger.usage(project_id):
        row = workspace.ledger.product(use.key) if use.outcome == "made" else None
        if row is not None and use.tool == "film:segment":
            body = SegmentRequest.model_validate_json(row.request)
            yield segment_frames(body, bench), body.last - body.first, body.video
        elif row is not None and use.tool == "film:transition":
            between = TransitionRequest.model_validate_json(row.request)
            yield transition_frames(between, bench), between.frames, between.video


class _Stored(FolderBench):
    """A bench that reads from a workspace."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        super().__init__(folder)
        self.path = workspace.assets.path  # type: ignore[method-assign]


def _copier(drawn: list[np.ndarray]) -> Draw:  # type: ignore[type-arg]
    def draw(number: int, planes: FramePlanes) -> None:
        np.copyto(planes.buffer, drawn[number])

    return draw


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
