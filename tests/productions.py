"""Productions for tests of the pure parts: small ones by hand, and hypothesis strategies for any."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from hypothesis import strategies as st

from studio.production.assets import Asset
from studio.production.document import Production, ResolvedBrief, Scene, Shot, adopt_screenplay, adopt_treatment
from studio.production.identity import child_id
from studio.production.made import Take
from studio.production.rendition import Rendition
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.treatment import Appearance, CharacterDraft, TreatmentDraft
from studio.production.vocabulary import (
    CameraMove,
    Framing,
    Kind,
    Mood,
    Quality,
    Setting,
    Species,
    StoryShape,
    TextForm,
    TimeOfDay,
    TransitionKind,
)
from studio.storage.history import History
from studio.storage.tables import ProjectRow

TREATMENT = TreatmentDraft(
    title="Two friends",
    logline="A keeper befriends a fox.",
    shape=StoryShape.FABLE,
    cast=(
        CharacterDraft(name="Keeper", appearance=Appearance(species=Species.PERSON)),
        CharacterDraft(name="Fox", appearance=Appearance(species=Species.FOX)),
    ),
)


def asset(name: str, media_type: str = "audio/wav") -> Asset:
    """An asset that stands for the bytes of ``name``."""
    return Asset(hash=hashlib.sha256(name.encode()).hexdigest(), media_type=media_type)


def brief(seconds: float = 40.0) -> ResolvedBrief:
    """A resolved brief of an asked length."""
    return ResolvedBrief(
        text="A keeper befriends a fox", form=TextForm.BRIEF, kind=Kind.STORY, language="en", seconds=seconds
    )


def scene_of(*texts: str, mood: Mood = Mood.CALM, setting: Setting = Setting.COAST) -> SceneDraft:
    """A scene in which the fox says the second line and the narrator the others."""
    lines = tuple(LineDraft(speaker="Fox" if number == 1 else "", text=text) for number, text in enumerate(texts))
    return SceneDraft(setting=setting, time_of_day=TimeOfDay.DAY, mood=mood, characters=("Keeper", "Fox"), lines=lines)


def production_of(*scenes: SceneDraft, seconds: Sequence[float] = (), seed: int = 0, asked: float = 40.0) -> Production:
    """A production with a treatment and a screenplay of ``scenes``."""
    blank = Production(seed=seed, brief=brief(asked), rendition=Rendition(quality=Quality.DRAFT))
    treated = adopt_treatment(blank, TREATMENT, "Director")
    draft = ScreenplayDraft(title="Two friends", scenes=scenes)
    return adopt_screenplay(treated, draft, tuple(seconds) or (6.0,) * len(scenes), "Writer")


def begin(history: History, title: str) -> ProjectRow:
    """A new project of that title, with one scene written."""
    return history.begin(title, production_of(scene_of("One.")), author="person", reason="The brief.")


def shots_of(scene: Scene, shares: Sequence[float]) -> tuple[Shot, ...]:
    """One shot for each share, with both friends in it."""
    return tuple(
        Shot(
            id=child_id(scene.id, "shot", number),
            author="Director",
            framing=Framing.WIDE,
            move=CameraMove.PUSH_IN,
            description="",
            characters=scene.characters,
            share=share,
        )
        for number, share in enumerate(shares)
    )


def take(samples: int, name: str = "take") -> Take:
    """A take of that length."""
    return Take(audio=asset(f"{name}/{samples}"), samples=samples)


_seconds = st.floats(min_value=3.0, max_value=20.0, allow_nan=False)
_scenes = st.lists(
    st.tuples(
        _seconds,
        st.lists(st.integers(min_value=4_800, max_value=8 * 48_000), max_size=4),
        st.lists(st.floats(min_value=0.1, max_value=3.0, allow_nan=False), min_size=1, max_size=5),
        st.sampled_from(TransitionKind),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def timed_productions(draw: st.DrawFn) -> Production:
    """Productions with shots and takes of any lengths: all that a timeline needs."""
    plan = draw(_scenes)
    asked = draw(st.floats(min_value=5.0, max_value=600.0, allow_nan=False))
    rate = draw(st.sampled_from([(24, 1), (25, 1), (30, 1), (24_000, 1_001)]))
    drafts = [scene_of(*(f"Line {number}." for number in range(len(takes)))) for _, takes, _, _ in plan]
    made = production_of(*drafts, seconds=[seconds for seconds, _, _, _ in plan], asked=asked)
    scenes = tuple(
        scene.model_copy(update={"enters": kind}) for scene, (_, _, _, kind) in zip(made.scenes, plan, strict=True)
    )
    shots = {scene.id: shots_of(scene, shares) for scene, (_, _, shares, _) in zip(scenes, plan, strict=True)}
    takes = {
        line.id: take(samples)
        for scene, (_, lengths, _, _) in zip(scenes, plan, strict=True)
        for line, samples in zip(scene.lines, lengths, strict=True)
    }
    rendition = made.rendition.model_copy(update={"rate": rate})
    return made.revised(scenes=scenes, shots=shots, takes=takes, rendition=rendition)
