"""Continuous sounds of places. ``strength`` 0..1 goes from a breath of it to all around.

Each function returns samples x 2 at any level; the tool sets it. Knows nothing of lengths beyond its own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.production.vocabulary import Ambience
from studio.tools.offline.soundscape.creatures import birdsong, cricket
from studio.tools.offline.soundscape.noise import (
    Generator,
    coloured,
    coloured_stereo,
    hump,
    moments,
    place,
    sine,
    wandering,
)
from studio.tools.wav import RATE, Sound


def sea(rng: Generator, samples: int, strength: float) -> Sound:
    """Waves that rise, break and draw back over a distant surge."""
    surge = coloured_stereo(rng, samples, ((30, -6), (120, 0), (400, -14), (2000, -40)), 0.6)
    body = coloured_stereo(rng, samples, ((100, -12), (400, 0), (1500, -4), (5000, -24)), 0.8)
    foam = coloured_stereo(rng, samples, ((800, -30), (2500, -4), (6000, 0), (12000, -12)), 0.9)
    crest: Sound = np.zeros((samples, 2), np.float32)
    wash: Sound = np.zeros((samples, 2), np.float32)
    start = -int((0.5 + 3.0 * rng.random()) * RATE)
    while start < samples:
        rise, draw = 1.6 + 1.2 * rng.random(), 1.6 + 1.4 * rng.random()
        size, pan = 0.55 + 0.45 * rng.random(), rng.uniform(-0.6, 0.6)
        length = int((rise + 4 * draw) * RATE)
        time = np.arange(length) / RATE
        swell = np.where(time < rise, (time / rise) ** 2.2, np.exp(-(time - rise) / (0.55 * draw)))
        hiss = np.where(time < rise, (time / rise) ** 5, np.exp(-(time - rise) / draw))
        for target, curve in ((crest, swell), (wash, hiss)):
            skipped = max(0, -start)
            place(target, (curve * size).astype(np.float32)[skipped:], max(0, start), 1.0, pan)
        start += int((4.2 + 3.5 * rng.random()) * (1.25 - 0.5 * strength) * RATE)
    sound = (0.14 + 0.32 * crest) * surge
    sound += (0.03 + 0.9 * crest) * body
    sound += (0.03 + wash) * foam * np.float32(0.3 + 0.6 * strength)
    return sound


def rain(rng: Generator, samples: int, strength: float) -> Sound:
    """A curtain of fine drops and single drops that are near."""
    curtain = coloured_stereo(rng, samples, ((150, -26), (800, -12), (3000, -2), (7000, 0), (15000, -9)), 0.9)
    curtain *= wandering(rng, samples, 2.5, 0.85, 1.0)[:, None]
    ground = coloured_stereo(rng, samples, ((60, -8), (200, 0), (600, -12), (2000, -40)), 0.7)
    drops: Sound = np.zeros((samples, 2), np.float32)
    grains = []
    for _ in range(24):
        length = int((0.006 + 0.02 * rng.random()) * RATE)
        pitch = rng.uniform(900, 5200)
        tick = sine(pitch, length) + 0.6 * coloured(rng, length, ((500, -10), (4000, 0), (12000, -6)))
        grains.append((tick * hump(length, 0.0005, 0.003)).astype(np.float32))
    for start in moments(rng, samples, 25 + 130 * strength).tolist():
        place(drops, grains[int(rng.integers(24))], start, 0.25 + 1.6 * rng.random() ** 3, rng.uniform(-0.9, 0.9))
    sound = curtain * np.float32(0.25 + 0.35 * strength)
    sound += ground * np.float32(0.22 * strength)
    sound += drops * np.float32(1.25 - 0.5 * strength)
    return sound


def wind(rng: Generator, samples: int, strength: float) -> Sound:
    """Gusts: bands of noise that come and go, and a whistle in a gale."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    gust = wandering(rng, samples, 1.8, 0.12, 1.0) ** 1.7
    for low, level, follows in ((110, 1.0, 0.7), (240, 0.9, 1.0), (460, 0.7, 1.4), (820, 0.42, 2.0)):
        centre = low * (0.85 + 0.5 * strength)
        spectrum = ((centre / 4, -40), (centre / 1.5, -6), (centre, 0), (centre * 1.6, -8), (centre * 5, -40))
        band = coloured_stereo(rng, samples, spectrum, 0.5)
        own = wandering(rng, samples, 1.4, 0.5, 1.0)
        sound += band * (level * own * gust**follows)[:, None]
    whistle = coloured_stereo(rng, samples, ((900, -60), (1150, -8), (1250, 0), (1350, -8), (1800, -60)), 0.4)
    lean = wandering(rng, samples, 3.0, 0.7, 1.0)
    sound[:, 0] *= lean
    sound[:, 1] *= 1.7 - lean
    return sound + whistle * (0.35 * strength**2 * gust**3)[:, None]


