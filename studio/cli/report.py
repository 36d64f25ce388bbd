"""What ``list``, ``show`` and ``tools`` print. Everything that people or models wrote is printed as text only."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import typer

from studio.cli.listening import not_running
from studio.cli.plain import plain
from studio.production.document import character_names
from studio.production.money import dollars, in_words
from studio.settings import read_choice
from studio.storage.tables import Outcome, ProjectRow, UsageRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.offers import offers, services
from studio.tools.providers import Configuration
from studio.tools.tool import Capability

if TYPE_CHECKING:
    from studio.estimate import Calls, Estimate

_MOMENT = slice(0, 19)
_ALWAYS_COUNTED = (Outcome.MADE, Outcome.STORED, Outcome.FAILED)


def list_projects(workspace: Workspace, *, as_json: bool) -> None:
    """Every project with its title and how far it is."""
    finished = workspace.history.finished()
    for row in workspace.history.projects():
        state = "finished" if row.id in finished else "unfinished"
        if as_json:
            _json({"project": row.name, "title": row.title, "state": state, "created": row.created_at})
        else:
            typer.echo(f"{row.name}\t{state}\t{row.created_at[_MOMENT]}\t{plain(row.title)}")


def show_project(workspace: Workspace, row: ProjectRow, *, as_json: bool) -> None:
    """The treatment, the scenes with their lines and shots, and what it cost."""
    production = workspace.history.head(row)
    if as_json:
        typer.echo(production.model_dump_json())
        return
    names = character_names(production)
    typer.echo(f"{plain(production.title or row.title)}  ({row.name})")
    treatment = production.treatment
    if treatment:
        typer.echo(f"  {plain(treatment.logline)}")
        typer.echo(f"  {treatment.shape.value}, {treatment.look.style.value}, {treatment.music.mood.value} music")
        for member in treatment.cast:
            typer.echo(f"  {plain(member.name)}: {member.appearance.species.value}, {plain(member.role)}")
    for number, scene in enumerate(production.scenes, 1):
        typer.echo(
            f"\n{number}. {scene.setting.value}, {scene.time_of_day.value}, {scene.weather.value}, {scene.mood.value}"
            + (f"  [{plain(scene.heading)}]" if scene.heading else "")
        )
        for shot in production.shots.get(scene.id, ()):
            typer.echo(f"   {shot.framing.value}, {shot.move.value}: {plain(shot.description)}")
        for line in scene.lines:
            speaker = names.get(line.speaker, "")
            typer.echo(f"   {plain(speaker) + ': ' if speaker else ''}{plain(line.text)}")
    spent = workspace.ledger.spent(saved_id(row))
    typer.echo(
        f"\n{spent.made} requests made, {spent.answered} answered from the store, {spent.failed} failed; "
        f"{spent.seconds:.1f} s of work, {in_words(spent.settled + spent.held)}"
    )
    for notice in production.degraded:
        typer.echo(plain(notice))


def show_history(workspace: Workspace, row: ProjectRow, *, as_json: bool) -> None:
    """Who pitched what, what the critic said, what was made again and why, and what each thing cost, in order."""
    entries = sorted(_history(workspace, row), key=lambda entry: str(entry["at"]))
    for entry in entries:
        if as_json:
            _json(entry)
        else:
            typer.echo(plain(f"{str(entry['at'])[_MOMENT]}  {entry['text']}"))
    if as_json:
        return
    typer.echo("\nWhat it took, by tool:")
    by_tool: dict[str, list[UsageRow]] = defaultdict(list)
    for use in workspace.ledger.usage(saved_id(row)):
        by_tool[use.tool].append(use)
    for tool, uses in sorted(by_tool.items()):
        counts = Counter(use.outcome for use in uses)
        parts = [f"{counts[one]} {one}" for one in Outcome if one in counts or one in _ALWAYS_COUNTED]
        seconds, cost = sum(use.seconds for use in uses), sum(use.micros or 0 for use in uses)
        typer.echo(f"  {tool}: {', '.join(parts)}, {seconds:.1f} s, {in_words(cost)}")


def show_cost(workspace: Workspace, row: ProjectRow, *, as_json: bool) -> None:
    """What the film cost, by agent, tool and scene; and what nobody knows."""
    uses = [use for use in workspace.ledger.usage(saved_id(row)) if use.outcome != Outcome.STORED]
    places = _places(workspace, row)
    by = {
        "agent": _sums((use.agent or "nobody", use) for use in uses),
        "tool": _sums((use.tool, use) for use in uses),
        "scene": _sums((places.get(use.scene, use.scene) or "the whole film", use) for use in uses),
    }
    spent = workspace.ledger.spent(saved_id(row))
    unpriced = sorted({use.tool for use in uses if use.micros is None})
    budget = read_choice(row.settings).limit
    if as_json:
        _json(
            {
                "project": row.name,
                "cost": spent.cost,
                "settled": float(spent.settled),
                "held": float(spent.held),
                "outcome_unknown": spent.unknown,
                "unpriced": unpriced,
                "budget": None if budget is None else float(budget),
                **{name: {key: float(dollars(one)) for key, one in sums.items()} for name, sums in by.items()},
            }
        )
        return
    limit = "" if budget is None else f" of a budget of {in_words(budget)}"
    typer.echo(f"{in_words(spent.settled)} spent{limit}")
    if spent.unknown:
        typer.echo(f"{spent.unknown} calls have an unknown outcome: up to {in_words(spent.held)} more")
    if unpriced:
        typer.echo(f"the price of {', '.join(unpriced)} is not known: what was paid for it is not in here")
    for name, sums in by.items():
        paid = {key: one for key, one in sums.items() if one}
        if paid:
            typer.echo(f"\nBy {name}:")
            for key, one in sorted(paid.items(), key=lambda item: -item[1]):
                typer.echo(f"  {plain(key)}: {in_words(one)}")


def show_estimate(expected: Estimate, *, as_json: bool) -> None:
    """The plan, the calls of every tool, and the price."""
    if as_json:
        _json(
            {
                "seconds": expected.seconds,
                "scenes": expected.scenes,
                "shots": expected.shots,
                "likely": _number(expected.likely),
                "most": _number(expected.most),
                "unpriced": list(expected.unpriced),
                "calls": [
                    {**asdict(one), "likely": _number(one.likely), "most": _number(one.most)} for one in expected.calls
                ],
            }
        )
        return
    typer.echo(f"{expected.seconds:g} seconds, {expected.scenes} scenes, about {expected.shots} shots")
    for one in expected.calls:
        typer.echo(f"  {one.tool} ({one.capability}): {_counts(one)}, {_price(one)}")
    typer.echo(" ".join(filter(None, (expected.effort_in_words(), expected.in_words()))))


def _counts(calls: Calls) -> str:
    return f"{calls.usually} calls" if calls.usually == calls.at_most else f"{calls.usually} to {calls.at_most} calls"


def _price(calls: Calls) -> str:
    if calls.most is None:
        return "price not known"
    return (
        f"about {in_words(calls.most if calls.likely is None else calls.likely)}, at most {in_words(calls.most)}"
        if calls.most
        else "free"
    )


def list_tools(configuration: Configuration, *, as_json: bool) -> None:
    """Every tool that is offered, and every service with the model that its preset uses."""
    silent = not_running(configuration)
    for offer in offers().values():
        _tool(
            offer.name, offer.capability, offer.missing(), "free" if offer.free else "", offer.summary, as_json=as_json
        )
    for (name, capability), (served, service) in services(configuration).items():
        model = getattr(service.settings, capability.value)
        price = service.price(model) if model else None
        words = "free" if service.settings.free else price.in_words() if price else "price not known"
        missing = served.missing(service) or silent.get((name, capability), "")
        _tool(f"{name}:{model or 'MODEL'}", capability, missing, words, served.summary, as_json=as_json)


def _tool(name: str, capability: Capability, missing: str, price: str, summary: str, *, as_json: bool) -> None:
    if as_json:
        _json(
            {
                "tool": name,
                "capability": capability.value,
                "summary": summary,
                "ready": not missing,
                "missing": missing,
                "price": price,
            }
        )
    else:
        typer.echo("\t".join((name, capability.value, missing or "ready", price or "price not known", summary)))


def _sums(uses: Iterable[tuple[str, UsageRow]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, use in uses:
        sums[name] += use.micros or 0
    return dict(sums)


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _places(workspace: Workspace, row: ProjectRow) -> dict[str, str]:
    """How the parts of a film are called for a person, by id."""
    production = workspace.history.head(row)
    places = {scene.id: f"scene {number}" for number, scene in enumerate(production.scenes, 1)}
    for scene in production.scenes:
        for number, shot in enumerate(production.shots.get(scene.id, ()), 1):
            places[shot.id] = f"{places[scene.id]} shot {number}"
    return places


def _history(workspace: Workspace, row: ProjectRow) -> list[dict[str, Any]]:
    project_id = saved_id(row)
    places = _places(workspace, row)
    entries: list[dict[str, Any]] = []
    for version in workspace.history.versions(row):
        text = f"Version {version.id[:8]} by {version.author}: {plain(version.reason)}"
        entries.append({"at": version.created_at, "kind": "version", "text": text, "version": version.id})
    for message in workspace.ledger.messages(project_id):
        where = f" ({places.get(message.scene, message.scene)})" if message.scene else ""
        answer = json.loads(message.answer)
        text = f"{message.agent}, {message.role}, {message.task}{where}: {_gist(message.task, answer)}"
        entries.append({"at": message.at, "kind": "message", "text": text, "answer": answer})
    for critique in workspace.ledger.critiques(project_id):
        content = json.loads(critique.critique)
        scores = ", ".join(f"{score['criterion']} {score['score']:.2f}" for score in content["scores"])
        advice = "; ".join(plain(suggestion["advice"]) for suggestion in content["suggestions"])
        subject = places.get(critique.subject, critique.subject)
        text = f"{critique.critic} on {subject}, round {critique.round + 1}: {critique.overall:.2f} ({scores}) {advice}"
        entries.append({"at": critique.at, "kind": "critique", "text": text.rstrip(), "critique": content})
    for run in workspace.ledger.runs(project_id):
        entries.append({"at": run.started_at, "kind": "run", "text": f"Run {run.id} began."})
        if run.finished_at:
            text = f"Run {run.id}: {run.outcome}. {plain(run.error)}".rstrip()
            entries.append({"at": run.finished_at, "kind": "run", "text": text})
    for use in workspace.ledger.usage(project_id):
        where = f" for {places.get(use.scene, use.scene)}" if use.scene else ""
        failure = f": {plain(use.error)}" if use.error else ""
        text = f"{use.tool} {use.outcome}{where} in {use.seconds:.2f} s, {in_words(use.micros or 0)}{failure}"
        entries.append({"at": use.at, "kind": "usage", "text": text, "key": use.key})
    return entries


def _gist(task: str, answer: dict[str, Any]) -> str:
    match task:
        case "Pitch":
            return plain(answer["concept"])
        case "JudgePitches":
            scores = (
                f"no. {one['number']} {(one['creativity'] + one['feasibility'] + one['alignment']) / 3:.2f}"
                for one in answer["scores"]
            )
            return ", ".join(scores)
        case "MergeTreatment":
            return f"{plain(answer['title'])}: {answer['shape']}, {answer['look']['style']}"
        case "WriteScreenplay" | "ReviseScreenplay" | "StageOwnText":
            return f"{len(answer['scenes'])} scenes"
        case "PlanShots":
            return ", ".join(f"{shot['framing']} {shot['move']}" for shot in answer["shots"])
        case "DescribePicture" | "DescribeCharacter" | "DescribeMotion":
            return plain(answer["prompt"])
        case "ScoreScene":
            return f"{answer['mood']} music, " + ", ".join(one["sound"] for one in answer["ambiences"])
        case _:
            return f"{answer['overall']:.2f}" if "overall" in answer else ""


def _json(entry: dict[str, Any]) -> None:
    typer.echo(json.dumps(entry, ensure_ascii=False))
