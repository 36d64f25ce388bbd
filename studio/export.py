"""Handing a project out: the film and what lies beside it, its document, its pictures in layers, its music in parts.

Copies are made, and signed where that is asked for, beside where they go; they are put there once all of them are
whole. What the store holds is never changed.
"""

from __future__ import annotations

import mimetypes
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.errors import BadInput
from studio.production.assets import Asset
from studio.production.document import Production
from studio.production.timeline import END, TITLE
from studio.provenance import Provenance
from studio.signing import SIGNABLE, Signer
from studio.storage.tables import ProjectRow
from studio.storage.workspace import Workspace

_SUFFIX = {"audio/wav": "wav", "audio/midi": "mid"}


@dataclass(frozen=True)
class _Copy:
    """A file that was written, and the asset that it is a copy or a part of."""

    path: Path
    asset: Asset
    media_type: str


def export_project(
    workspace: Workspace,
    row: ProjectRow,
    folder: str | Path,
    *,
    layers: bool = False,
    music: bool = False,
    certificate: str | Path | None = None,
    key: str | Path | None = None,
) -> list[Path]:
    """Write a project into ``folder`` and return the files. Existing files of the same names are replaced.

    With ``certificate`` and ``key`` (see ``studio.signing``) every copy that can carry it says what made it, signed.
    """
    production = workspace.history.head(row)
    film = production.film
    if film is None:
        raise BadInput(f"The project {row.name!r} has no film yet.", next_step=f"Run: studio resume {row.name}")
    signer = _signer(certificate, key)
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as made:
            staged = Path(made)
            copies = [
                _copy(workspace, film.video, staged / f"{row.name}.mp4"),
                _copy(workspace, film.poster, staged / f"{row.name}.png"),
                *(_copy(workspace, asset, staged / f"{row.name}.{suffix}") for suffix, asset in film.captions),
            ]
            document = staged / f"{row.name}.json"
            document.write_text(production.model_dump_json(indent=2), encoding="utf-8")
            beside: list[_Copy] = []
            if layers:
                beside += _layers(workspace, production, staged / "layers")
            if music:
                beside += _music(workspace, production, staged / "music")
            if signer is not None:
                _sign(signer, Provenance(workspace, row, production.title or row.name), [*copies, *beside])
            paths = [*(copy.path for copy in copies), document, *(copy.path for copy in beside)]
            return [_put(path, folder / path.relative_to(staged)) for path in paths]
    except OSError as error:
        raise BadInput(
            f"The folder {str(folder)!r} cannot be written: {error.strerror}.", next_step="Choose another folder."
        ) from error


def _signer(certificate: str | Path | None, key: str | Path | None) -> Signer | None:
    if certificate is not None and key is not None:
        return Signer(Path(certificate), Path(key))
    if certificate is not None or key is not None:
        raise BadInput("To sign takes both a certificate and its key.", next_step="Use --certificate and --key.")
    return None


def _sign(signer: Signer, provenance: Provenance, copies: Iterable[_Copy]) -> None:
    told: dict[str, dict[str, object]] = {}
    for copy in copies:
        if copy.media_type in SIGNABLE:
            if copy.asset.hash not in told:
                told[copy.asset.hash] = provenance.manifest(copy.asset)
            signer.sign(copy.path, copy.media_type, told[copy.asset.hash])


def _layers(workspace: Workspace, production: Production, folder: Path) -> Iterator[_Copy]:
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
                    yield _Copy(target, picture.layers, mimetypes.guess_type(member)[0] or "")


def _music(workspace: Workspace, production: Production, folder: Path) -> Iterator[_Copy]:
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


def _copy(workspace: Workspace, asset: Asset, target: Path) -> _Copy:
    return _Copy(shutil.copyfile(workspace.assets.path(asset), target), asset, asset.media_type)


def _put(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return path.replace(target)
