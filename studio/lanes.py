"""How much runs at once: on this machine by its cores and memory, at each service by its settings."""

from __future__ import annotations

import os

from studio.producer.lanes import Lane
from studio.tools.offers import services
from studio.tools.providers import Configuration


def lanes_for(configuration: Configuration) -> tuple[Lane, ...]:
    """What runs at once on this machine, where one encoder fills two cores and large pictures fill the memory; and how
    much is asked of each service at once."""
    # Where it can be known, the cores that this process may use, not those of the machine.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    pairs = max(1, cores // 2)
    parts = {"film:segment", "film:transition"}
    music, pictures = {"offline:composer", "offline:soundscape"}, {"offline:storybook"}
    there = {name: service.settings for (name, _), (_, service) in services(configuration).items()}
    return (
        # Neither beside the encoding of parts: else a long film, which still draws and composes when it films already,
        # would need more memory.
        Lane(pairs, frozenset(parts | pictures)),
        Lane(pairs, frozenset(parts | music)),
        Lane(pairs, frozenset({"film:measure_picture"})),
        Lane(2 * pairs, frozenset({"film"} | pictures | music)),
        *(Lane(one.concurrency, frozenset({name}), one.requests_per_minute) for name, one in there.items()),
    )
