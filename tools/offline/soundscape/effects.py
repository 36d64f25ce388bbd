"""Short sounds with a moment of their own. ``strength`` 0..1 is how near or violent.

Each function is told how many samples there are and returns at most as many x 2: repeated strokes that do not fit are
left out, and what is too long is made shorter. Knows nothing of level.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.production.vocabulary import Effect
from studio.tools.offline.composer.room import Room, reverberation
from studio.tools.offline.soundscape.noise import Generator, coloured, coloured_stereo, hump, moments, place, sine
from studio.tools.wav import RATE, Sound

_OUTDOORS = Room(2.6, 0.25, 0.35)
_TOWER = Room(2.8, 0.5, 0.3)
_CORRIDOR = Room(0.8, 0.5, 0.25)
_DREAM = Room(2.2, 0.8, 0.4)


def thunder(rng: Generator, samples: int, strength: float) -> Sound:
    """A crack when it is near, then peals that roll away."""
    length = min(samples, int((4.5 + 2.0 * strength) * RATE))
    sound: Sound = np.zeros((length, 2), np.float32)
    rumble = coloured_stereo(rng, length, ((20, -8), (45, 0), (130, -5), (400, -22), (2000, -50)), 0.5)
    peals = np.zeros(length, np.float32)
    start, size = 0, 1.0
    while start < length:
        peal = int(1.6 * RATE)
        peals[start : start + peal] += size * hump(peal, 0.03 + 0.1 * (start > 0), 0.5)[: length - start]
        start += int(rng.uniform(0.25, 0.8) * RATE)
        size *= rng.uniform(0.6, 0.95)
    sound += rumble * peals[:, None]
    for number, offset in enumerate(np.sort(rng.uniform(0.0, 0.25, 5)).tolist()):
        crack = min(length, int(0.5 * RATE))
        tear = coloured(rng, crack, ((100, -6), (500, 0), (2500, -5), (9000, -18)))
        tear *= hump(crack, 0.001, 0.04 + 0.05 * rng.random())
        gain = strength * (2.6 if number == 0 else 1.4)
        place(sound, tear, int(offset * RATE), gain, rng.uniform(-0.5, 0.5))
    return sound + reverberation(sound, _OUTDOORS)


# Partials of a minor-third church bell, relative to its nominal's octave below: hum, prime, tierce, quint, nominal ...
_BELL = (
    (0.5, 0.6, 1.6),
    (1.0, 0.7, 1.1),
    (1.2, 0.6, 0.9),
    (1.5, 0.35, 0.7),
    (2.0, 0.8, 0.8),
    (2.67, 0.4, 0.4),
    (4.2, 0.3, 0.2),
)


def bell(rng: Generator, samples: int, strength: float) -> Sound:
    """A church bell, one stroke every two seconds."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    pitch = rng.uniform(300, 380)
    for number in range(3):
        start = int(2.1 * number * RATE)
        ring = min(samples - start, int(5.0 * RATE))
        if number and ring < 2.0 * RATE:
            break
        stroke = np.zeros(ring, np.float32)
        for multiple, level, share in _BELL:
            stroke += level * sine(pitch * multiple, ring, rng.random()) * hump(ring, 0.002, 1.5 * share)
        clang = min(ring, int(0.05 * RATE))
        stroke[:clang] += (
            (0.3 + strength) * coloured(rng, clang, ((800, -9), (3500, 0), (9000, -9))) * hump(clang, 0.0005, 0.01)
        )
        place(sound, stroke, start, 1.0 if number == 0 else 0.85, rng.uniform(-0.1, 0.1))
    return sound + reverberation(sound, _TOWER)


