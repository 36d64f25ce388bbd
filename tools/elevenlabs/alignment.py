"""From the times of characters, as the service gives them, to the times of a line's words.

Knows nothing of the wire; what is not usable is None, and the words are then found in the sound itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.production.rendition import SAMPLE_RATE
from studio.tools.takes import Times


def word_times(
    text: str,
    spans: list[tuple[int, int]],
    characters: Sequence[str],
    starts: Sequence[float],
    ends: Sequence[float],
) -> Times | None:
    """(start, end) in samples at 48 kHz of every span of ``text``, in order; None where the characters do not fit it.

    ``characters`` are those of ``text``, perhaps with directions before it; ``starts`` and ``ends`` are in seconds.
    """
    said = "".join(characters)
    offset = said.find(text)
    if offset < 0 or not len(characters) == len(starts) == len(ends) or not all(map(math.isfinite, (*starts, *ends))):
        return None
    # A character may come as several code points.
    begins = [start for one, start in zip(characters, starts, strict=True) for _ in one]
    stops = [end for one, end in zip(characters, ends, strict=True) for _ in one]
    times: Times = []
    latest = 0
    for first, last in spans:
        place = slice(offset + first, offset + last)
        start = max(latest, round(min(begins[place]) * SAMPLE_RATE))
        end = max(start, round(max(stops[place]) * SAMPLE_RATE))
        times.append((start, end))
        latest = start
    return times
