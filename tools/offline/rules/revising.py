"""The revision of a screenplay: every suggestion that the critic can make changes what it was made for.

New words come from the writer; place, light, weather, mood and who is seen are changed in the scene. Knows nothing of
how scores are computed.
"""

from __future__ import annotations

import random as randomness
import re

from studio.production.critique import Suggestion
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import ReviseScreenplay, SceneBudget
from studio.production.vocabulary import Kind, Mood, TimeOfDay
from studio.tools.offline.rules.criticism import (
    ENTITLE,
    HAPPEN,
    KEEP_TO_BRIEF,
    MOVE,
    NAME,
    PRESS,
    RESOLVE,
    RESTAGE,
    SHOW,
    staging,
)
from studio.tools.offline.rules.lexicon import base_language, has_templates
from studio.tools.offline.rules.narration import ENOUGH
from studio.tools.offline.rules.quoting import certain_name
from studio.tools.offline.rules.recognition import Recognition, recognise_brief
from studio.tools.offline.rules.speakable import spoken_spans
from studio.tools.offline.rules.staging import KINDRED, other_sky
from studio.tools.offline.rules.templates import Fillings, book, fill
from studio.tools.offline.rules.titles import title
from studio.tools.offline.rules.writing import Writer

_TARGET_SCENE = re.compile(r"scene\s+(\d+)", re.IGNORECASE)
_NOT_ABOUT_WORDS = (RESTAGE, RESOLVE, MOVE, PRESS, HAPPEN, ENTITLE, SHOW, NAME, KEEP_TO_BRIEF)
_LATER = {
    TimeOfDay.DAWN: TimeOfDay.DAY,
    TimeOfDay.DAY: TimeOfDay.DUSK,
    TimeOfDay.DUSK: TimeOfDay.NIGHT,
    TimeOfDay.NIGHT: TimeOfDay.DAWN,
}


def revise_screenplay(task: ReviseScreenplay, random: randomness.Random) -> ScreenplayDraft:
    """The screenplay with new words in every scene that is too long, too short, repeats another or was criticised for
    its words, and changed where the critic asked for something else."""
    revised = _with_new_words(task, random)
    for suggestion in task.critique.suggestions:
        revised = _followed(revised, suggestion, task)
    return revised


def _with_new_words(task: ReviseScreenplay, random: randomness.Random) -> ScreenplayDraft:
    told = [line.text for scene in task.screenplay.scenes for line in scene.lines]
    writer = Writer(task.brief, task.treatment, task.budgets, random, told)
    writer.leave_in_place(task.screenplay.scenes, task.brief.text)
    named = _criticised_scenes(task)
    weak = _weak_scenes(task) | named
    kept: set[str] = set()
    for number, scene in enumerate(task.screenplay.scenes):
        if number not in weak:
            kept |= {line.text for line in scene.lines}
        elif number in named:
            writer.reword(number, scene.lines)
    writer.keep(kept)
    scenes = []
    for number, budget in enumerate(task.budgets):
        if number >= len(task.screenplay.scenes):
            scenes.append(writer.scene(number))
            continue
        scene = task.screenplay.scenes[number]
        if number in weak:
            lines = writer.scene(number).lines or _shortened(scene.lines, budget, task.brief.language, kept)
            scene = scene.model_copy(update={"lines": lines})
        scenes.append(scene)
    return ScreenplayDraft(title=task.screenplay.title, scenes=tuple(scenes))


def _followed(draft: ScreenplayDraft, suggestion: Suggestion, task: ReviseScreenplay) -> ScreenplayDraft:
    """``draft`` with what one suggestion asks for; as it is where that is about words, or nothing can be done."""
    advice = suggestion.advice
    if advice.startswith(ENTITLE):
        return draft.model_copy(update={"title": title(task.brief, recognise_brief(task.brief), task.treatment.shape)})
    named = _TARGET_SCENE.search(suggestion.target)
    number = int(named[1]) - 1 if named is not None else 0
    if not 0 <= number < len(draft.scenes):
        return draft
    scenes = list(draft.scenes)
    scenes[number] = _changed(scenes, number, advice, task)
    return draft.model_copy(update={"scenes": tuple(scenes)})


