"""Reference pictures: what a film does not show of them is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from films import BRIEF, WISHES, studio_in

from studio import Event, FilmResult, Reference
from studio.errors import Degradation
from studio.graph.references import unshown
from studio.producer.events import Degraded, StageFinished
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.document import Production
from studio.production.vocabulary import Kind, ReferenceUse

pytestmark = pytest.mark.usefixtures("small_films")

FIRST, SECOND = (Asset(hash=digit * 64, media_type="image/png") for digit in "12")


def _with(production: Production, *references: ReferencePicture, kind: Kind = Kind.STORY) -> Production:
    return production.revised(brief=production.brief.model_copy(update={"references": references, "kind": kind}))


def test_what_is_shown_is_not_spoken_of(film: FilmResult) -> None:
    production = film.production
    assert production.treatment is not None
    name = next(
        production.character(member).name
        for shots in production.shots.values()
        for shot in shots
        for member in shot.characters
    )
    shown = [
        ReferencePicture(use=ReferenceUse.PALETTE, asset=FIRST),
        ReferencePicture(use=ReferenceUse.LOGO, asset=FIRST),
        ReferencePicture(use=ReferenceUse.CHARACTER, asset=FIRST),
        ReferencePicture(use=ReferenceUse.CHARACTER, asset=SECOND, figure=name),
    ]
    assert unshown(_with(production, *shown)) == ()
    product = ReferencePicture(use=ReferenceUse.PRODUCT, asset=FIRST)
    assert unshown(_with(production, product, kind=Kind.AD)) == ()


def test_what_is_not_shown_is_said_with_the_reason(film: FilmResult) -> None:
    production = film.production
    assert production.treatment is not None
    cast = [member.name for member in production.treatment.cast]
    nobody = production.revised(
        shots={
            scene: tuple(shot.model_copy(update={"characters": ()}) for shot in shots)
            for scene, shots in production.shots.items()
        }
    )
    hidden = [
        ReferencePicture(use=ReferenceUse.LOGO, asset=FIRST),
        ReferencePicture(use=ReferenceUse.LOGO, asset=SECOND),
        ReferencePicture(use=ReferenceUse.PRODUCT, asset=FIRST),
        ReferencePicture(use=ReferenceUse.CHARACTER, asset=FIRST, figure=cast[0]),
        ReferencePicture(use=ReferenceUse.CHARACTER, asset=FIRST, figure="Zorblax"),
    ]
    assert unshown(_with(nobody, *hidden)) == (
        "The reference picture of the logo is not shown: the title has room for one, where its words can be shown.",
        "The reference picture of the product is not shown: no shot shows a product.",
        f"The reference picture of the character {cast[0]} is not shown: that figure is in no shot.",
        f"The reference picture of the character Zorblax is not shown: the cast is {', '.join(cast)}.",
    )


def test_a_film_says_which_references_it_does_not_show_and_strict_says_so_first(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (60, 60), "red").save(tmp_path / "given.png")
    references = (
        Reference(use=ReferenceUse.CHARACTER, path=tmp_path / "given.png", figure="Zorblax"),
        Reference(use=ReferenceUse.PRODUCT, path=tmp_path / "given.png"),
    )
    events: list[Event] = []
    with studio_in(tmp_path / "work") as studio:
        told = studio.create(BRIEF, **WISHES, references=references, on_event=events.append)
    assert len(told.degraded) == 2
    assert {event.notice for event in events if isinstance(event, Degraded)} == set(told.degraded)
    events.clear()
    with studio_in(tmp_path / "work", strict=True) as studio, pytest.raises(Degradation, match="Zorblax is not shown"):
        studio.create(BRIEF, **WISHES, references=references, on_event=events.append)
    assert not [event for event in events if isinstance(event, StageFinished)]
