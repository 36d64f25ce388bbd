"""Where a brief's text comes from: the words themselves, a text file, or standard input.

Everything a person typed is text; a path is only what they gave as one, or what can be nothing else. Knows nothing of
what the text says.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from studio.errors import BriefError

MAX_FILE_BYTES = 2_000_000
STANDARD_INPUT = "-"
_MOST_PATH = 1_000
_DOCUMENT = re.compile(
    r".\.(txt|text|md|markdown|rst|fountain|spmd|fdx|celtx|rtf|docx?|odt|pages|pdf|epub|tex|html?|xml|json|ya?ml|toml|csv"
    r"|srt|vtt|eml|png|jpe?g|webp|gif|mp3|wav|mp4)$",
    re.IGNORECASE,
)
"""Endings that no brief has, whether a text can be read from such a file or not."""
_FORMATS = (
    (rb"\s*\{\\rtf", "an RTF document"),
    (rb"\s*%PDF-", "a PDF document"),
    (rb"PK\x03\x04", "a ZIP archive, as documents of Word and LibreOffice are"),
    (rb"\xd0\xcf\x11\xe0", "an old Office document"),
    (rb"\s*<\?xml|\s*<FinalDraft", "an XML document, as those of Final Draft are"),
    (rb"(?i)\s*<!doctype html|\s*<html", "a web page"),
    (rb"\xff\xfe.\x00|\xfe\xff\x00", "text in UTF-16"),
)


def read_source(source: str, stdin: bytes | None = None) -> tuple[str, bool]:
    """The text that ``source`` stands for, and whether it was read from a file.

    ``-`` is ``stdin``. Something that looks like a path is one: it is read, or refused when it is not there.
    """
    if source == STANDARD_INPUT:
        if len(stdin or b"") > MAX_FILE_BYTES:
            raise BriefError(
                f"Standard input is larger than {MAX_FILE_BYTES:,} bytes.", next_step="Give a shorter text."
            )
        return _decode(stdin or b"", "Standard input"), True
    if not _looks_like_path(source):
        return source, False
    path = expanded(source)
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise BriefError(
                f"The file {source!r} {what}.", next_step="Give an existing text file, or the brief itself in quotes."
            )
        if path.stat().st_size > MAX_FILE_BYTES:
            raise BriefError(
                f"The file {source!r} is larger than {MAX_FILE_BYTES:,} bytes.", next_step="Give a shorter text."
            )
        return _decode(path.read_bytes(), f"The file {source!r}"), True
    except OSError as error:
        raise BriefError(f"The file {source!r} cannot be read: {error.strerror}.") from error


def expanded(path: str | Path) -> Path:
    """The path, with a leading ``~`` as the home folder that it stands for."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        # There is nobody of that name: the tilde is part of it.
        return Path(path)


def _looks_like_path(source: str) -> bool:
    if "\n" in source or len(source) > _MOST_PATH:
        return False
    if _DOCUMENT.search(source.strip()):
        return True
    one_word = not re.search(r"\s", source.strip())
    if one_word and ("/" in source or "\\" in source):
        return "://" not in source
    with suppress(OSError, ValueError):
        return bool(Path(source).suffix) and expanded(source).is_file()
    return False


def _decode(content: bytes, what: str) -> str:
    for start, kind in _FORMATS:
        if re.match(start, content, re.DOTALL):
            raise BriefError(f"{what} is {kind}.", next_step="Save it as plain text in UTF-8 and try again.")
    if b"\x00" in content:
        raise BriefError(f"{what} is binary: it holds NUL bytes.", next_step="Give plain text in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefError(
            f"{what} is not valid UTF-8 (byte {error.start}).", next_step="Save it as UTF-8 and try again."
        ) from error
