"""What ``list``, ``show`` and ``tools`` print. Everything that people or models wrote is printed as text only."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import typer

from studio.cli.plain import plain
from studio.production.document import character_names
from studio.storage.tables import ProjectRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.offers import offers

_MOMENT = slice(0, 19)


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
        f"{spent.seconds:.1f} s of work, ${spent.cost:.2f}"
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
    totals: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0.0, 0.0])
    for use in workspace.ledger.usage(saved_id(row)):
        entry_ = totals[use.tool]
        entry_[("made", "stored", "failed").index(use.outcome)] += 1
        entry_[3] += use.seconds
        entry_[4] += use.cost
    for tool, (made, stored, failed, seconds, cost) in sorted(totals.items()):
        typer.echo(f"  {tool}: {made:.0f} made, {stored:.0f} stored, {failed:.0f} failed, {seconds:.1f} s, ${cost:.2f}")


def list_tools(*, as_json: bool) -> None:
    """Every tool that is offered."""
    for offer in offers().values():
        missing = offer.missing()
        if as_json:
            _json(
                {
                    "tool": offer.name,
                    "capability": offer.capability.value,
                    "summary": offer.summary,
                    "ready": not missing,
                    "missing": missing,
                }
            )
        else:
            typer.echo(f"{offer.name}\t{offer.capability.value}\t{missing or 'ready'}\t{offer.summary}")


def _history(workspace: Workspace, row: ProjectRow) -> list[dict[str, Any]]:
    project_id = saved_id(row)
    production = workspace.history.head(row)
    places = {scene.id: f"scene {number}" for number, scene in enumerate(production.scenes, 1)}
    for scene in production.scenes:
        for number, shot in enumerate(production.shots.get(scene.id, ()), 1):
            places[shot.id] = f"{places[scene.id]} shot {number}"
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
        text = f"{use.tool} {use.outcome}{where} in {use.seconds:.2f} s, ${use.cost:.2f}{failure}"
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
        case "DescribePicture":
            return plain(answer["prompt"])
        case "ScoreScene":
            return f"{answer['mood']} music, " + ", ".join(one["sound"] for one in answer["ambiences"])
        case _:
            return f"{answer['overall']:.2f}" if "overall" in answer else ""


def _json(entry: dict[str, Any]) -> None:
    typer.echo(json.dumps(entry, ensure_ascii=False))
