"""The state machine on a small real film: what is made, shown, heard, asked and stored."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import pytest
from films import WISHES, film_bytes, studio_in
from stages import Stage

from studio import FilmResult, Studio
from studio.errors import UnsupportedLanguage
from studio.graph import sound
from studio.graph.graph import film_graph
from studio.production.tasks import TASKS
from studio.production.timeline import lay_out
from studio.testing import FolderBench, ScriptedTool
from studio.tools.film.measure_film import MeasureFilmTool
from studio.tools.film.requests import FilmMeasureRequest
from studio.tools.film.text.srt_vtt import srt
from studio.tools.tool import Capability

pytestmark = pytest.mark.usefixtures("small_films")


def test_a_brief_becomes_a_film(film: FilmResult) -> None:
    import av

    with av.open(str(film.path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (len(container.streams.video), len(container.streams.audio)) == (1, 1)
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.codec_context.width, video.codec_context.height) == film.production.rendition.size
        assert video.average_rate == Fraction(24)
        assert (audio.codec_context.name, audio.codec_context.sample_rate, audio.codec_context.channels) == (
            "aac",
            48_000,
            2,
        )
        times = [frame.pts * frame.time_base for frame in container.decode(video)]
    assert times == [Fraction(number, 24) for number in range(len(times))]
    assert film.production.film is not None
    assert len(times) == film.production.film.frames == lay_out(film.production).frames
    assert abs(film.seconds - WISHES["length"]) <= WISHES["length"] * 0.1
    content = film_bytes(film)
    assert content.index(b"moov") < content.index(b"mdat")
    assert len(film.scenes) == WISHES["scenes"]
    assert film.poster.read_bytes().startswith(b"\x89PNG")
    assert {critique.subject for critique in film.critiques} >= {"screenplay", "film"}


def test_the_film_is_neither_black_nor_frozen_nor_silent_and_loud_enough(film: FilmResult, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    request = FilmMeasureRequest(film=bench.add(film_bytes(film), "video/mp4"))
    measured = asyncio.run(MeasureFilmTool()(request, bench))
    assert (measured.black, measured.frozen) == ((), ())
    assert measured.longest_silence < 1.0
    assert measured.loudness == pytest.approx(-16, abs=1)
    assert measured.true_peak is not None
    assert measured.true_peak <= -1.5
    assert measured.clipped == 0


def test_captions_are_shown_when_the_words_are_heard(film: FilmResult) -> None:
    production = film.production
    timeline = lay_out(production)
    shown = film.captions[0].read_text(encoding="utf-8").strip().split("\n\n")
    spans = [block.split("\n")[1].split(" --> ") for block in shown]
    words = " ".join(" ".join(block.split("\n")[2:]) for block in shown)
    assert words == " ".join(line.text for line in film.lines)
    for timed in timeline.scenes:
        for line in timed.lines:
            start = production.rendition.seconds(timed.start + line.start)
            end = start + production.takes[line.line].samples / 48_000
            own = [(_seconds(first), _seconds(last)) for first, last in spans if abs(_seconds(first) - start) < 0.002]
            assert len(own) == 1
            assert max(_seconds(last) for _, last in spans if _seconds(last) >= end) >= end
    assert srt([], Fraction(24)) == ""


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_a_language_that_the_voice_cannot_read_is_shown_and_said(tmp_path: Path, film: FilmResult) -> None:
    lines = film.scenes[0].lines
    refusal = UnsupportedLanguage("testing:scripted does not read Klingon.")
    with ScriptedTool(Capability.VOICE, [refusal] * len(lines)) as voice:
        stage = Stage(tmp_path, voice=voice)
        blank = film.production.revised(takes={}, slices={})
        patch = asyncio.run(sound.speak(stage.context, blank, film.scenes[0]))
    assert [take.audio for take in patch.takes.values()] == [None] * len(lines)
    refused = patch.applied_to(blank)
    assert refused.degraded == ("No voice: testing:scripted does not read Klingon.",)
    # Once the lines are spoken after all, nothing is left to say.
    stage = Stage(tmp_path)
    patch = asyncio.run(sound.speak(stage.context, refused.revised(slices={}), film.scenes[0]))
    assert patch.applied_to(refused).degraded == ()


def test_every_task_is_asked_in_a_film_of_a_brief(finished: Path) -> None:
    with studio_in(finished) as studio:
        asked = {message.task for message in studio.workspace.ledger.messages(1)}
    own_text, weak_drafts, other_tools = (
        {"StageOwnText"},
        {"ReviseScreenplay"},
        {"DescribeCharacter", "DescribeMotion"},
    )
    assert {task.name() for task in TASKS} - asked <= own_text | weak_drafts | other_tools


def test_everybody_judges_everybody_else_s_pitch(finished: Path) -> None:
    with studio_in(finished) as studio:
        messages = studio.workspace.ledger.messages(1)
    pitched = [message.agent for message in messages if message.task == "Pitch"]
    judged = [message.agent for message in messages if message.task == "JudgePitches"]
    assert len(set(pitched)) == 7
    assert sorted(pitched) == sorted(judged)


def test_the_graph_can_be_drawn() -> None:
    drawn = film_graph().get_graph()
    assert {"treatment", "screenplay", "scene", "card", "join", "assemble", "review"} <= set(drawn.nodes)


def test_a_studio_forgets_nothing_between_processes(finished: Path) -> None:
    with Studio(finished) as studio:
        assert [row.name for row in studio.workspace.history.projects()] == ["a-lighthouse-keeper-befriends-a-storm"]
