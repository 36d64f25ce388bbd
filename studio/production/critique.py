"""A judgement of a piece of work: scores with their evidence, and what to do about them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.canonical import Document

Score = Annotated[float, Field(ge=0, le=1)]
ACCEPTED = 0.7
"""The overall score from which work is accepted."""


class CriterionScore(Document):
    """A score 0..1 and the measurement or observation that it rests on."""

    criterion: str
    score: Score
    evidence: str = ""


class Suggestion(Document):
    """What to change. ``target`` is named as the critic was shown it ("scene 2", "shot 1"); empty means the whole."""

    target: str = ""
    advice: str


class CritiqueDraft(Document):
    """What the critic answers."""

    scores: tuple[CriterionScore, ...]
    strengths: tuple[str, ...] = ()
    areas_for_improvement: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    alignment: Score
    overall: Score

    def score(self, criterion: str) -> float:
        """The score of ``criterion``; KeyError names those that there are."""
        for entry in self.scores:
            if entry.criterion == criterion:
                return entry.score
        raise KeyError(f"{criterion!r} is not among {[entry.criterion for entry in self.scores]}")
