"""Where the weights of a model are: in a folder of the person's, or fetched from the hub into its cache.

Of a repository only what is needed is fetched: safetensors in the precision that is computed with, and no second copy
in another format. Knows nothing of what is in the files.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path, PurePosixPath
from typing import Any

from studio.errors import BadRequest, NotAuthorised, ToolNotFound, Unreachable
from studio.production.canonical import content_hash
from studio.tools.http_status import error_of
from studio.tools.secrets import find_key

PIPELINE = "model_index.json"
"""What names the parts of a pipeline; a single model has none."""
HALF = "fp16"
KEY_VARIABLE = "HF_TOKEN"
_TEXTS = (".json", ".txt", ".model", ".jinja", ".tiktoken")
_TENSORS = ".safetensors"
_PICKLES = ".bin"
_OTHER_FRAMEWORKS = ("flax_", "tf_", "openvino_", "rust_", "training_", "optimizer", "scheduler.", "random_states")


@dataclass(frozen=True)
class Weights:
    """The weights of ``model``: a folder, or a repository (owner/name) of the hub at ``endpoint``.

    ``tool`` is who wants them; ``half`` prefers copies in half precision. ``only`` names the files that are needed
    where it is neither a pipeline nor a model by itself.
    """

    model: str
    tool: str
    endpoint: str
    half: bool = False
    only: tuple[str, ...] = ()

    def found(self) -> Path | None:
        """The folder that has all of them, without asking anybody; None where they have to be fetched."""
        folder = own_folder(self.model)
        if folder is not None:
            if not self._is_whole(folder):
                files = " and ".join(self.only) or f"{PIPELINE} or config.json, and all of its weights"
                raise ToolNotFound(
                    f"{self.tool}: there is no model in {str(folder)!r}.",
                    next_step=f"Name a folder with {files}.",
                    tool=self.tool,
                )
            return folder
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import IncompleteSnapshotError, LocalEntryNotFoundError

        try:
            folder = Path(snapshot_download(self.model, local_files_only=True))
        except IncompleteSnapshotError as error:
            # Most repositories hold more than is needed.
            folder = Path(error.snapshot_path)
        except LocalEntryNotFoundError:
            return None
        except ValueError as error:
            raise self._no_such_model() from error
        return folder if self._is_whole(folder) else None

    def missing_bytes(self) -> int:
        """How much has to be fetched; raises ``ProviderError`` where nobody can tell."""
        return 0 if self.found() is not None else sum(size for _, size in self._to_fetch())

    def fetched(self) -> Path:
        """The folder, once everything is there; the hub's own progress is shown on standard error."""
        folder = self.found()
        if folder is not None:
            return folder
        from huggingface_hub import snapshot_download

        names = [name for name, _ in self._to_fetch()]
        with self._in_words():
            folder = Path(
                snapshot_download(
                    self.model, allow_patterns=names, endpoint=self.endpoint, token=find_key(KEY_VARIABLE)
                )
            )
        if not self._is_whole(folder):
            raise ToolNotFound(f"{self.tool}: {self.model!r} holds no weights that can be loaded.", tool=self.tool)
        return folder

    def _is_whole(self, folder: Path) -> bool:
        return all((folder / name).is_file() for name in self.only) if self.only else is_whole(folder)

    def _to_fetch(self) -> list[tuple[str, int]]:
        """Names and sizes of what is needed and not here."""
        with self._in_words():
            files = listing(self.model, self.endpoint)
        wanted = set(self.only or needed(files, half=self.half))
        return [(name, size) for name, size in files.items() if name in wanted]

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        from huggingface_hub.errors import (
            DryRunError,
            GatedRepoError,
            HfHubHTTPError,
            LocalEntryNotFoundError,
            RepositoryNotFoundError,
        )

        page = f"{self.endpoint}/{self.model}"
        try:
            yield
        except (HfHubHTTPError, DryRunError, LocalEntryNotFoundError) as error:
            cause = error if isinstance(error, HfHubHTTPError) else error.__cause__
            if isinstance(cause, GatedRepoError):
                raise NotAuthorised(
                    f"{self.tool}: whoever made {self.model} wants its terms to be accepted first.",
                    next_step=f"Accept them at {page}, and set {KEY_VARIABLE} to a token of the same account.",
                    tool=self.tool,
                    provider="hub",
                ) from None
            if isinstance(cause, RepositoryNotFoundError):
                raise self._no_such_model() from None
            if isinstance(cause, HfHubHTTPError):
                status = cause.response.status_code
                raise error_of(status)(
                    f"{self.tool}: {page} answered with status {status}.", tool=self.tool, provider="hub", status=status
                ) from None
            raise Unreachable(
                f"{self.tool}: {page} cannot be reached, and the model is not on this machine.",
                next_step="Look whether this machine is online, or name a folder that has the model.",
                tool=self.tool,
                provider="hub",
            ) from None

    def _no_such_model(self) -> BadRequest:
        return BadRequest(
            f"{self.tool}: the hub has no model {self.model!r}, or not for this account.",
            next_step=f"Look at its name; for a private one set {KEY_VARIABLE}.",
            tool=self.tool,
            provider="hub",
        )


