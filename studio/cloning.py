"""Voices of real people: a service is asked to clone one only with a recorded statement of consent.

Who gave it, when it was recorded, and for what, is in the workspace's database with the statement itself, before
anybody is asked. Of the samples only the hashes are kept. Whether a statement says what it should is for people to
judge.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.errors import BadInput, ConsentMissing
from studio.storage.tables import ClonedVoiceRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.tool import Tool
from studio.tools.voice import Cloning, VoiceSample

_STATEMENTS = ("audio/", "video/", "image/", "text/plain", "application/pdf")
"""What a statement may be recorded in."""
_RECORDINGS = ("audio/", "video/")


@dataclass(frozen=True)
class Consent:
    """``statement`` is a file in which ``given_by`` says that their voice may be cloned for ``purpose``."""

    statement: Path | None
    given_by: str
    purpose: str


async def clone_voice(
    workspace: Workspace, tool: Tool[Any, Any], name: str, samples: Sequence[Path], consent: Consent
) -> ClonedVoiceRow:
    """The cloned voice with its consent, as they stand in the database.

    Raises ``ConsentMissing`` without a statement, its giver and its purpose; ``BadInput`` for a tool that cannot clone
    and for files that are no recordings; ``ProviderError`` for what goes wrong at the service.
    """
    if not isinstance(tool, Cloning):
        raise BadInput(
            f"The voice tool {tool.name!r} cannot clone voices.",
            next_step="Choose one that can: --voice elevenlabs:eleven_v3.",
        )
    if not name.strip():
        raise BadInput("A cloned voice needs a name.")
    statement, media_type = _statement(consent)
    recordings = [_recording(path) for path in samples]
    if not recordings:
        raise BadInput("There is no recording of the voice.", next_step="Name one or more files of sound.")
    asset = workspace.assets.add(statement, media_type)
    row = ClonedVoiceRow(
        provider=tool.name.partition(":")[0],
        name=name.strip(),
        consented_by=consent.given_by.strip(),
        purpose=consent.purpose.strip(),
        statement=asset.hash,
        samples=json.dumps([hashlib.sha256(one.content).hexdigest() for one in recordings]),
    )
    row = workspace.ledger.record_consent(row, asset, len(statement))
    description = f"With the consent of {row.consented_by}, for: {row.purpose}"
    row.voice = await tool.clone(row.name, recordings, description)
    workspace.ledger.name_voice(saved_id(row), row.voice)
    return row


def _statement(consent: Consent) -> tuple[bytes, str]:
    if consent.statement is None or not consent.given_by.strip() or not consent.purpose.strip():
        raise ConsentMissing(
            "A real person's voice is only cloned with a recorded statement of their consent.",
            next_step="Say where it is, who gave it and for what: --consent FILE --by WHO --for WHAT.",
        )
    content, media_type = _read(consent.statement)
    if not content or not media_type.startswith(_STATEMENTS):
        raise ConsentMissing(
            f"The file {str(consent.statement)!r} is no statement: it is {media_type or 'of no known kind'}"
            f"{'' if content else ' and empty'}.",
            next_step="Record it in sound or video, or write it down (PDF, text or a picture).",
        )
    return content, media_type


def _recording(path: Path) -> VoiceSample:
    content, media_type = _read(path)
    if not content or not media_type.startswith(_RECORDINGS):
        raise BadInput(f"The file {str(path)!r} is no recording of a voice.", next_step="Name files of sound.")
    return VoiceSample(path.name, media_type, content)


def _read(path: Path) -> tuple[bytes, str]:
    try:
        return path.read_bytes(), mimetypes.guess_type(path.name)[0] or ""
    except OSError as error:
        raise BadInput(f"The file {str(path)!r} cannot be read: {error.strerror}.") from error