def chime(rng: Generator, samples: int, strength: float) -> Sound:
    """Wind chimes: tubes of a pentatonic scale, struck as the air moves them."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    tubes = [880 * 2 ** (step / 12) for step in (0, 2, 5, 7, 9, 12)]
    span = max(1, min(samples - int(0.6 * RATE), int(2.2 * RATE)))
    starts = np.sort((rng.random(4 + round(8 * strength)) ** 1.4 * span).astype(np.int64))
    for start in (starts - starts[0]).tolist():
        ring = min(samples - start, int(2.4 * RATE))
        number = int(rng.integers(len(tubes)))
        tube = np.zeros(ring, np.float32)
        for multiple, level, decay in ((1.0, 1.0, 0.7), (2.76, 0.45, 0.35), (5.4, 0.2, 0.12)):
            tube += level * sine(tubes[number] * multiple, ring) * hump(ring, 0.001, decay)
        place(sound, tube, start, 0.4 + 0.6 * rng.random(), (number - 2.5) / 3.5)
    return sound + reverberation(sound, _TOWER) * 0.6


def whoosh(rng: Generator, samples: int, strength: float) -> Sound:
    """Something passes: a band of noise that rises and falls from one side to the other."""
    length = min(samples, int((1.5 - 0.7 * strength) * RATE))
    along = np.linspace(0, 1, length)
    sound: Sound = np.zeros((length, 2), np.float32)
    for centre, when in ((350, 0.5), (700, 0.5), (1400, 0.52), (2800, 0.54)):
        spectrum = ((centre / 4, -40), (centre / 1.4, -3), (centre, 0), (centre * 1.4, -3), (centre * 4, -40))
        # High bands open only around the moment of passing.
        width = 0.2 * (350 / centre) ** 0.35
        bell_curve = np.exp(-0.5 * ((along - when) / width) ** 2) * (0.9 if centre < 2000 else 0.4 + 0.5 * strength)
        place(sound, (coloured(rng, length, spectrum) * bell_curve).astype(np.float32), 0, 1.0, 0.0)
    side = (0.5 + 0.42 * np.sin((along - 0.5) * np.pi))[:, None]
    travelled: Sound = sound * np.sqrt(np.concatenate((1 - side, side), axis=1)).astype(np.float32)
    return travelled * np.sin(np.pi * along)[:, None].astype(np.float32)


def splash(rng: Generator, samples: int, strength: float) -> Sound:
    """A body meets water: a slap, a spray, and drops and bubbles after it."""
    length = min(samples, int((1.2 + 0.8 * strength) * RATE))
    spray = coloured_stereo(rng, length, ((200, -14), (700, 0), (2500, 0), (6000, -6), (14000, -16)), 0.8)
    sound = spray * hump(length, 0.02, 0.16 + 0.14 * strength)[:, None]
    slap = min(length, int(0.2 * RATE))
    place(
        sound, coloured(rng, slap, ((60, -6), (160, 0), (600, -14))) * hump(slap, 0.004, 0.05), 0, 1.0 + strength, 0.0
    )
    for start in moments(rng, length, 40 + 50 * strength).tolist():
        pitch = rng.uniform(450, 2200)
        size = int(RATE * 26 / pitch)
        if start + size < length and start > 0.08 * RATE:
            rising = pitch * (1 + 0.3 * np.arange(size) / size)
            fading = float(np.exp(-start / (0.6 * RATE)))
            place(sound, sine(rising, size) * hump(size, 0.002, 6 / pitch), start, 0.7 * fading, rng.uniform(-0.7, 0.7))
    return sound


def footsteps(rng: Generator, samples: int, strength: float) -> Sound:
    """Steps on gravelly ground, left and right, as many as fit."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    step = int(0.26 * RATE)
    interval = int((0.62 - 0.16 * strength) * RATE)
    for number, start in enumerate(range(0, max(1, min(samples, 5 * RATE) - step), interval)):
        pan = 0.25 if number % 2 else -0.25
        for offset, weight in ((0.0, 1.0), (0.085 + 0.02 * rng.random(), 0.6)):
            length = int(0.12 * RATE)
            thud = sine(rng.uniform(80, 105) * np.exp(-np.arange(length) / (0.05 * RATE)), length) * hump(
                length, 0.002, 0.022
            )
            grit = coloured(rng, length, ((400, -14), (1500, -2), (4000, 0), (9000, -10))) * hump(length, 0.004, 0.02)
            grit *= np.abs(coloured(rng, length, ((40, 0), (200, -6), (900, -30))))
            at = start + int(offset * RATE)
            place(sound, (1.1 * thud + 0.34 * grit).astype(np.float32), at, weight * rng.uniform(0.85, 1.0), pan)
    return sound + reverberation(sound, _CORRIDOR) * 0.4


