"""The offline critic: every score is a function of named measurements, and says which.

A criterion's findings carry the evidence and the advice; the overall score is their mean, and never more than
``SLACK`` above the worst. Knows nothing of how the work was made; it sees no pictures, only what was measured of them.
"""

from __future__ import annotations

import random as randomness
import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio.production.critique import ACCEPTED, CriterionScore, CritiqueDraft, Suggestion
from studio.production.screenplay import SceneDraft
from studio.production.tasks import (
    CritiqueFilm,
    CritiquePicture,
    CritiqueScreenplay,
    FilmEvidence,
    PictureEvidence,
    SceneMeasurements,
)
from studio.production.vocabulary import Kind, Mood, Setting, TimeOfDay, Weather
from studio.tools.offline.rules.judging import kept_words

SLACK = 0.25
"""How far the overall score may be above the worst criterion's."""

SPOKEN_SHARE = (0.2, 0.55, 1.0, 1.3)
"""Spoken seconds over budget: broken up to the first and from the last on, right between the middle two."""
REPEATED_RIGHT, REPEATED_BROKEN = 0.1, 0.6
"""Shares of a scene's narration that stand word for word in an earlier scene."""
KEPT_RIGHT = 0.3
"""The share of the brief's telling words that is enough for the film to be about the brief."""
LONGEST_NAME = 40
"""Characters; what is longer describes a product and need not be said word for word."""

BRIGHTNESS = {
    TimeOfDay.DAWN: (0.24, 0.72),
    TimeOfDay.DAY: (0.34, 0.76),
    TimeOfDay.DUSK: (0.18, 0.64),
    TimeOfDay.NIGHT: (0.07, 0.46),
}
"""Windows of mean luma 0..1 that read as the hour."""
WEATHER_SHIFT = {
    Weather.CLEAR: (0.0, 0.0),
    Weather.CLOUDY: (-0.04, 0.0),
    Weather.RAIN: (-0.1, 0.0),
    Weather.STORM: (-0.16, 0.0),
    Weather.SNOW: (0.0, 0.1),
    Weather.FOG: (-0.04, 0.1),
}
"""How weather moves the lower and the upper end of the window."""
INDOOR_SHIFT = (-0.14, 0.0)
SPACE_WINDOW = (0.03, 0.45)
BRIGHTNESS_FALL = 0.16
"""How far outside the window a picture has lost all of its score."""
EDGE_OF_WINDOW = 0.8
"""The score at the window's edges; its middle half scores 1."""
CONTRAST_BROKEN, CONTRAST_FULL = 0.02, 0.4
"""The range of luma 0..1 that nine tenths of the picture lie in."""
SOFT_CONTRAST_FULL = 0.25
"""The same in fog and snow."""
DETAIL_BROKEN, DETAIL_FULL = 0.05, 0.4
LEGIBILITY_BROKEN, LEGIBILITY_FULL = 0.0, 0.5
DRIFT_FULL, DRIFT_BROKEN = 0.1, 0.9
COPY_SCORE = 0.3

LENGTH_RIGHT, LENGTH_BROKEN = 0.1, 0.3
"""Deviation from the asked length, relative to it."""
PICTURE_LOSS_BROKEN = 1.0
"""Seconds of black or frozen picture, not asked for, that break a film; none is right."""
SILENCE_RIGHT, SILENCE_BROKEN = 3.0, 10.0
LOUDNESS, LOUDNESS_RIGHT, LOUDNESS_BROKEN = -16.0, 1.0, 6.0
PEAK_RIGHT, PEAK_BROKEN = -1.5, 0.5
CLIPPED_BROKEN = 1e-4
READING_RIGHT, READING_BROKEN = 20.0, 32.0
DUPLICATES_BROKEN = 4
"""Pairs of shots that look alike."""

RESTAGE = "change place, light, weather or mood"
RESOLVE = "resolve it: end calm, tender or hopeful"
MOVE = "let the feeling change"
PRESS = "make it harder before the end: tense or melancholy"
HAPPEN = "let something happen"
ENTITLE = "give it a title"
SHOW = "show "
NAME = "name "
KEEP_TO_BRIEF = "keep to the brief: use its own subject and words"
"""What the critic of a screenplay advises besides other words; the reviser acts on each."""

