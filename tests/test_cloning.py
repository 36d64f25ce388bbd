"""A real person's voice is cloned with a recorded statement of consent, or not at all."""

from __future__ import annotations

import io
import json
import sqlite3
import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("elevenlabs", reason="needs the extra: pip install 'creative-studio[elevenlabs]'")

from elevenlabs_calls import ask, directed, speaker
from elevenlabs_wire import KEY, VOICES, elevenlabs_server, failed, usual
from paid import places_of, run_cli

from studio import Studio
from studio.errors import BadInput, BadRequest, ConsentMissing
from studio.production.assets import Asset
from studio.production.vocabulary import Gender
from studio.testing.wire import Received, Sent, WireServer, as_json

VOICE = "elevenlabs:eleven_v3"


def answer(received: Received) -> Sent:
    if received.path == "/v1/voices/add":
        return as_json({"voice_id": "v-cloned", "requires_verification": False})
    return usual(received)


@pytest.fixture
def eleven(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with elevenlabs_server(monkeypatch, answer) as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a sample of a voice and a statement of consent."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    (tmp_path / "voice.wav").write_bytes(buffer.getvalue())
    (tmp_path / "yes.txt").write_text(
        "I, Ada, agree that my voice is cloned for the lighthouse film.", encoding="utf-8"
    )
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "consent.exe").write_bytes(b"MZ")
    return tmp_path


def test_a_voice_is_cloned_and_who_consented_is_kept(eleven: WireServer, files: Path) -> None:
    with Studio(files / "work", voice=VOICE) as studio:
        row = studio.clone_voice(
            "Ada", [files / "voice.wav"], consent=files / "yes.txt", given_by="Ada Byron", purpose="the lighthouse film"
        )
        assert (row.provider, row.voice, row.consented_by) == ("elevenlabs", "v-cloned", "Ada Byron")
        statement = studio.workspace.assets.path(Asset(hash=row.statement, media_type="text/plain"))
        assert statement.read_bytes() == (files / "yes.txt").read_bytes()
    (received,) = eleven.received
    parts = {part.name: part for part in received.form}
    assert parts["name"].content == b"Ada"
    assert parts["description"].content == b"With the consent of Ada Byron, for: the lighthouse film"
    assert parts["files"].content == (files / "voice.wav").read_bytes()
    with closing(sqlite3.connect(files / "work" / "studio.db")) as connection:
        ((name, voice, by, purpose, at, samples),) = connection.execute(
            "SELECT name, voice, consented_by, purpose, consented_at, samples FROM cloned_voice"
        ).fetchall()
        sources = connection.execute("SELECT source FROM asset").fetchall()
    assert (name, voice, by, purpose) == ("Ada", "v-cloned", "Ada Byron", "the lighthouse film")
    assert at.startswith("20")
    assert len(json.loads(samples)) == 1
    assert sources == [("consent",)]
    assert places_of(KEY, files) == []


@pytest.mark.parametrize(
    "spoiled",
    [
        {"consent": None},
        {"given_by": " "},
        {"purpose": ""},
        {"consent": "empty.txt"},
        {"consent": "consent.exe"},
    ],
)
def test_without_consent_nothing_is_sent(eleven: WireServer, files: Path, spoiled: dict[str, Any]) -> None:
    given = {"consent": "yes.txt", "given_by": "Ada Byron", "purpose": "a film", **spoiled}
    given["consent"] = given["consent"] and files / given["consent"]
    with Studio(files / "work", voice=VOICE) as studio:
        with pytest.raises(ConsentMissing):
            studio.clone_voice("Ada", [files / "voice.wav"], **given)
        assert studio.workspace.ledger.cloned_voices() == []
    assert eleven.received == []


@pytest.mark.parametrize(
    ("samples", "name"), [([], "Ada"), (["yes.txt"], "Ada"), (["gone.wav"], "Ada"), (["voice.wav"], "")]
)
def test_what_is_no_recording_is_not_sent(eleven: WireServer, files: Path, samples: list[str], name: str) -> None:
    with Studio(files / "work", voice=VOICE) as studio, pytest.raises(BadInput):
        studio.clone_voice(
            name, [files / one for one in samples], consent=files / "yes.txt", given_by="Ada", purpose="a film"
        )
    assert eleven.received == []


def test_a_tool_that_cannot_clone_says_so(files: Path) -> None:
    with Studio(files / "work") as studio, pytest.raises(BadInput, match="offline:espeak"):
        studio.clone_voice("Ada", [files / "voice.wav"], consent=files / "yes.txt", given_by="Ada", purpose="a film")


def test_a_consent_stays_where_the_service_refuses(eleven: WireServer, files: Path) -> None:
    eleven.script.append(failed(400, "voice_limit_reached", f"No more voices, {KEY}."))
    with Studio(files / "work", voice=VOICE) as studio:
        with pytest.raises(BadRequest, match="No more voices") as raised:
            studio.clone_voice("Ada", [files / "voice.wav"], consent=files / "yes.txt", given_by="Ada", purpose="x")
        (row,) = studio.workspace.ledger.cloned_voices()
    assert row.voice == ""
    assert KEY not in str(raised.value)
    assert places_of(KEY, files) == []


def test_the_command_clones_and_lists(
    eleven: WireServer, files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDIO_WORKSPACE", str(files / "work"))
    sample, statement = str(files / "voice.wav"), str(files / "yes.txt")
    assert run_cli(monkeypatch, "voice", "clone", "Ada", sample) == 2
    assert "--consent FILE --by WHO --for WHAT" in capsys.readouterr().err
    assert eleven.received == []
    consent = ("--consent", statement, "--by", "Ada Byron", "--for", "the film")
    assert run_cli(monkeypatch, "voice", "clone", "Ada", sample, *consent) == 0
    assert "elevenlabs:v-cloned" in capsys.readouterr().out
    assert run_cli(monkeypatch, "voice", "list", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["consented_by"], told["purpose"]) == ("Ada", "Ada Byron", "the film")


def test_a_cloned_voice_speaks_only_where_it_is_named(eleven: WireServer, tmp_path: Path) -> None:
    own = [
        {"voice_id": "v-cloned", "name": "Ada", "category": "cloned", "labels": {"gender": "female", "language": "en"}},
        {"voice_id": "v-own", "name": "Eve", "category": "professional", "is_owner": True, "labels": {}},
    ]
    eleven.answer = lambda received: (
        as_json({"voices": [*own, *VOICES], "has_more": False, "total_count": 7})
        if received.path.startswith("/v2/voices")
        else usual(received)
    )
    one = speaker()
    for number in range(6):
        who = directed(f"cast-{number}", gender=Gender.FEMININE)
        assert ask(one, who, tmp_path / str(number))[0].voice.partition(" (")[0] in ("Anna", "Berta")
    assert ask(speaker(voices={"narrator": "Ada"}), directed(), tmp_path / "named")[0].voice == "Ada (v-cloned)"