def door(rng: Generator, samples: int, strength: float) -> Sound:
    """A door creaks on its hinge and falls shut with a click of the latch."""
    total = min(samples, int(2.2 * RATE))
    shut = int(total * 0.62)
    sound: Sound = np.zeros((total, 2), np.float32)
    creak = int(shut * 0.85)
    along = np.linspace(0, 1, creak)
    # The hinge sticks and slips: pulses whose rate wavers, in a few resonances of the wood.
    rate = 38 + 55 * np.sin(np.pi * along) + 14 * np.sin(2 * np.pi * (1.5 + rng.random()) * along)
    cycles = np.cumsum(rate / RATE)
    slips = np.flatnonzero(np.diff(np.floor(cycles)))
    ring = int(0.03 * RATE)
    grain = sum(sine(pitch, ring) * hump(ring, 0.0004, 0.005) for pitch in (620.0, 1130.0, 1870.0, 2600.0))
    hinge: Sound = np.zeros((total, 2), np.float32)
    for slip in slips.tolist():
        place(
            hinge,
            np.asarray(grain, np.float32),
            slip,
            rng.uniform(0.5, 1.0) * float(np.sin(np.pi * along[slip]) ** 0.5),
            -0.2,
        )
    sound += hinge * 0.22
    thud = min(total - shut, int(0.5 * RATE))
    slam = sine(72.0, thud) * hump(thud, 0.003, 0.07) + 0.5 * coloured(
        rng, thud, ((60, 0), (300, -4), (1200, -14), (5000, -30))
    ) * hump(thud, 0.002, 0.04)
    place(sound, slam.astype(np.float32), shut, 0.8 + 0.9 * strength, 0.0)
    click = min(total - shut, int(0.04 * RATE))
    latch = coloured(rng, click, ((900, -12), (2500, 0), (6000, -3), (12000, -12))) * hump(click, 0.0004, 0.006)
    place(sound, latch, shut, 0.5, 0.15)
    return sound + reverberation(sound, _CORRIDOR)


def sparkle(rng: Generator, samples: int, strength: float) -> Sound:
    """A glittering run of tiny bells upwards."""
    length = min(samples, int(2.4 * RATE))
    sound: Sound = np.zeros((length, 2), np.float32)
    count = 8 + round(10 * strength)
    span = min(0.9 * RATE, 0.5 * length)
    scale = (0, 4, 7, 9, 12, 16, 19, 21, 24, 28)
    for number in range(count):
        start = int(span * number / count * rng.uniform(0.92, 1.0))
        ring = min(length - start, int(1.1 * RATE))
        pitch = 1318.5 * 2 ** (scale[min(9, number * 10 // count)] / 12)
        tone = sine(pitch, ring) * hump(ring, 0.001, 0.22) + 0.25 * sine(pitch * 3.01, ring) * hump(ring, 0.001, 0.06)
        place(sound, tone.astype(np.float32), start, rng.uniform(0.5, 1.0), rng.uniform(-0.8, 0.8))
    return sound + reverberation(sound, _DREAM)


def heartbeat(rng: Generator, samples: int, strength: float) -> Sound:
    """Two dull strokes, again and again, as many as fit; faster when it is strong."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    interval = int(RATE * 60 / (58 + 50 * strength))
    beat = int(0.5 * RATE)
    for start in range(0, max(1, min(samples, 6 * RATE) - beat), interval):
        for offset, pitch, size in ((0.0, 52.0, 1.0), (0.27 - 0.08 * strength, 62.0, 0.7)):
            length = int(0.22 * RATE)
            falling = pitch * (0.75 + 0.5 * np.exp(-np.arange(length) / (0.02 * RATE)))
            thump = sine(falling, length) * hump(length, 0.008, 0.05)
            thump += 0.18 * sine(falling * 2.1, length) * hump(length, 0.004, 0.025)
            place(sound, thump.astype(np.float32), start + int(offset * RATE), size * rng.uniform(0.95, 1.0), 0.0)
    return sound


def foghorn(rng: Generator, samples: int, strength: float) -> Sound:
    """A horn across the water: a low reed that swells, drops a little, and echoes."""
    blast = min(int((1.8 + strength) * RATE), int(samples * 0.6))
    sound: Sound = np.zeros((min(samples, blast + 3 * RATE), 2), np.float32)
    along = np.arange(blast) / RATE
    pitch = rng.uniform(98, 112) * (1 - 0.05 * np.clip((along - (blast / RATE - 0.35)) / 0.35, 0, 1))
    reed = np.zeros(blast, np.float32)
    for number in range(1, 14):
        formant = 1 + 1.6 * np.exp(-0.5 * ((number * 105 - 420) / 160) ** 2)
        reed += np.float32(formant / number**1.1) * sine(pitch * number, blast, 0.1 * number)
    edge = min(0.18, 0.2 * blast / RATE)
    shape = np.clip(np.minimum(along / edge, (blast / RATE - along) / edge), 0, 1)
    place(sound, (reed * np.sin(shape * np.pi / 2) ** 2).astype(np.float32), 0, 1.0, 0.0)
    return sound + reverberation(sound, _OUTDOORS) * 1.4


EFFECTS: dict[Effect, Callable[[Generator, int, float], Sound]] = {
    Effect.THUNDER: thunder,
    Effect.BELL: bell,
    Effect.CHIME: chime,
    Effect.WHOOSH: whoosh,
    Effect.SPLASH: splash,
    Effect.FOOTSTEPS: footsteps,
    Effect.DOOR: door,
    Effect.SPARKLE: sparkle,
    Effect.HEARTBEAT: heartbeat,
    Effect.FOGHORN: foghorn,
}
