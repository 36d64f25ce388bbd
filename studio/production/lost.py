"""Parts whose files are gone: they are no longer true, so that a run makes them again.

Knows nothing of where files are kept.
"""

from __future__ import annotations

from collections.abc import Callable

from studio.production.assets import Asset, assets_in
from studio.production.document import Production

_FIELDS = {
    "take": "takes",
    "cue": "cues",
    "sounds": "sounds",
    "sheet": "sheets",
    "picture": "pictures",
    "clip": "clips",
    "segment": "segments",
    "transition": "transitions",
}
"""Where the parts of a stage stand in the production."""


def without_lost_parts(production: Production, has: Callable[[Asset], bool]) -> Production:
    """``production`` without the slices of the parts that name a file for which ``has`` is False."""
    kept = {part: slice_hash for part, slice_hash in production.slices.items() if _is_whole(production, part, has)}
    return production if len(kept) == len(production.slices) else production.revised(slices=kept)


def _is_whole(production: Production, part: str, has: Callable[[Asset], bool]) -> bool:
    stage, _, subject = part.partition("/")
    if stage not in _FIELDS:
        return True
    return all(has(asset) for asset in assets_in(getattr(production, _FIELDS[stage]).get(subject)))
