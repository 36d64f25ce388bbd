"""Servers on this machine: whoever asks what there is is told which of them are not running."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from pathlib import Path

import pytest

from studio import Studio
from studio.cli import main
from studio.cli.listening import not_running
from studio.testing.wire import Sent, WireServer
from studio.tools.providers import Configuration
from studio.tools.tool import Capability


def cli(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["studio", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_a_server_on_this_machine_that_does_not_run_is_told_with_how_to_start_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    asked: list[object] = []
    usual = asyncio.open_connection

    async def noted(host: str, port: int) -> object:
        asked.append(host)
        return await usual(host, port)

    monkeypatch.setattr("asyncio.open_connection", noted)
    with WireServer(lambda _: Sent()) as running:
        (tmp_path / "studio.toml").write_text(
            f"""
            [tools]
            language = "ollama:qwen"
            image = "box:painter"
            [providers.ollama]
            base_url = "http://localhost:{port}/v1"
            [providers.lmstudio]
            base_url = "{running.url.replace("127.0.0.1", "localhost")}/v1"
            [providers.box]
            base_url = "{running.url}/v1"
            [providers.shut]
            base_url = "http://127.0.0.1:{port}/v1"
            [providers.far]
            base_url = "http://box.example:{port}/v1"
            """,
            encoding="utf-8",
        )
        assert cli(monkeypatch, "tools", "--json", "-w", str(tmp_path)) == 0
        told = {one["tool"]: one for one in map(json.loads, capsys.readouterr().out.splitlines())}
        assert cli(monkeypatch, "doctor", "-w", str(tmp_path)) == 1
        findings = capsys.readouterr().out.splitlines()
        # Nothing was asked of it, and Python asks nothing at all.
        asked_by_commands = len(asked)
        with Studio(tmp_path) as studio:
            assert studio.tools()["language"] == "ollama:qwen"
        assert len(asked) == asked_by_commands
        assert running.received == []
    missing = f"not running at http://localhost:{port}/v1. Start it: ollama serve"
    assert told["ollama:gpt-oss:20b"]["missing"] == missing
    assert told["shut:MODEL"]["missing"] == f"not running at http://127.0.0.1:{port}/v1. Start the server there."
    assert [told[one]["ready"] for one in ("ollama:gpt-oss:20b", "lmstudio:MODEL", "box:MODEL", "shut:MODEL")] == [
        *(False, True, True, False)
    ]
    assert f"NO  language: ollama:qwen is {missing}" in findings
    assert "ok  image: box:painter" in findings
    # Nobody elsewhere was asked, nor their names looked up.
    assert told["far:MODEL"]["ready"]
    assert set(asked) == {"127.0.0.1", "::1"}


def test_who_does_not_answer_the_knock_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(*_: object) -> None:
        await asyncio.sleep(3_600)

    monkeypatch.setattr("asyncio.open_connection", endless)
    begun = time.monotonic()
    assert ("vllm", Capability.LANGUAGE) in not_running(Configuration())
    assert time.monotonic() - begun < 2
