"""The asset store: media files named by the hash of their bytes.

Files arrive by write-to-temp, fsync and rename, so a file that has its name is whole. Nothing is ever overwritten.
Knows nothing of what the files are for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from studio.errors import AssetMissing
from studio.production.assets import Asset
from studio.storage.disk import in_words

_CHUNK = 1 << 20


class AssetStore:
    """Assets below ``root`` as ``ab/cdef...``; safe for several processes at once.

    ``incoming`` says where files are written before they have their name: a folder on the same disk, which its owner
    clears of what killed processes left. Without it they are written into ``root/incoming``.
    """

    def __init__(self, root: Path, incoming: Callable[[], Path] | None = None) -> None:
        self.root = root
        self._incoming = incoming or self._below_root

    def add(self, content: bytes | Path, media_type: str, *, scratch: Path | None = None) -> Asset:
        """Store bytes or a file; returns its asset. A file inside ``scratch`` is moved, any other one is copied."""
        if isinstance(content, Path):
            content = content.resolve()
            if scratch is None or not content.is_relative_to(scratch.resolve()):
                copy = self._incoming() / uuid.uuid4().hex
                try:
                    # Before it is hashed: what was hashed is what is kept, whoever writes to the file.
                    return self._keep(shutil.copyfile(content, copy), media_type)
                finally:
                    copy.unlink(missing_ok=True)
        return self._keep(content, media_type)

    def path(self, asset: Asset) -> Path:
        """The file of ``asset``, to read."""
        path = self._file(asset.hash)
        if not path.is_file():
            raise AssetMissing(
                f"The asset {asset.hash[:12]} ({asset.media_type}) is missing from the workspace.",
                next_step="Resume the project: what is missing is made again.",
                asset=asset.hash,
            )
        return path

    def has(self, asset: Asset) -> bool:
        """Whether the file of ``asset`` is there."""
        return self._file(asset.hash).is_file()

    def _keep(self, content: bytes | Path, media_type: str) -> Asset:
        digest = _hash_file(content) if isinstance(content, Path) else hashlib.sha256(content).hexdigest()
        target = self._file(digest)
        if not target.exists():
            try:
                self._arrive(content, target)
            except OSError as error:
                raise in_words(error, self.root) from error
        elif isinstance(content, Path):
            content.unlink()
        return Asset(hash=digest, media_type=media_type)

    def _below_root(self) -> Path:
        folder = self.root / "incoming"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _file(self, digest: str) -> Path:
        return self.root / digest[:2] / digest[2:]

    def _arrive(self, content: bytes | Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._incoming() / uuid.uuid4().hex
        try:
            if isinstance(content, Path):
                shutil.move(content, temporary)
                with temporary.open("rb+") as file:
                    os.fsync(file.fileno())
            else:
                with temporary.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