_UNRESOLVED = frozenset({Mood.TENSE})
_PRESSURE = frozenset({Mood.TENSE, Mood.MELANCHOLY, Mood.MYSTERIOUS, Mood.EPIC})


@dataclass(frozen=True)
class Finding:
    """One criterion's score 0..1, what it rests on, and what to do about it as (target, advice)."""

    criterion: str
    score: float
    evidence: str
    advice: tuple[tuple[str, str], ...] = ()


def critique_screenplay(task: CritiqueScreenplay, random: randomness.Random) -> CritiqueDraft:
    """Pacing, variety, structure and alignment of a screenplay."""
    del random  # measurements decide everything
    scenes, measured = task.screenplay.scenes, task.measurements
    findings = (pacing(measured), variety(scenes, measured), structure(task), alignment(task))
    return _critique(findings, alignment=findings[3].score)


def critique_picture(task: CritiquePicture, random: randomness.Random) -> CritiqueDraft:
    """Exposure, contrast, legibility and palette of a picture, and identity where it was measured."""
    del random
    found = task.measurements
    findings: tuple[Finding, ...] = (
        exposure(task.scene, found.brightness),
        contrast(task.scene, found),
        legibility(found.legibility if task.shot.characters or task.shot.shows_product else None),
        palette(found.palette_drift),
    )
    if found.identity is not None:
        findings += (identity(found.identity, copied=found.copied),)
    return _critique(findings, alignment=(findings[0].score + findings[3].score) / 2)


def critique_film(task: CritiqueFilm, random: randomness.Random) -> CritiqueDraft:
    """Pacing, picture, sound, readability and variety of the film."""
    del random
    found = task.measurements
    findings = (
        film_length(found),
        film_picture(found),
        film_sound(found),
        readability(found.reading_speed),
        film_variety(found.duplicate_shots),
    )
    return _critique(findings, alignment=findings[0].score)


def pacing(measured: Sequence[SceneMeasurements]) -> Finding:
    """How well each scene's words fit its time; the worst scene counts as much as the mean of all."""
    scores, advice = [], []
    low, full, most, broken = SPOKEN_SHARE
    for number, scene in enumerate(measured, start=1):
        spoken, budget = scene.spoken_seconds, scene.budget_seconds
        share = spoken / budget if budget > 0 else full
        scores.append(min(ramp(share, low, full), ramp(share, broken, most)))
        if share > most:
            advice.append((f"scene {number}", f"say less: {spoken:.1f} s of words in a {budget:.1f} s scene"))
        elif share < full:
            advice.append(
                (
                    f"scene {number}",
                    f"say more: {spoken:.1f} s of words where {full * budget:.1f} to {budget:.1f} s fit",
                )
            )
    if not scores:
        return Finding("pacing", 0.0, "there are no scenes", (("", "write at least one scene"),))
    score = (sum(scores) / len(scores) + min(scores)) / 2
    worst = scores.index(min(scores))
    spoken, budget = measured[worst].spoken_seconds, measured[worst].budget_seconds
    evidence = (
        f"worst is scene {worst + 1}: {spoken:.1f} s spoken of {budget:.1f} s; {len(advice)} of {len(scores)} off"
    )
    return Finding("pacing", score, evidence, tuple(advice))


def variety(scenes: Sequence[SceneDraft], measured: Sequence[SceneMeasurements]) -> Finding:
    """No narration said twice, and neighbouring scenes that differ in place, light, weather or mood."""
    repeated = max((scene.repeated_share for scene in measured), default=0.0)
    advice = [
        (f"scene {number}", f"say it in new words: {scene.repeated_share:.0%} of the narration was said before")
        for number, scene in enumerate(measured, start=1)
        if scene.repeated_share > REPEATED_RIGHT
    ]
    alike = [number for number in range(1, len(scenes)) if staging(scenes[number]) == staging(scenes[number - 1])]
    advice += [(f"scene {number + 1}", f"{RESTAGE}: it is staged like scene {number}") for number in alike]
    unlike = 1 - len(alike) / max(1, len(scenes) - 1)
    score = min(ramp(repeated, REPEATED_BROKEN, REPEATED_RIGHT), unlike)
    evidence = (
        f"{repeated:.0%} of a scene at most was said before; "
        f"{len(alike)} of {len(scenes)} scenes are staged like the one before"
    )
    return Finding("variety", score, evidence, tuple(advice))


