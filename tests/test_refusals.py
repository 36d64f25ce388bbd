"""What a provider refuses goes back to whoever worded it, once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from studio.agents import Writer
from studio.errors import ContentRefused
from studio.production.tasks import AgentProfile, BriefFacts, PitchDraft
from studio.production.vocabulary import AgentRole, Kind, Mood, StoryShape, Temperament

MARA = AgentProfile(name="Mara", role=AgentRole.WRITER, temperament=Temperament.TRADITIONAL)
FACTS = BriefFacts(text="A fox", kind=Kind.STORY, language="en", seconds=20)
ANSWER = PitchDraft(concept="A quiet night.", shape=StoryShape.FABLE, mood=Mood.CALM)


class Squeamish:
    """Refuses the first ``refusals`` wordings."""

    def __init__(self, refusals: int) -> None:
        self.prompts: list[str] = []
        self._refusals = refusals

    async def think(self, _task: Any, *, prompt: str, **_: Any) -> Any:
        self.prompts.append(prompt)
        if len(self.prompts) <= self._refusals:
            raise ContentRefused("The provider refuses this.", provider="acme")
        return ANSWER


def test_a_refused_task_is_asked_in_other_words() -> None:
    thinking = Squeamish(1)
    assert asyncio.run(Writer(MARA, thinking).pitch(FACTS, 1)) == ANSWER
    first, second = thinking.prompts
    assert "refused" in second
    assert "refused" not in first


def test_what_is_refused_twice_is_an_error() -> None:
    thinking = Squeamish(2)
    with pytest.raises(ContentRefused):
        asyncio.run(Writer(MARA, thinking).pitch(FACTS, 1))
    assert len(thinking.prompts) == 2
