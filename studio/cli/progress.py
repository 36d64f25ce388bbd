"""What a person sees while a film is made: every scene moving through its stages, the time, the cost.

Silent when the output is not a terminal; one JSON object a line where that was asked for.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from studio.cli.plain import plain
from studio.producer.events import (
    CritiqueGiven,
    Event,
    OutcomeUnknown,
    RequestAnswered,
    RequestFailed,
    SceneFailed,
    ScenesPlanned,
    StageFinished,
    StageStarted,
)
from studio.production.money import in_words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

FILM_STAGES = ("treatment", "screenplay", "assemble", "review")
_MARKS = {"": "·", "started": "…", "finished": "✓", "failed": "✗"}
_REFRESHES_A_SECOND = 8


class Progress:
    """Takes events (from any thread) and shows them until its block ends; ``notices`` are to be read after it."""

    def __init__(self, project: str, *, as_json: bool) -> None:
        self._as_json = as_json
        self._title = project
        self._scenes: dict[str, str] = {}
        self._stages: tuple[str, ...] = ()
        self._states: dict[tuple[str, str], str] = {}
        self._last = ""
        self._cost = 0.0
        self.notices: list[str] = []
        self._made = self._stored = 0
        self._started = time.monotonic()
        self._live: Live | None = None

    def __enter__(self) -> Progress:
        if not self._as_json and sys.stderr.isatty() and sys.stdout.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(
                get_renderable=self.renderable,
                console=Console(stderr=True),
                refresh_per_second=_REFRESHES_A_SECOND,
                transient=True,
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def take(self, event: Event) -> None:
        """Show an event."""
        if self._as_json:
            sys.stdout.write(event.model_dump_json() + "\n")
            sys.stdout.flush()
        match event:
            case ScenesPlanned():
                self._title = event.title
                self._scenes, self._stages = dict(event.scenes), event.stages
            case StageStarted():
                self._states[event.scene, event.stage] = "started"
            case StageFinished():
                self._states[event.scene, event.stage] = "finished"
            case SceneFailed():
                for (scene, stage), state in list(self._states.items()):
                    if scene == event.scene and state == "started":
                        self._states[scene, stage] = "failed"
                self._last = event.message
            case RequestAnswered():
                self._cost += event.cost
                self._made, self._stored = self._made + (not event.stored), self._stored + event.stored
            case RequestFailed():
                self._cost += event.cost
                self._last = event.message
            case OutcomeUnknown():
                self._cost += event.cost
                self.notices.append(
                    f"Nobody knows the outcome of {event.calls} earlier calls (stopped, timed out or broken off): up "
                    f"to {in_words(event.cost)} may have been paid for them, and counts as paid."
                )
            case CritiqueGiven():
                self._last = f"{event.critic} gives {event.subject} {event.overall:.2f}"

    def renderable(self) -> RenderableType:
        """What is shown at this moment, for rich."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, padding=(0, 1))
        table.add_column("scene")
        for stage in self._stages:
            table.add_column(stage, justify="center")
        # Titles and places come from people and models: they are text, never markup.
        for number, (scene, name) in enumerate(self._scenes.items(), 1):
            marks = [Text(_MARKS[self._states.get((scene, stage), "")]) for stage in self._stages]
            table.add_row(Text(plain(f"{number} {name}")[:40]), *marks)
        film = "  ".join(f"{_MARKS[self._states.get(('', stage), '')]} {stage}" for stage in FILM_STAGES)
        elapsed = int(time.monotonic() - self._started)
        totals = (
            f"{elapsed // 60}:{elapsed % 60:02d}   ${self._cost:.2f}   {self._made} made, {self._stored} from the store"
        )
        return Group(
            Text(plain(self._title), style="bold"), Text(film), table, Text(totals), Text(plain(self._last)[:100])
        )
