"""Studio: writer, artist, composer, director and critic agents that turn a brief into a film.

from studio import Studio

film = Studio().create("A lighthouse keeper befriends a storm")
print(film.path)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studio.api import Studio as Studio
    from studio.errors import StudioError as StudioError
    from studio.producer.events import Event as Event
    from studio.production.brief import Brief as Brief
    from studio.production.brief import Reference as Reference
    from studio.production.edits import Redraw as Redraw
    from studio.production.edits import SetLine as SetLine
    from studio.production.edits import SetScene as SetScene
    from studio.results import FilmResult as FilmResult

__version__ = "0.1.0"

_HOMES = {
    "Brief": "studio.production.brief",
    "Event": "studio.producer.events",
    "FilmResult": "studio.results",
    "Redraw": "studio.production.edits",
    "Reference": "studio.production.brief",
    "SetLine": "studio.production.edits",
    "SetScene": "studio.production.edits",
    "Studio": "studio.api",
    "StudioError": "studio.errors",
}

__all__ = [
    "Brief",
    "Event",
    "FilmResult",
    "Redraw",
    "Reference",
    "SetLine",
    "SetScene",
    "Studio",
    "StudioError",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'studio' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