def structure(task: CritiqueScreenplay) -> Finding:
    """The share of these that holds: a title, something to see in every scene, everyone in the cast seen, a change
    of feeling, pressure before the end (for a story of four scenes or more), an ending that is resolved."""
    scenes = task.screenplay.scenes
    if not scenes:
        return Finding("structure", 0.0, "there are no scenes", (("", "write at least one scene"),))
    seen = {name for scene in scenes for name in scene.characters}
    unseen = [character.name for character in task.treatment.cast if character.name not in seen]
    empty = [number for number, scene in enumerate(scenes, start=1) if not (scene.action or scene.lines)]
    last = f"scene {len(scenes)}"
    checks: list[tuple[bool, str, str, str]] = [
        (bool(task.screenplay.title.strip()), "no title", "", ENTITLE),
        (not empty, f"nothing happens in scenes {empty}", f"scene {empty[0]}" if empty else "", HAPPEN),
        (not unseen, f"never seen: {', '.join(unseen)}", "scene 1", f"{SHOW}{', '.join(unseen)}"),
        (
            scenes[-1].mood not in _UNRESOLVED,
            f"ends {scenes[-1].mood}",
            last,
            RESOLVE,
        ),
    ]
    if len(scenes) >= 3:
        checks.append((len({scene.mood for scene in scenes}) > 1, "one mood throughout", last, MOVE))
    if len(scenes) >= 4 and task.brief.kind is Kind.STORY:
        pressed = any(scene.mood in _PRESSURE for scene in scenes[:-1])
        turn = f"scene {max(2, round(len(scenes) * 0.6))}"
        checks.append((pressed, "nothing is ever at stake", turn, PRESS))
    failed = [check for check in checks if not check[0]]
    score = 1 - len(failed) / len(checks)
    evidence = "; ".join(check[1] for check in failed) or f"all of {len(checks)} signs of structure hold"
    return Finding("structure", score, evidence, tuple((check[2], check[3]) for check in failed))


def alignment(task: CritiqueScreenplay) -> Finding:
    """Whether the film is about the brief: its telling words are kept in title, logline, places and lines, and an
    advertised product is named."""
    screenplay, treatment = task.screenplay, task.treatment
    lines = [line.text for scene in screenplay.scenes for line in scene.lines]
    staged = [text for scene in screenplay.scenes for text in (scene.place, scene.action)]
    kept = kept_words(
        task.brief.text, " ".join((screenplay.title, treatment.title, treatment.logline, *lines, *staged))
    )
    score = min(1.0, kept / KEPT_RIGHT)
    evidence = f"{kept:.0%} of the brief's telling words are kept"
    advice = [("", KEEP_TO_BRIEF)] if score < ACCEPTED else []
    if treatment.product is not None and len(treatment.product.name) <= LONGEST_NAME:
        name = treatment.product.name
        named = name.casefold() in " ".join(lines).casefold()
        evidence += f"; {name} is {'named' if named else 'not named'}"
        if not named:
            score = min(score, 0.4)
            advice.append((f"scene {len(screenplay.scenes)}", f"{NAME}{name}"))
    return Finding("alignment", score, evidence, tuple(advice))


def staging(scene: SceneDraft) -> tuple[object, ...]:
    """What two scenes have in common that are staged alike: place, light, weather and feeling."""
    return scene.setting, scene.time_of_day, scene.weather, scene.mood, re.sub(r"\W+", " ", scene.place.casefold())


def brightness_window(scene: SceneDraft) -> tuple[float, float]:
    """The mean luma 0..1, lowest and highest, that reads as the scene's hour, weather and place."""
    if scene.setting is Setting.SPACE:
        return SPACE_WINDOW
    low, high = BRIGHTNESS[scene.time_of_day]
    darker, brighter = INDOOR_SHIFT if scene.setting.is_indoors else WEATHER_SHIFT[scene.weather]
    return max(0.04, low + darker), high + brighter


