"""The orchestra: every instrument's name, General MIDI program and sound.

Knows nothing of what is played.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.tools.offline.composer.ensembles import Ensemble, played
from studio.tools.offline.composer.percussion import Drum, stroke
from studio.tools.offline.composer.solo import Struck, Sung, struck, sung
from studio.tools.wav import Sound

PERCUSSION = "percussion"


@dataclass(frozen=True)
class Instrument:
    """``program`` is General MIDI's, 0..127. ``gain`` evens out loudness between instruments."""

    program: int
    tone: Struck | Sung | Ensemble
    gain: float = 1.0


def sound_of(name: str, pitch: int, seconds: float) -> Sound:
    """One note of ``name`` at full force, n x 2 float32; it may ring on after ``seconds``."""
    if name == PERCUSSION:
        return np.repeat(stroke(Drum(pitch))[:, None], 2, axis=1) * np.float32(0.5)
    instrument = ORCHESTRA[name]
    tone = instrument.tone
    if isinstance(tone, Ensemble):
        return played(tone, pitch, seconds) * np.float32(instrument.gain)
    mono = struck(tone, pitch, seconds) if isinstance(tone, Struck) else sung(tone, pitch, seconds)
    return np.repeat(mono[:, None], 2, axis=1) * np.float32(instrument.gain)


def _string(brightness: float, count: int, fading: float) -> tuple[tuple[float, float, float], ...]:
    """Partials of a string: amplitudes fall by ``brightness`` a partial, decays by ``fading``."""
    return tuple((float(n), brightness ** (n - 1) / n**0.5, 1 / (1 + fading * (n - 1))) for n in range(1, count + 1))


ORCHESTRA: dict[str, Instrument] = {
    "felt_piano": Instrument(
        0,
        Struck(_string(0.5, 8, 0.35), 1.5, 0.004, 0.00035, 0.7, knock=0.35, knock_pitch=260.0, damped=0.35),
        1.25,
    ),
    "harp": Instrument(46, Struck(_string(0.58, 9, 0.5), 0.95, 0.0015, 0.00008, knock=0.12, longest=3.0), 1.0),
    "guitar": Instrument(
        24, Struck(_string(0.74, 12, 0.55), 0.5, 0.0012, 0.00006, knock=0.2, knock_pitch=900.0, damped=0.18), 1.0
    ),
    "pizzicato": Instrument(
        45, Struck(_string(0.6, 8, 0.8), 0.26, 0.004, 0.0, knock=0.22, knock_pitch=500.0, longest=1.2), 1.3
    ),
    "plucked_bass": Instrument(
        32, Struck(_string(0.5, 6, 0.8), 0.42, 0.003, 0.0, knock=0.2, knock_pitch=150.0, damped=0.12), 1.3
    ),
    "celesta": Instrument(8, Struck(((1, 1.0, 1.0), (4.0, 0.35, 0.35), (10.8, 0.1, 0.12)), 0.85, 0.001), 1.0),
    "music_box": Instrument(
        10,
        Struck(((1, 1.0, 1.0), (2.0, 0.18, 0.6), (6.27, 0.22, 0.25)), 1.0, 0.001, knock=0.15, knock_pitch=2500.0),
        1.0,
    ),
    "marimba": Instrument(
        12, Struck(((1, 1.0, 1.0), (3.93, 0.28, 0.3), (9.2, 0.08, 0.12)), 0.26, 0.002, knock=0.2, longest=1.2), 1.3
    ),
    "flute": Instrument(73, Sung((1.0, 0.42, 0.14, 0.06, 0.02), 0.05, 0.09, 5.0, 10.0, 0.05), 1.0),
    "violin": Instrument(
        40, Sung((1.0, 0.62, 0.5, 0.3, 0.24, 0.14, 0.1, 0.06, 0.04), 0.1, 0.18, 5.6, 16.0, 0.03, (2000.0, 7000.0)), 1.15
    ),
    "cello": Instrument(
        42,
        Sung((1.0, 0.8, 0.55, 0.45, 0.22, 0.2, 0.1, 0.08, 0.05, 0.03), 0.12, 0.22, 5.0, 15.0, 0.03, (900.0, 4000.0)),
        1.2,
    ),
    "soft_bass": Instrument(38, Sung((1.0, 0.34, 0.12, 0.04), 0.05, 0.25, 4.0, 0.0), 0.66),
    "warm_pad": Instrument(89, Ensemble(7.0, 700.0, 14.0, 0.5, 0.9), 1.5),
    "dark_pad": Instrument(91, Ensemble(10.0, 350.0, 18.0, 0.9, 1.4, bloom=0.4), 1.7),
    "strings": Instrument(48, Ensemble(5.0, 1500.0, 16.0, 0.28, 0.5, ((1100.0, 500.0, 0.6),), bloom=0.4), 1.5),
    "spiccato": Instrument(48, Ensemble(4.6, 1800.0, 14.0, 0.012, 0.16, ((1200.0, 600.0, 0.5),), hardness=0.85), 4.2),
    "tremolo": Instrument(44, Ensemble(4.0, 2500.0, 18.0, 0.5, 0.5, shimmer=9.3), 1.3),
    "choir": Instrument(
        52, Ensemble(8.0, 800.0, 22.0, 0.4, 0.7, ((650.0, 120.0, 2.2), (1080.0, 150.0, 1.4), (2700.0, 300.0, 0.8))), 1.7
    ),
    "brass": Instrument(61, Ensemble(5.5, 1100.0, 7.0, 0.09, 0.22, ((900.0, 500.0, 0.8),), bloom=0.85), 1.7),
    "low_brass": Instrument(58, Ensemble(6.5, 500.0, 8.0, 0.08, 0.25, ((450.0, 250.0, 0.6),), bloom=0.6), 1.6),
}
