"""The language of every brief that people wrote for the tests, from two words to two pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.agents.manuscript import detect_language

BRIEFS: list[dict[str, str]] = [
    brief
    for file in sorted((Path(__file__).parent / "briefs").glob("*.json"))
    for brief in json.loads(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("brief", BRIEFS, ids=[brief["id"] for brief in BRIEFS])
def test_a_brief_is_in_the_language_that_it_is_written_in(brief: dict[str, str]) -> None:
    assert detect_language(brief["text"]).split("-")[0] == brief["language"].split("-")[0]