def exposure(scene: SceneDraft, brightness: float) -> Finding:
    """Whether the picture's brightness suits the hour and the weather."""
    low, high = brightness_window(scene)
    outside = max(0.0, low - brightness, brightness - high)
    # 0 in the middle of the window, 1 at its edges and beyond.
    off_centre = min(1.0, abs(brightness - (low + high) / 2) / ((high - low) / 2))
    inside = 1 - (1 - EDGE_OF_WINDOW) * ramp(off_centre, 0.5, 1.0)
    evidence = f"brightness {brightness:.2f}, {scene.time_of_day} and {scene.weather} read at {low:.2f} to {high:.2f}"
    advice: tuple[tuple[str, str], ...] = ()
    if outside:
        way = "lighten" if brightness < low else "darken"
        advice = (("shot", f"{way} the picture by {outside:.2f}"),)
    return Finding("exposure", inside * (1 - ramp(outside, 0.0, BRIGHTNESS_FALL)), evidence, advice)


def contrast(scene: SceneDraft, found: PictureEvidence) -> Finding:
    """Whether there is a dark and a light, and something to see; the worse of the two counts."""
    full = SOFT_CONTRAST_FULL if scene.weather in (Weather.FOG, Weather.SNOW) else CONTRAST_FULL
    spread, detail = ramp(found.contrast, CONTRAST_BROKEN, full), ramp(found.detail, DETAIL_BROKEN, DETAIL_FULL)
    advice: list[tuple[str, str]] = []
    if spread < ACCEPTED:
        aim = f"contrast {found.contrast:.2f}, aim {full:.2f}"
        advice.append(("shot", f"set a darker dark against a lighter light: {aim}"))
    if detail < ACCEPTED:
        advice.append(("shot", f"give the picture more to see: detail {found.detail:.2f}, aim {DETAIL_FULL:.2f}"))
    evidence = f"contrast {found.contrast:.2f} of {full:.2f}; detail {found.detail:.2f} of {DETAIL_FULL:.2f}"
    return Finding("contrast", min(spread, detail), evidence, tuple(advice))


def legibility(value: float | None) -> Finding:
    """Whether the figures stand out from what is behind them."""
    if value is None:
        return Finding("legibility", 1.0, "no figures to tell from the background")
    score = ramp(value, LEGIBILITY_BROKEN, LEGIBILITY_FULL)
    advice = (("shot", "set the figures apart: a lighter or plainer ground behind them"),) if score < ACCEPTED else ()
    return Finding("legibility", score, f"legibility {value:.2f} of {LEGIBILITY_FULL:.2f}", advice)


def palette(drift: float | None) -> Finding:
    """Whether the colours are those of the style bible."""
    if drift is None:
        return Finding("palette", 1.0, "no palette was agreed")
    score = ramp(drift, DRIFT_BROKEN, DRIFT_FULL)
    advice = (("shot", "bring the colours back to the palette"),) if score < ACCEPTED else ()
    return Finding("palette", score, f"distance from the palette {drift:.2f}, best up to {DRIFT_FULL:.2f}", advice)


def identity(value: float, *, copied: bool) -> Finding:
    """Whether the figures are those of their cast sheets, and more than a copy of them."""
    if copied:
        other = (("shot", "paint the moment, not the cast sheet: another pose, in its place"),)
        return Finding("identity", COPY_SCORE, "the picture is hardly anything but the cast sheet", other)
    advice = (("shot", "paint the figures as their cast sheets show them"),) if value < ACCEPTED else ()
    return Finding("identity", value, f"likeness to the cast sheets {value:.2f}", advice)


def film_length(found: FilmEvidence) -> Finding:
    """Whether the film is as long as it was asked to be."""
    if found.asked_seconds is None:
        return Finding("pacing", 1.0, f"{found.seconds:.1f} s; the text sets its own length")
    deviation = abs(found.seconds - found.asked_seconds) / found.asked_seconds
    way = "shorten" if found.seconds > found.asked_seconds else "lengthen"
    off = abs(found.seconds - found.asked_seconds)
    advice = (("", f"{way} the film by {off:.1f} s"),) if deviation > LENGTH_RIGHT else ()
    evidence = f"{found.seconds:.1f} s where {found.asked_seconds:.1f} s were asked ({deviation:.0%} off)"
    return Finding("pacing", ramp(deviation, LENGTH_BROKEN, LENGTH_RIGHT), evidence, advice)


