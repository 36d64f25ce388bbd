"""Handing a project out: the film and what lies beside it, its document, its pictures in layers, its music in parts."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from studio.errors import BadInput
from studio.production.assets import Asset
from studio.production.document import Production
from studio.production.timeline import END, TITLE
from studio.storage.tables import ProjectRow
from studio.storage.workspace import Workspace

_SUFFIX = {"audio/wav": "wav", "audio/midi": "mid"}


def export_project(
    workspace: Workspace, row: ProjectRow, folder: Path, *, layers: bool = False, music: bool = False
) -> list[Path]:
    """Write a project into ``folder`` and return the files. Existing files of the same names are replaced."""
    production = workspace.history.head(row)
    film = production.film
    if film is None:
        raise BadInput(f"The project {row.name!r} has no film yet.", next_step=f"Run: studio resume {row.name}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [
            _copy(workspace, film.video, folder / f"{row.name}.mp4"),
            _copy(workspace, film.poster, folder / f"{row.name}.png"),
            *(_copy(workspace, asset, folder / f"{row.name}.{suffix}") for suffix, asset in film.captions),
        ]
        document = folder / f"{row.name}.json"
        document.write_text(production.model_dump_json(indent=2), encoding="utf-8")
        written.append(document)
        if layers:
            written += _layers(workspace, production, folder / "layers")
        if music:
            written += _music(workspace, production, folder / "music")
    except OSError as error:
        raise BadInput(
            f"The folder {str(folder)!r} cannot be written: {error.strerror}.", next_step="Choose another folder."
        ) from error
    return written


def _layers(workspace: Workspace, production: Production, folder: Path) -> Iterator[Path]:
    for name, shot_id in _shot_names(production):
        picture = production.pictures[shot_id]
        if picture.layers is None:
            folder.mkdir(parents=True, exist_ok=True)
            yield _copy(workspace, picture.picture, folder / f"{name}.png")
            continue
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        yield _copy(workspace, picture.layers, place / f"{name}.ora")
        with zipfile.ZipFile(workspace.assets.path(picture.layers)) as archive:
            for member in archive.namelist():
                if member.startswith(("data/", "vector/")):
                    target = place / Path(member).name
                    target.write_bytes(archive.read(member))
                    yield target


def _music(workspace: Workspace, production: Production, folder: Path) -> Iterator[Path]:
    names = {TITLE: "title", END: "end"}
    names |= {scene.id: f"scene-{number:02d}" for number, scene in enumerate(production.scenes, 1)}
    folder.mkdir(parents=True, exist_ok=True)
    for subject, cue in production.cues.items():
        name = names.get(subject)
        if name is None:
            continue
        parts: list[tuple[str, Asset]] = [(name, cue.audio)]
        parts += [(name, cue.notes)] if cue.notes else []
        parts += [(f"{name}-{stem}", asset) for stem, asset in cue.stems]
        for stem_name, asset in parts:
            yield _copy(workspace, asset, folder / f"{stem_name}.{_SUFFIX[asset.media_type]}")


def _shot_names(production: Production) -> Iterator[tuple[str, str]]:
    yield "title", TITLE
    for number, scene in enumerate(production.scenes, 1):
        for position, shot in enumerate(production.shots[scene.id], 1):
            yield f"scene-{number:02d}-shot-{position}", shot.id
    yield "end", END


def _copy(workspace: Workspace, asset: Asset, target: Path) -> Path:
    shutil.copyfile(workspace.assets.path(asset), target)
    return target