def city(rng: Generator, samples: int, strength: float) -> Sound:
    """The hum of traffic, cars that pass, and now and then a far horn."""
    hum = coloured_stereo(rng, samples, ((25, -14), (60, 0), (160, -3), (600, -17), (3000, -38), (9000, -60)), 0.6)
    hum *= wandering(rng, samples, 3.0, 0.7, 1.0)[:, None]
    cars: Sound = np.zeros((samples, 2), np.float32)
    for start in moments(rng, samples + 4 * RATE, 0.18 + 0.35 * strength).tolist():
        length = int((3.0 + 2.5 * rng.random()) * RATE)
        bell = np.exp(-0.5 * ((np.arange(length) / length - 0.5) / 0.16) ** 2)
        tyres = coloured(rng, length, ((80, -8), (300, 0), (900, -3), (2500, -16), (8000, -36)))
        travel = np.linspace(-1, 1, length) * (1 if rng.random() < 0.5 else -1)
        pass_by = (tyres * bell * (0.4 + 0.6 * rng.random())).astype(np.float32)
        first = start - 4 * RATE // 2
        skipped = max(0, -first)
        left = (pass_by * np.sqrt(0.5 - 0.45 * travel)).astype(np.float32)
        right = (pass_by * np.sqrt(0.5 + 0.45 * travel)).astype(np.float32)
        place(cars, left[skipped:], max(0, first), 1.0, -1.0)
        place(cars, right[skipped:], max(0, first), 1.0, 1.0)
    for start in moments(rng, samples, 0.07 + 0.06 * strength).tolist():
        length = int((0.22 + 0.3 * rng.random()) * RATE)
        pitch = rng.uniform(330, 440)
        horn = sum(sine(pitch * tone * n, length) / n for tone in (1.0, 1.26) for n in (1, 2, 3, 4))
        place(cars, (horn * hump(length, 0.03, 2.0)).astype(np.float32), start, 0.06, rng.uniform(-0.8, 0.8))
    return hum * 0.8 + cars * (0.5 + 0.5 * strength)


def fire(rng: Generator, samples: int, strength: float) -> Sound:
    """A low roar that flickers, and crackles in bursts."""
    roar = coloured_stereo(rng, samples, ((30, -10), (80, 0), (220, -6), (700, -22), (3000, -44)), 0.5)
    roar *= (wandering(rng, samples, 0.11, 0.5, 1.0) * wandering(rng, samples, 0.9, 0.5, 1.0))[:, None]
    hiss = coloured_stereo(rng, samples, ((1000, -30), (4000, -6), (9000, 0), (14000, -8)), 0.8)
    sound = roar * (0.45 + 0.4 * strength) + hiss * 0.035
    liveliness = wandering(rng, samples, 0.5, 0.0, 1.0) ** 2
    for start in moments(rng, samples, 26 + 44 * strength).tolist():
        if rng.random() > 0.15 + float(liveliness[start]):
            continue
        length = int((0.004 + 0.02 * rng.random()) * RATE)
        snap = coloured(rng, length, ((400, -12), (1500, 0), (6000, 0), (14000, -6)))
        size = rng.random() ** 3.5
        decay = 0.001 + 0.006 * size
        place(sound, snap * hump(length, 0.0002, decay), start, 0.18 + 2.4 * size, rng.uniform(-0.6, 0.6))
    return sound


def birds(rng: Generator, samples: int, strength: float) -> Sound:
    """A few birds, each with a song of its own, over quiet air."""
    air = coloured_stereo(rng, samples, ((80, -4), (300, 0), (1200, -14), (6000, -34)), 0.8)
    sound = air * 0.05
    for _ in range(2 + round(4 * strength)):
        song = birdsong(rng)
        pan, near = rng.uniform(-0.9, 0.9), 0.25 + 0.75 * rng.random()
        start = int(rng.uniform(0.05, 2.2) * RATE)
        while start < samples:
            place(sound, song, start, near, pan)
            start += len(song) + int(rng.uniform(0.8, 3.6) * (1.4 - 0.7 * strength) * RATE)
    return sound