@contextmanager
def _without_progress() -> Iterator[None]:
    from huggingface_hub.utils import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    had_none = are_progress_bars_disabled()
    disable_progress_bars()
    try:
        yield
    finally:
        if not had_none:
            enable_progress_bars()


@cache
def listing(model: str, endpoint: str) -> dict[str, int]:
    """The files of a repository with their sizes; asked once, because prices, waits and fetching all want it."""
    from huggingface_hub import snapshot_download

    with _without_progress():
        files = snapshot_download(model, dry_run=True, endpoint=endpoint, token=find_key(KEY_VARIABLE))
    return {one.filename: one.file_size or 0 for one in files}


def own_folder(model: str) -> Path | None:
    """The folder of the person's that ``model`` names, whether it is there or not; None for a repository of the hub."""
    is_path = model.startswith(("/", "./", "../", "~", "\\")) or model[1:2] == ":"
    return Path(model).expanduser() if is_path else None


def needed(names: Iterable[str], *, half: bool) -> list[str]:
    """The files of a repository that a model is loaded from: its texts, and one copy of each part's weights."""
    names = [name for name in names if not PurePosixPath(name).name.startswith((*_OTHER_FRAMEWORKS, "."))]
    is_pipeline = PIPELINE in names
    texts = [name for name in names if name.endswith(_TEXTS) and not _is_index(name)]
    parts: dict[PurePosixPath, list[str]] = {}
    for name in names:
        # Beside a pipeline's parts lie copies of all of them in one file.
        if name.endswith((_TENSORS, _PICKLES)) or _is_index(name):
            folder = PurePosixPath(name).parent
            if is_pipeline == (folder != PurePosixPath()) and len(folder.parts) <= 1:
                parts.setdefault(folder, []).append(name)
    return sorted(texts + [name for part in parts.values() for name in _one_copy(part, half)])


def variant(folder: Path, *, half: bool) -> str | None:
    """Which copy of the weights is to be loaded: the one in half precision where it is there and wanted."""
    return HALF if half and any(_is_variant(path.name) for path in folder.rglob(f"*{_TENSORS}")) else None


def is_whole(folder: Path) -> bool:
    """Whether ``folder`` holds a pipeline or a model with all of its weights."""
    index = folder / PIPELINE
    if index.is_file():
        parts = [name for name, value in _json(index).items() if isinstance(value, list) and value and value[0]]
        return all((folder / name).is_dir() and _has_weights(folder / name) for name in parts)
    return (folder / "config.json").is_file() and _has_weights(folder)


def size_in_memory(folder: Path, bytes_a_weight: int, parts: Iterable[str] = ()) -> int:
    """Bytes that the weights of ``folder`` take once loaded; of some ``parts`` of a pipeline only, where named."""
    return bytes_a_weight * weight_count(folder, parts)


def weight_count(folder: Path, parts: Iterable[str] = ()) -> int:
    """How many weights there are, by the headers of the files. Of several copies one counts."""
    wanted = tuple(parts)
    names = needed((path.relative_to(folder).as_posix() for path in _files(folder)), half=False)
    return sum(
        _weights_in(folder / name)
        for name in names
        if name.endswith((_TENSORS, _PICKLES)) and (not wanted or name.partition("/")[0] in wanted)
    )


@cache
def fingerprint(folder: Path) -> str:
    """Eight characters that differ where another model lies in the folder, without reading its weights."""
    files = sorted(path for path in _files(folder) if path.suffix in (".json", _TENSORS, _PICKLES))
    texts = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    said = [path.read_text(encoding="utf-8") for path in files if path.name in ("config.json", PIPELINE)]
    return content_hash([texts, said])[:8]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _one_copy(names: list[str], half: bool) -> list[str]:
    """Of one part's weights the safetensors, in the wanted precision, else what there is."""
    tensors = [name for name in names if name.endswith((_TENSORS, f"{_TENSORS}.index.json")) or _TENSORS in name]
    kind = tensors or names
    halves = [name for name in kind if _is_variant(name)]
    wholes = [name for name in kind if not _is_variant(name)]
    return (halves or wholes) if half else (wholes or halves)


def _is_index(name: str) -> bool:
    return name.endswith(".index.json") or (name.endswith(".json") and ".index." in name)


def _is_variant(name: str) -> bool:
    return f".{HALF}" in PurePosixPath(name).name


def _has_weights(folder: Path) -> bool:
    if not (folder / "config.json").is_file():
        # A tokenizer, a scheduler: it has no weights.
        return any(folder.iterdir())
    names = [path.name for path in folder.iterdir() if path.is_file()]
    shards = [str(one) for name in names if _is_index(name) for one in _json(folder / name)["weight_map"].values()]
    if shards:
        # An index of either precision has to be followed in full.
        return any(
            set(map(str, _json(folder / name)["weight_map"].values())) <= set(names)
            for name in names
            if _is_index(name)
        )
    return any(name.endswith((_TENSORS, _PICKLES)) for name in names)


def _weights_in(path: Path) -> int:
    if path.suffix != _TENSORS:
        # Not read: it may hold code. Mostly in single precision.
        return path.stat().st_size // 4
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return sum(prod(one["shape"]) for name, one in header.items() if name != "__metadata__")


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
