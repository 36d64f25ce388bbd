"""The two cards: the title before the first scene and the closing words after the last.

A card is a picture of the first or the last scene's place, without its figures, with lettering over it.
"""

from __future__ import annotations

import asyncio
import tomllib
from functools import cache
from pathlib import Path

from studio.graph.context import RunContext, slice_if_stale
from studio.graph.pictures import paint
from studio.graph.scene import MOVE_STRENGTH, encode
from studio.graph.sound import compose
from studio.producer.notices import hearing
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene, Shot
from studio.production.patch import Patch, merged
from studio.production.slices import cue_slice, picture_slice
from studio.production.timeline import END, TITLE, card_seconds, transition_frames
from studio.production.vocabulary import CameraMove, Framing, Kind, ReferenceUse, TransitionKind
from studio.tools.film.requests import Lettering, ShotView
from studio.tools.film.text.fonts import cover, missing_font_notice

_CARD_INTENSITY = 0.3
_BEFORE_WORDS = 0.1
"""The share of a card's time in which the place is seen before the words appear."""
_MOVES = {TITLE: CameraMove.PUSH_IN, END: CameraMove.PULL_OUT}


async def make_card(context: RunContext, production: Production, card: str) -> Patch:
    """The picture, the music and the segment of a card."""
    treatment = production.treatment
    if treatment is None or not production.scenes:
        return Patch()
    notice = lettering_notice(production, card)
    if notice:
        context.producer.degrade(notice)
    frames = card_frames(production, card)
    cue = cue_slice(production, card, treatment.music.mood, _CARD_INTENSITY, "", frames)
    seen, music = await asyncio.gather(
        _seen(context, production, card, notice), compose(context, production, card, cue)
    )
    return merged([seen, music])


async def _seen(context: RunContext, production: Production, card: str, notice: str) -> Patch:
    """The picture and the segment of a card; ``notice`` is what is to be said of its lettering."""
    needs = picture_slice(production, scene_of(production, card), card_shot(production, card))
    part = f"picture/{card}"
    stale = slice_if_stale(production, part, needs)
    patch = Patch()
    if stale is not None:
        with hearing() as heard:
            picture, critiques = await paint(context, needs, subject=card, scene=card)
        patch = Patch(pictures={card: picture}, slices={part: stale}, notices={part: tuple(heard)}, critiques=critiques)
    view, first, last = card_view(patch.applied_to(production), card)
    segment = await encode(context, production, card, view, first, last, card)
    told: dict[str, tuple[str, ...]] = {part: (notice,) for part in segment.slices if notice}
    return merged([patch, segment, Patch(notices=told)])


def scene_of(production: Production, card: str) -> Scene:
    """The scene whose place a card shows, without figures and words."""
    scene = production.scenes[0 if card == TITLE else -1]
    return scene.model_copy(update={"characters": (), "lines": (), "action": ""})


def card_shot(production: Production, card: str) -> Shot:
    """A card as a shot; the last card of an advertisement shows the product."""
    return Shot(
        id=card,
        author="director",
        framing=Framing.WIDE,
        move=_MOVES[card],
        description="",
        characters=(),
        share=1.0,
        shows_product=card == END and production.brief.kind is Kind.AD,
    )


def card_frames(production: Production, card: str) -> int:
    """How many frames a card stands, lent ones included."""
    return production.rendition.frames(card_seconds(card, production.brief.seconds))


def card_view(production: Production, card: str) -> tuple[ShotView, int, int]:
    """A card as the camera sees it, with the first and last frame of its body."""
    frames = card_frames(production, card)
    lent = production.rendition
    entering = production.scenes[0].enters
    head = 0 if card == TITLE else transition_frames(TransitionKind.DISSOLVE, lent)
    tail = transition_frames(entering, lent) if card == TITLE else 0
    picture = production.pictures[card]
    view = ShotView(
        picture=picture.picture,
        layers=picture.layers,
        move=_MOVES[card],
        strength=MOVE_STRENGTH,
        frames=frames,
        seed=derive_seed(production.seed, "camera", card),
        lettering=lettering(production, card, frames),
    )
    return view, head, frames - tail


def lettering(production: Production, card: str, frames: int) -> Lettering | None:
    """The words of a card; None where no font shows them."""
    if lettering_notice(production, card):
        return None
    title, subtitle, footnote = card_words(production, card)
    logo = next((one.asset for one in production.brief.references if one.use is ReferenceUse.LOGO), None)
    return Lettering(
        title=title,
        subtitle=subtitle,
        footnote=footnote,
        language=production.brief.language,
        logo=logo,
        start=round(frames * _BEFORE_WORDS),
        end=frames,
    )


def lettering_notice(production: Production, card: str) -> str:
    """Why the words of a card cannot be shown; empty where they can."""
    text = " ".join(card_words(production, card))
    language = production.brief.language
    return "" if cover(text, language, display=True) is not None else missing_font_notice(text, language)


def card_words(production: Production, card: str) -> tuple[str, str, str]:
    """Title, subtitle and footnote of a card. Words of our own are written in the film's language, or not at all."""
    words = _words().get(production.brief.language.split("-", maxsplit=1)[0], {})
    disclosure = words.get("disclosure", "")
    if card == TITLE:
        return production.title, "", ""
    if production.brief.kind is Kind.AD:
        return production.title, "", disclosure
    return words.get("end", production.title), "", disclosure


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("cards.toml").read_text(encoding="utf-8"))