def crickets(rng: Generator, samples: int, strength: float) -> Sound:
    """Crickets near and far in the night air."""
    air = coloured_stereo(rng, samples, ((60, -2), (200, 0), (900, -18), (5000, -40)), 0.8)
    far = coloured_stereo(rng, samples, ((3600, -50), (4300, -4), (4600, 0), (4900, -4), (5600, -50)), 0.9)
    sound = air * np.float32(0.02) + far * wandering(rng, samples, 1.2, 0.02, 0.05)[:, None]
    for _ in range(3 + round(6 * strength)):
        chirp, interval = cricket(rng)
        pan, near = rng.uniform(-1, 1), 0.2 + 0.8 * rng.random() ** 2
        start = int(rng.uniform(0.0, 0.6) * RATE)
        while start < samples:
            # A singer rests now and then.
            if rng.random() > 0.06:
                place(sound, chirp, start, 0.5 * near, pan)
            start += int(interval * RATE * rng.uniform(0.98, 1.02))
    return sound


def stream(rng: Generator, samples: int, strength: float) -> Sound:
    """Running water: bubbles of many sizes over a soft rush."""
    rush = coloured_stereo(rng, samples, ((120, -18), (400, -4), (900, 0), (2500, -8), (8000, -22)), 0.9)
    sound = rush * wandering(rng, samples, 0.7, 0.22, 0.3 + 0.15 * strength)[:, None]
    bubbles = []
    for _ in range(48):
        # A bubble rings at a pitch set by its size and rises as it nears the surface (Minnaert, 1933).
        pitch = 420 * 2 ** (2.6 * rng.random())
        length = int(RATE * 30 / pitch)
        rising = pitch * (1 + rng.uniform(0.0, 0.35) * np.arange(length) / length)
        bubbles.append(sine(rising, length) * hump(length, 0.002, 7 / pitch))
    for start in moments(rng, samples, 45 + 110 * strength).tolist():
        size = rng.random() ** 2
        place(sound, bubbles[int(rng.integers(48))], start, 0.15 + 0.75 * size, rng.uniform(-0.8, 0.8))
    return sound


def room(rng: Generator, samples: int, strength: float) -> Sound:
    """The quiet of a room with a clock in it."""
    tone = coloured_stereo(rng, samples, ((30, -8), (80, 0), (200, -8), (800, -26), (5000, -48)), 0.5)
    sound = tone * 0.08
    ticks = []
    for pitch in (2100.0, 1750.0):
        length = int(0.05 * RATE)
        wood = sine(pitch, length) * hump(length, 0.0004, 0.006) + sine(pitch * 0.31, length) * hump(
            length, 0.0006, 0.014
        )
        ticks.append(wood.astype(np.float32))
    start, number = int(rng.uniform(0.05, 0.4) * RATE), 0
    while start < samples:
        place(sound, ticks[number % 2], start, 0.35 + 0.5 * strength, 0.35)
        start += RATE // 2
        number += 1
    return sound


def space(rng: Generator, samples: int, strength: float) -> Sound:
    """A deep drone with slow beats, a far wind, and faint glimmers."""
    sound: Sound = np.zeros((samples, 2), np.float32)
    for pitch, level in ((41.2, 0.9), (61.7, 0.7), (82.6, 0.5), (123.5, 0.3), (185.0, 0.12)):
        for channel in range(2):
            detuned = pitch * (1 + 0.004 * rng.standard_normal())
            swell = wandering(rng, samples, 5.0, 0.4, 1.0)
            sound[:, channel] += level * swell * sine(detuned, samples, rng.random())
    wind_far = coloured_stereo(rng, samples, ((100, -20), (300, 0), (700, -8), (2500, -34)), 0.9)
    sound += wind_far * wandering(rng, samples, 4.0, 0.02, 0.1 + 0.15 * strength)[:, None]
    for start in moments(rng, samples, 0.25 + 0.4 * strength).tolist():
        length = int(2.4 * RATE)
        pitch = float(rng.choice((987.8, 1244.5, 1480.0, 1864.7)))
        glimmer = sine(pitch, length) + 0.4 * sine(pitch * 1.503, length)
        place(sound, glimmer * hump(length, 0.5, 0.6), start, 0.05, rng.uniform(-0.9, 0.9))
    return sound


AMBIENCES: dict[Ambience, Callable[[Generator, int, float], Sound]] = {
    Ambience.SEA: sea,
    Ambience.RAIN: rain,
    Ambience.WIND: wind,
    Ambience.CITY: city,
    Ambience.FIRE: fire,
    Ambience.BIRDS: birds,
    Ambience.CRICKETS: crickets,
    Ambience.STREAM: stream,
    Ambience.ROOM: room,
    Ambience.SPACE: space,
}