def film_picture(found: FilmEvidence) -> Finding:
    """Whether anything is black or frozen that should not be."""
    lost = found.black_seconds + found.frozen_seconds
    evidence = f"{found.black_seconds:.2f} s black and {found.frozen_seconds:.2f} s frozen that nobody asked for"
    advice = (("", f"make the shots that are black or frozen again: {evidence}"),) if lost else ()
    return Finding("picture", ramp(lost, PICTURE_LOSS_BROKEN, 0.0), evidence, advice)


def film_sound(found: FilmEvidence) -> Finding:
    """Whether loudness, peaks and silences are within their limits; the worst of them counts."""
    if not found.sound_asked:
        return Finding("sound", 1.0, "a silent film was asked for")
    if found.loudness is None or found.true_peak is None:
        return Finding("sound", 0.0, "the film is silent", (("", "mix the sound again: nothing is heard"),))
    off = abs(found.loudness - LOUDNESS)
    parts = {
        f"loudness {found.loudness:.1f} LUFS, aim {LOUDNESS:.0f}": ramp(off, LOUDNESS_BROKEN, LOUDNESS_RIGHT),
        f"true peak {found.true_peak:.1f} dBTP, at most {PEAK_RIGHT}": ramp(found.true_peak, PEAK_BROKEN, PEAK_RIGHT),
        f"longest silence {found.longest_silence:.1f} s, at most {SILENCE_RIGHT:.0f}": ramp(
            found.longest_silence, SILENCE_BROKEN, SILENCE_RIGHT
        ),
        f"clipped share {found.clipped:.6f}, none is right": ramp(found.clipped, CLIPPED_BROKEN, 0.0),
    }
    advice = tuple(("", f"mix the sound again: {name}") for name, score in parts.items() if score < 1)
    return Finding("sound", min(parts.values()), "; ".join(parts), advice)


def readability(speed: float) -> Finding:
    """Whether the fastest caption can be read, at ``speed`` characters a second."""
    evidence = f"the fastest caption runs at {speed:.1f} characters a second, {READING_RIGHT:.0f} are readable"
    advice = (("", "say less where the captions run fastest"),) if speed > READING_RIGHT else ()
    return Finding("readability", ramp(speed, READING_BROKEN, READING_RIGHT), evidence, advice)


def film_variety(duplicates: Sequence[tuple[int, int]]) -> Finding:
    """Whether any two shots look alike."""
    named = ", ".join(f"{earlier} and {later}" for earlier, later in duplicates)
    evidence = f"shots that look alike: {named or 'none'}"
    advice = tuple((f"shot {later}", f"paint it unlike shot {earlier}") for earlier, later in duplicates)
    return Finding("variety", ramp(len(duplicates), DUPLICATES_BROKEN, 0), evidence, advice)


def ramp(value: float, zero: float, one: float) -> float:
    """0 at ``zero`` and beyond, 1 at ``one`` and beyond, linear between; ``zero`` may be the larger."""
    return min(1.0, max(0.0, (value - zero) / (one - zero)))


def _critique(findings: Sequence[Finding], alignment: float) -> CritiqueDraft:
    scores = [finding.score for finding in findings]
    overall = min(sum(scores) / len(scores), min(scores) + SLACK)
    return CritiqueDraft(
        scores=tuple(
            CriterionScore(criterion=finding.criterion, score=round(finding.score, 3), evidence=finding.evidence)
            for finding in findings
        ),
        strengths=tuple(
            f"{finding.criterion}: {finding.evidence}" for finding in findings if finding.score >= ACCEPTED
        ),
        areas_for_improvement=tuple(
            f"{finding.criterion}: {finding.evidence}" for finding in findings if finding.score < ACCEPTED
        ),
        suggestions=tuple(
            Suggestion(target=target, advice=advice) for finding in findings for target, advice in finding.advice
        ),
        alignment=round(alignment, 3),
        overall=round(overall, 3),
    )
