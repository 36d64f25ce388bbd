"""What is planned is a bound: a film never asks more than it, whatever its scenes are like."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from films import BRIEF, WISHES, studio_in, uses
from openai_wire import KEY

from studio import Studio
from studio.agents.acceptance import faults, mended
from studio.graph.meeting import own_scenes
from studio.graph.pictures import ATTEMPTS
from studio.graph.review import REPAIR_ROUNDS
from studio.graph.screenplay import own_scene_seconds
from studio.intake import make_brief, only_named, resolve
from studio.production.rendition import Rendition
from studio.production.screenplay import AmbienceDraft, CueSheetDraft, EffectDraft
from studio.production.slices import sheet_size
from studio.production.tasks import MOST_AMBIENCES, MOST_EFFECTS, ScoreScene, most_shots
from studio.production.vocabulary import Ambience, Effect, Format, Mood, Quality
from studio.testing import BandedPictures, BarFootage
from studio.testing.thinking import sample_tasks
from studio.tools.video import VideoRequest


@dataclass(frozen=True)
class PricedBar(BarFootage):
    """Ten cents a clip."""

    name: str = "testing:priced"

    def most(self, _request: VideoRequest) -> Decimal:
        return Decimal("0.10")


@pytest.mark.usefixtures("small_films")
def test_each_shot_is_moved_once_whoever_painted_it(tmp_path: Path) -> None:
    with studio_in(tmp_path, video=PricedBar(most_frames=60)) as studio:
        (calls,) = [one for one in studio.estimate(BRIEF, **WISHES).calls if one.capability == "video"]
        film = studio.create(BRIEF, **WISHES)
        made = [use for use in uses(studio, film.project) if use.tool == "testing:priced"]
    shots = sum(map(len, film.production.shots.values()))
    assert shots <= len(made) <= calls.at_most
    assert calls.most == calls.at_most * Decimal("0.10")
    # A shot of five seconds in two pieces, each worded at most twice, and all of it once more after a repair.
    assert calls.at_most <= 4 * 2 * 2 * (1 + REPAIR_ROUNDS)


def test_every_short_scene_has_a_shot(tmp_path: Path) -> None:
    heading = "INT. ROOM {} - DAY\n\n"
    short = [heading.format(number) + "Go." for number in range(12)]
    long = heading.format(12) + " ".join(["The old clock strikes the hour once again for everybody."] * 6)
    text = "\n\n".join([*short, long])
    production = resolve(make_brief(text, {"form": "screenplay"}), only_named, from_file=False)
    allowed = sum(map(most_shots, own_scene_seconds(production, own_scenes(production))))
    with Studio(tmp_path, image=BandedPictures()) as studio:
        (pictures,) = [one for one in studio.estimate(text, form="screenplay").calls if one.capability == "image"]
    assert allowed > 13
    # Each of a shot's candidates may be worded twice, and all be painted again after a repair.
    assert pictures.at_most >= allowed * ATTEMPTS * 2 * (1 + REPAIR_ROUNDS)


def test_a_scene_has_no_more_sounds_than_were_planned() -> None:
    (task,) = [one for one in sample_tasks() if isinstance(one, ScoreScene)]
    loud = CueSheetDraft(
        mood=Mood.CALM,
        ambiences=(AmbienceDraft(sound=Ambience.SEA),) * 5,
        effects=(EffectDraft(sound=Effect.BELL, moment=0.5),) * 40,
    )
    assert faults(task, loud) == ("A scene has at most 2 ambiences and 2 effects; yours has 5 and 40.",)
    quiet = mended(task, loud)
    assert isinstance(quiet, CueSheetDraft)
    assert (len(quiet.ambiences), len(quiet.effects)) == (MOST_AMBIENCES, MOST_EFFECTS)
    assert faults(task, quiet) == ()


@pytest.mark.usefixtures("small_films")
def test_a_craft_can_do_without_everybody_s_video_tool(tmp_path: Path) -> None:
    (tmp_path / "studio.toml").write_text('[agents.Ines]\nvideo = "none"\n', encoding="utf-8")
    with studio_in(tmp_path, video=BarFootage()) as studio:
        film = studio.create(BRIEF, **WISHES)
    chosen = {picture.chosen for picture in film.production.pictures.values()}
    assert 0 in chosen
    # The first artist's pictures stand still, whoever else's move.
    moved = {film.production.pictures[shot].chosen for shot in film.production.clips}
    assert 0 not in moved


def test_a_folder_in_one_s_home_is_one_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "studio.toml").write_text("[budget]\ndollars = 1.5\n", encoding="utf-8")
    for named in ("argument", "environment"):
        if named == "environment":
            monkeypatch.setenv("STUDIO_WORKSPACE", "~/films")
        with Studio("~/films" if named == "argument" else None) as studio:
            assert studio.choice().budget == Decimal("1.5")
            studio.begin(BRIEF)
            assert studio.folder == studio.workspace.folder == tmp_path / "films"


def test_what_a_critic_is_shown_is_in_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def most(text: str) -> Decimal:
        (tmp_path / "studio.toml").write_text(text, encoding="utf-8")
        with Studio(tmp_path, preset="openai", image=BandedPictures()) as studio:
            (calls,) = [one for one in studio.estimate(BRIEF).calls if one.capability == "language"]
        assert calls.most is not None
        return calls.most

    assert most("") > most("[providers.openai]\nsees = false\n")


@pytest.mark.parametrize("quality", list(Quality))
@pytest.mark.parametrize("shape", list(Format))
def test_sheets_are_upright_and_never_tiny_or_huge(quality: Quality, shape: Format) -> None:
    width, height = sheet_size(Rendition(format=shape, quality=quality))
    assert (width % 16, height % 16) == (0, 0)
    assert 500 < height <= 1152
    assert 0.6 < width / height <= 2 / 3
