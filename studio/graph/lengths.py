"""How long the scenes of a written screenplay are: their budgets, shifted to where the words are.

The film keeps its length. A scene with more words than its budget holds borrows from scenes that have room, and a scene
that neither says nor shows anything new is joined to the one before it.
"""

from __future__ import annotations

from studio.production.screenplay import SceneDraft, ScreenplayDraft
from studio.production.tasks import SceneBudget
from studio.production.timeline import around_scenes, scene_overhead

SAFETY = 0.9
"""The share of a scene's speakable time that is given to the writer: a voice may be slower than expected."""

FEWEST_SCENES = 2
_LEAST_KEPT = 0.5
"""The share of its budget below which a scene lends nothing."""


def budget(seconds: float) -> SceneBudget:
    """A scene of ``seconds``, most of which may be spoken."""
    spoken = max(0.0, (seconds - scene_overhead(2)) * SAFETY)
    return SceneBudget(seconds=round(seconds, 2), spoken_seconds=round(spoken, 2))


def joined(
    draft: ScreenplayDraft, budgets: tuple[SceneBudget, ...], film_seconds: float
) -> tuple[ScreenplayDraft, tuple[SceneBudget, ...]]:
    """``draft`` without scenes that only go on, and budgets for those that are left, for a film of ``film_seconds``."""
    scenes: list[SceneDraft] = []
    seconds: list[float] = []
    left = len(draft.scenes)
    for scene, length in zip(draft.scenes, budgets, strict=True):
        if scenes and left > FEWEST_SCENES and not scene.lines and scene.action == scenes[-1].action:
            seconds[-1] += length.seconds
            left -= 1
        else:
            scenes.append(scene)
            seconds.append(length.seconds)
    if left == len(draft.scenes):
        return draft, budgets
    scale = (film_seconds - around_scenes(left, film_seconds)) / sum(seconds)
    return draft.model_copy(update={"scenes": tuple(scenes)}), tuple(budget(length * scale) for length in seconds)


def fitted(
    budgets: tuple[SceneBudget, ...], spoken: tuple[float, ...], lines: tuple[int, ...]
) -> tuple[SceneBudget, ...]:
    """``budgets`` for scenes whose words take ``spoken`` seconds in so many ``lines``: those that are too short take
    what others can spare."""
    needed = [
        words / SAFETY + scene_overhead(max(2, count)) if words else 0.0
        for words, count in zip(spoken, lines, strict=True)
    ]
    lacking = [max(0.0, need - length.seconds) for need, length in zip(needed, budgets, strict=True)]
    spare = [
        max(0.0, length.seconds - max(need, _LEAST_KEPT * length.seconds))
        for need, length in zip(needed, budgets, strict=True)
    ]
    lent = min(sum(lacking), sum(spare))
    if not lent:
        return budgets
    return tuple(
        budget(length.seconds + lent * (lack / sum(lacking) - (room / sum(spare))))
        for length, lack, room in zip(budgets, lacking, spare, strict=True)
    )
