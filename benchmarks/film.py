"""The default film: whole run against encoding its frames alone, peak memory, and the second run.

The frames for the encode-only run are drawn first and come from memory; settings and encoder are the film's own.
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.processes import BRIEF, studio
from studio.graph.assembly import all_views
from studio.graph.scene import video_settings
from studio.production.document import Production
from studio.production.timeline import lay_out, parts_in_order
from studio.storage.workspace import Workspace
from studio.testing import FolderBench
from studio.tools.film.compositor import Compositor
from studio.tools.film.encoder import encode
from studio.tools.film.planes import FramePlanes
from studio.tools.film.segment import rate_of
from studio.tools.layers import read_layers

LAYERS = 4
SHARE_OF_SHOTS = 0.8


def main(quality: str = "standard") -> None:
    """Print the figures of the default film."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        whole = studio(work, "create", BRIEF, "--quality", quality, memory=True)
        again = studio(work, "create", BRIEF, "--quality", quality)
        print(f"whole run {whole.seconds:.1f} s, again {again.seconds:.1f} s", flush=True)
        workspace = Workspace(work)
        production = workspace.history.head(workspace.history.projects()[0])
        alone, frames = encode_alone(workspace, production, Path(folder))
        moving = moving_layers(workspace, production)
        first, second = (Path(str(run.film["path"])).read_bytes() for run in (whole, again))
    enough = sum(1 for count in moving if count >= LAYERS) / len(moving)
    print(f"film: {frames} frames, {whole.film['seconds']} s, {quality}")
    print(
        f"whole run {whole.seconds:.1f} s; encoding its frames alone {alone:.1f} s; ratio {whole.seconds / alone:.2f}"
    )
    print(f"shots with at least {LAYERS} independently moving layers: {enough:.0%} (asked: {SHARE_OF_SHOTS:.0%})")
    print(f"peak memory of the process tree (PSS): {whole.peak / 2**20:.0f} MiB")
    print(f"again: {again.seconds:.1f} s, {again.made()} requests made, same bytes: {first == second}")


def encode_alone(workspace: Workspace, production: Production, folder: Path) -> tuple[float, int]:
    """Seconds of encoding every part of the film from frames in memory, and how many frames there are."""
    video = video_settings(production)
    views = all_views(production)
    bench = FolderBench(folder / "bench")
    seconds, total = 0.0, 0
    for before, after in parts_in_order(lay_out(production)):
        if before is not None:
            # A transition shows both neighbours; the frames of the shot that it leads into are as costly to encode.
            view, first, last = views[after.shot][0], 0, after.lent_head
        else:
            view, first, last = views[after.shot]
        compositor = Compositor(view, _Stored(workspace, bench), video.width, video.height, rate_of(video))
        drawn = []
        planes = FramePlanes(video.width, video.height)
        for number in range(first, last):
            compositor.compose(number, planes)
            drawn.append(planes.buffer.copy())
        started = time.perf_counter()
        encode(folder / "alone.mp4", video, len(drawn), _copier(drawn), bench.report, threading.Event())
        seconds += time.perf_counter() - started
        total += len(drawn)
    return seconds, total


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


class _Stored(FolderBench):
    """A bench that reads from a workspace."""

    def __init__(self, workspace: Workspace, bench: FolderBench) -> None:
        self.path = workspace.assets.path  # type: ignore[method-assign]
        self._scratch = bench.scratch


def _copier(drawn: list[np.ndarray]):  # type: ignore[no-untyped-def, type-arg]
    def draw(number: int, planes: FramePlanes) -> None:
        np.copyto(planes.buffer, drawn[number])

    return draw


if __name__ == "__main__":
    import sys

    main(*sys.argv[1:])