def _changed(scenes: list[SceneDraft], number: int, advice: str, task: ReviseScreenplay) -> SceneDraft:
    scene = scenes[number]
    if advice.startswith(RESTAGE):
        return _restaged(scene, [*scenes[max(0, number - 1) : number], *scenes[number + 1 : number + 2]], task)
    if advice.startswith(RESOLVE):
        return scene.model_copy(update={"mood": Mood.HOPEFUL})
    if advice.startswith(MOVE):
        return scene.model_copy(update={"mood": KINDRED[scene.mood]})
    if advice.startswith(PRESS):
        return scene.model_copy(update={"mood": Mood.TENSE})
    if advice.startswith(HAPPEN):
        told = next((other.action for other in reversed(scenes[:number]) if other.action), task.treatment.logline)
        return scene.model_copy(update={"action": told})
    if advice.startswith(SHOW):
        unseen = [member.name for member in task.treatment.cast if member.name in advice]
        return scene.model_copy(update={"characters": tuple(dict.fromkeys((*scene.characters, *unseen)))})
    said = {line.text for other in scenes for line in other.lines}
    if advice.startswith(NAME):
        return _with_line(scene, _naming(task, said), task, number, at_end=True)
    if advice.startswith(KEEP_TO_BRIEF):
        if any(line.text in task.brief.text for other in scenes for line in other.lines):
            # Sentences of the brief that stand in their order are not parted by another.
            return scene
        spans = [span.text for span in spoken_spans(task.brief.text, task.brief.language)]
        own = [span for span in spans if not any(line in span for line in said)]
        return _with_line(scene, own, task, number, at_end=False)
    return scene


def _restaged(scene: SceneDraft, neighbours: list[SceneDraft], task: ReviseScreenplay) -> SceneDraft:
    """The scene under another sky, else at another hour, else in a kindred feeling: what the brief names stays."""
    named = recognise_brief(task.brief)
    for update in _stagings(scene, named):
        restaged = scene.model_copy(update=update)
        if all(staging(restaged) != staging(neighbour) for neighbour in neighbours):
            return restaged
    return scene


def _stagings(scene: SceneDraft, named: Recognition) -> list[dict[str, object]]:
    changes: list[dict[str, object]] = []
    sky = None if named.weathers else other_sky(scene.setting, scene.weather)
    if sky is not None:
        changes.append({"weather": sky})
    if not named.times:
        changes.append({"time_of_day": _LATER[scene.time_of_day]})
    mood = KINDRED[scene.mood]
    return [*changes, {"mood": mood}, {"mood": KINDRED[mood]}]


def _naming(task: ReviseScreenplay, said: set[str]) -> list[str]:
    """Lines that name the product: written ones for a certain name, and the brief's own sentences; short first."""
    product = task.treatment.product
    if product is None:
        return []
    facts = task.brief
    found: list[str] = []
    name = certain_name(facts, task.treatment)
    if has_templates(facts.language) and name is not None:
        lines = book(base_language(facts.language), Kind.AD)["every"]["call"]
        found = [fill(line, Fillings(product=name)) for line in lines if line.needs == {"product"}]
    found += [span.text for span in spoken_spans(facts.text, facts.language)]
    return sorted((line for line in found if product.name in line and line not in said), key=len)


def _with_line(scene: SceneDraft, found: list[str], task: ReviseScreenplay, number: int, *, at_end: bool) -> SceneDraft:
    """The scene with the first of ``found`` that fits its budget; written lines make room, the
    brief's own stay."""
    budget, language = task.budgets[number].spoken_seconds, task.brief.language
    for text in found:
        room = budget - expected_seconds(text, language)
        if room < 0:
            continue
        own = [line for line in scene.lines if line.text in task.brief.text]
        room -= sum(expected_seconds(line.text, language) for line in own)
        if room < 0:
            continue
        kept: list[LineDraft] = []
        for line in scene.lines:
            cost = 0.0 if line in own else expected_seconds(line.text, language)
            if cost <= room:
                kept.append(line)
                room -= cost
        line = LineDraft(text=text)
        return scene.model_copy(update={"lines": (*kept, line) if at_end else (line, *kept)})
    return scene


def _weak_scenes(task: ReviseScreenplay) -> set[int]:
    """Scenes whose words miss their budget or repeat earlier ones."""
    weak = set()
    said: set[str] = set()
    for number, (scene, budget) in enumerate(zip(task.screenplay.scenes, task.budgets, strict=False)):
        seconds = sum(expected_seconds(line.text, task.brief.language) for line in scene.lines)
        texts = {line.text for line in scene.lines}
        if not ENOUGH * budget.spoken_seconds <= seconds <= budget.spoken_seconds or texts & said:
            weak.add(number)
        said |= texts
    return weak


def _criticised_scenes(task: ReviseScreenplay) -> set[int]:
    """Scenes that the critic names for their words."""
    return {
        int(named[1]) - 1
        for suggestion in task.critique.suggestions
        if (named := _TARGET_SCENE.search(suggestion.target)) is not None
        and not suggestion.advice.startswith(_NOT_ABOUT_WORDS)
    }


def _shortened(
    lines: tuple[LineDraft, ...], budget: SceneBudget, language: str, kept: set[str]
) -> tuple[LineDraft, ...]:
    """The first lines that fit and are said nowhere else."""
    left = budget.spoken_seconds
    fitting = []
    for line in lines:
        cost = expected_seconds(line.text, language)
        if cost <= left and line.text not in kept:
            fitting.append(line)
            left -= cost
    return tuple(fitting)
