"""Briefs in eight languages and more, each made into a film; the scripts are kept to be read.

``unseen`` are sixty that were written by somebody who does not know the rules; they were judged once, and nobody has
tuned on them. ``known`` are those of earlier rounds, whose faults have been mended since.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.processes import studio
from studio.storage.workspace import Workspace

BRIEFS = Path(__file__).parent.parent / "tests" / "briefs"


def main(which: str = "unseen", out: str = "build/briefs", only: str = "") -> None:
    """Make a draft film of every brief and write its words to ``out``."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    outcomes: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    every = json.loads((BRIEFS / f"{which}.json").read_text(encoding="utf-8"))
    briefs = [one for one in every if one["id"].startswith(only)]
    for brief in briefs:
        with tempfile.TemporaryDirectory() as scratch:
            text = Path(scratch) / "brief.txt"
            text.write_text(brief["text"], encoding="utf-8")
            as_file = len(brief["text"]) > 400
            work = Path(scratch) / "work"
            source = str(text) if as_file else brief["text"]
            run = studio(work, "create", "--quality", "draft", "--kind", brief["kind"], "--", source)
            outcomes["film" if run.code == 0 else "failed"] += 1
            if run.code:
                print(f"{brief['id']}: failed")
                continue
            with Workspace(work) as workspace:
                production = workspace.history.head(workspace.history.projects()[0])
            languages[str(production.brief.language.split("-")[0] == brief["language"])] += 1
            script = [f"# {production.title}", f"[{production.brief.language}, {production.brief.form.value}]"]
            for scene in production.scenes:
                script.append(f"-- {scene.setting.value} {scene.time_of_day.value} {scene.weather.value}")
                script += [f"{line.speaker}: {line.text}" for line in scene.lines]
            script += list(production.degraded)
            (folder / f"{brief['id']}.txt").write_text("\n".join(script), encoding="utf-8")
            print(f"{brief['id']}: {run.seconds:.0f} s, {run.film['seconds']} s of film", flush=True)
    print(f"{dict(outcomes)}; language recognised {dict(languages)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
