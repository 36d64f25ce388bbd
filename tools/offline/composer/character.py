"""What each mood means for music: tempo, mode, harmony, register, instruments, and who enters at which intensity.

A table of taste. Knows nothing of how any of it is written out or played.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood
from studio.tools.offline.composer.room import Room
from studio.tools.offline.composer.scales import Chord, Key


class Pattern(StrEnum):
    """What a voice does with the harmony or the motif."""

    MELODY = "melody"
    ECHO = "echo"
    PAD = "pad"
    LINE = "line"
    ROLLING = "rolling"
    SPARSE = "sparse"
    STRUM = "strum"
    OFFBEAT = "offbeat"
    OSTINATO = "ostinato"
    LONG_BASS = "long_bass"
    STEPPING_BASS = "stepping_bass"
    PULSE_BASS = "pulse_bass"
    BRUSHES = "brushes"
    TOYS = "toys"
    MARCH = "march"
    HEARTBEAT = "heartbeat"
    DRUMS = "drums"
    SHAKER = "shaker"


@dataclass(frozen=True)
class Voice:
    """One instrument's place in a mood.

    ``centre`` is the MIDI key that it stays around; it plays from intensity ``enters`` upwards.
    """

    stem: str
    instrument: str
    pattern: Pattern
    centre: int
    level: float
    enters: float = 0.0
    pan: float = 0.0


@dataclass(frozen=True)
class Character:
    """A mood as music.

    ``pulse`` multiplies the film's tempo. ``minor`` None keeps the film's own; the other leads to the relative key.
    ``modes`` are for a major and a minor key. ``stretch`` is the motif's augmentation. ``theme`` and ``contrast`` are
    one chord a bar; ``cadence`` is the chord before the last. ``swing`` in beats delays what falls between beats;
    ``staccato`` is the share of its length that a melody note is held.
    """

    pulse: float
    minor: bool | None
    modes: tuple[str, str]
    stretch: float
    theme: tuple[Chord, ...]
    contrast: tuple[Chord, ...]
    cadence: Chord
    room: Room
    voices: tuple[Voice, ...]
    swing: float = 0.0
    staccato: float = 1.0
    hollow_end: bool = False

    def key(self, direction: MusicDirection) -> Key:
        """The key of a cue in a film of this direction."""
        minor = direction.minor if self.minor is None else self.minor
        tonic = direction.tonic
        if minor and not direction.minor:
            tonic -= 3
        elif direction.minor and not minor:
            tonic += 3
        return Key(tonic % 12, self.modes[1] if minor else self.modes[0])

    def tempo(self, direction: MusicDirection) -> float:
        """Beats a minute of a cue in a film of this direction."""
        return min(176.0, max(44.0, direction.beats_per_minute * self.pulse))


_SMALL = Room(0.9, 0.7, 0.16)
_CHAMBER = Room(1.5, 0.6, 0.22)
_HALL = Room(2.3, 0.5, 0.28)
_CATHEDRAL = Room(3.4, 0.4, 0.4)

CHARACTERS: dict[Mood, Character] = {
    Mood.CALM: Character(
        pulse=0.75,
        minor=None,
        modes=("ionian", "dorian"),
        stretch=2.0,
        theme=(Chord(0, (1,)), Chord(3, (6,)), Chord(0, (1,)), Chord(5, (6,))),
        contrast=(Chord(3, (6,)), Chord(1, (6,)), Chord(5, (6,)), Chord(4)),
        cadence=Chord(3, (1,)),
        room=_HALL,
        voices=(
            Voice("pads", "warm_pad", Pattern.PAD, 60, 0.5),
            Voice("melody", "felt_piano", Pattern.MELODY, 70, 0.8, pan=0.1),
            Voice("plucked", "harp", Pattern.SPARSE, 62, 0.34, 0.3, -0.35),
            Voice("bass", "soft_bass", Pattern.LONG_BASS, 40, 0.4, 0.4),
            Voice("strings", "strings", Pattern.LINE, 67, 0.22, 0.7, 0.3),
        ),
    ),
    Mood.TENDER: Character(
        pulse=0.86,
        minor=None,
        modes=("ionian", "aeolian"),
        stretch=1.0,
        theme=(Chord(0), Chord(5, (6,)), Chord(3, (1,)), Chord(4)),
        contrast=(Chord(5), Chord(3, (6,)), Chord(1, (6,)), Chord(4)),
        cadence=Chord(4),
        room=_CHAMBER,
        voices=(
            Voice("melody", "music_box", Pattern.MELODY, 79, 0.56, pan=0.15),
            Voice("keys", "felt_piano", Pattern.ROLLING, 57, 0.4, 0.0, -0.15),
            Voice("strings", "strings", Pattern.PAD, 62, 0.26, 0.25),
            Voice("echo", "felt_piano", Pattern.ECHO, 67, 0.34, 0.45, -0.1),
            Voice("bass", "soft_bass", Pattern.LONG_BASS, 43, 0.3, 0.55),
        ),
    ),
    Mood.JOYFUL: Character(
        pulse=1.42,
        minor=False,
        modes=("ionian", "dorian"),
        stretch=1.0,
        theme=(Chord(0), Chord(4), Chord(5), Chord(3)),
        contrast=(Chord(3), Chord(0), Chord(1), Chord(4)),
        cadence=Chord(4),
        room=_CHAMBER,
        voices=(
            Voice("melody", "flute", Pattern.MELODY, 79, 0.44, pan=0.12),
            Voice("plucked", "guitar", Pattern.STRUM, 62, 0.44, 0.0, -0.4),
            Voice("bass", "plucked_bass", Pattern.STEPPING_BASS, 43, 0.5, 0.15),
            Voice("percussion", "percussion", Pattern.BRUSHES, 0, 0.62, 0.3),
            Voice("mallets", "marimba", Pattern.OFFBEAT, 72, 0.3, 0.45, 0.4),
            Voice("strings", "strings", Pattern.PAD, 66, 0.16, 0.65),
        ),
    ),
    Mood.PLAYFUL: Character(
        pulse=1.58,
        minor=False,
        modes=("mixolydian", "dorian"),
        stretch=1.0,
        theme=(Chord(0), Chord(0), Chord(3), Chord(6)),
        contrast=(Chord(1), Chord(4), Chord(1), Chord(6)),
        cadence=Chord(6),
        room=_SMALL,
        voices=(
            Voice("melody", "pizzicato", Pattern.MELODY, 74, 0.6, pan=-0.15),
            Voice("bass", "plucked_bass", Pattern.STEPPING_BASS, 45, 0.42, pan=0.1),
            Voice("mallets", "marimba", Pattern.OFFBEAT, 67, 0.42, 0.1, 0.35),
            Voice("percussion", "percussion", Pattern.TOYS, 0, 0.62, 0.3),
            Voice("echo", "celesta", Pattern.ECHO, 86, 0.26, 0.4, 0.3),
        ),
        swing=0.14,
        staccato=0.5,
    ),
    Mood.HOPEFUL: Character(
        pulse=1.0,
        minor=False,
        modes=("ionian", "dorian"),
        stretch=1.0,
        theme=(Chord(0, (1,)), Chord(4), Chord(5), Chord(3, (1,))),
        contrast=(Chord(3), Chord(4), Chord(5), Chord(4)),
        cadence=Chord(4),
        room=_HALL,
        voices=(
            Voice("keys", "felt_piano", Pattern.ROLLING, 62, 0.5, 0.0, -0.1),
            Voice("melody", "violin", Pattern.MELODY, 72, 0.52, pan=0.15),
            Voice("strings", "strings", Pattern.PAD, 62, 0.3, 0.2),
            Voice("bass", "soft_bass", Pattern.LONG_BASS, 43, 0.42, 0.3),
            Voice("percussion", "percussion", Pattern.SHAKER, 0, 0.6, 0.6),
            Voice("plucked", "harp", Pattern.SPARSE, 74, 0.24, 0.55, 0.35),
        ),
    ),
    Mood.TRIUMPHANT: Character(
        pulse=1.25,
        minor=False,
        modes=("mixolydian", "dorian"),
        stretch=1.0,
        theme=(Chord(0), Chord(6), Chord(3), Chord(0)),
        contrast=(Chord(5), Chord(3), Chord(6), Chord(4)),
        cadence=Chord(3),
        room=_HALL,
        voices=(
            Voice("brass", "brass", Pattern.MELODY, 67, 0.5, pan=0.1),
            Voice("strings", "spiccato", Pattern.OSTINATO, 67, 0.3, 0.1, -0.3),
            Voice("percussion", "percussion", Pattern.MARCH, 0, 0.5, 0.2),
            Voice("bass", "low_brass", Pattern.STEPPING_BASS, 41, 0.34),
            Voice("pads", "strings", Pattern.PAD, 64, 0.3, 0.0, -0.1),
            Voice("echo", "violin", Pattern.ECHO, 79, 0.2, 0.6, -0.2),
        ),
    ),
    Mood.MYSTERIOUS: Character(
        pulse=0.66,
        minor=True,
        modes=("lydian", "dorian"),
        stretch=1.0,
        theme=(Chord(0, (1,)), Chord(3), Chord(0, (6,)), Chord(1)),
        contrast=(Chord(6), Chord(3), Chord(1, (6,)), Chord(4)),
        cadence=Chord(1),
        room=_CATHEDRAL,
        voices=(
            Voice("pads", "dark_pad", Pattern.PAD, 50, 0.46),
            Voice("melody", "celesta", Pattern.MELODY, 83, 0.52, pan=0.25),
            Voice("bass", "soft_bass", Pattern.LONG_BASS, 33, 0.36, 0.2),
            Voice("plucked", "harp", Pattern.SPARSE, 57, 0.26, 0.4, -0.4),
            Voice("choir", "choir", Pattern.LINE, 64, 0.2, 0.65),
        ),
        hollow_end=True,
    ),
    Mood.TENSE: Character(
        pulse=1.3,
        minor=True,
        modes=("phrygian", "phrygian"),
        stretch=1.0,
        theme=(Chord(0, (1,), hollow=True), Chord(0, (1,), hollow=True), Chord(1), Chord(6, hollow=True)),
        contrast=(Chord(3, (1,)), Chord(1), Chord(5), Chord(1)),
        cadence=Chord(1),
        room=_CHAMBER,
        voices=(
            Voice("strings", "spiccato", Pattern.OSTINATO, 50, 0.4, 0.0, -0.2),
            Voice("percussion", "percussion", Pattern.HEARTBEAT, 0, 0.5),
            Voice("melody", "cello", Pattern.MELODY, 53, 0.36, pan=0.2),
            Voice("bass", "low_brass", Pattern.PULSE_BASS, 36, 0.3, 0.25),
            Voice("pads", "tremolo", Pattern.PAD, 74, 0.13, 0.35, 0.1),
        ),
        hollow_end=True,
    ),
    Mood.MELANCHOLY: Character(
        pulse=0.62,
        minor=True,
        modes=("aeolian", "aeolian"),
        stretch=1.0,
        theme=(Chord(0), Chord(5, (6,)), Chord(3), Chord(4, raised_third=True)),
        contrast=(Chord(5), Chord(2), Chord(3, (6,)), Chord(4, raised_third=True)),
        cadence=Chord(4, raised_third=True),
        room=_HALL,
        voices=(
            Voice("melody", "cello", Pattern.MELODY, 60, 0.42, pan=0.15),
            Voice("keys", "felt_piano", Pattern.SPARSE, 62, 0.44, 0.0, -0.15),
            Voice("strings", "strings", Pattern.PAD, 55, 0.26, 0.3),
            Voice("bass", "soft_bass", Pattern.LONG_BASS, 38, 0.3, 0.5),
        ),
    ),
    Mood.EPIC: Character(
        pulse=1.1,
        minor=None,
        modes=("mixolydian", "aeolian"),
        stretch=2.0,
        theme=(Chord(0), Chord(5), Chord(2), Chord(6)),
        contrast=(Chord(3), Chord(5), Chord(3), Chord(6)),
        cadence=Chord(6),
        room=_CATHEDRAL,
        voices=(
            Voice("brass", "brass", Pattern.MELODY, 60, 0.5, pan=-0.1),
            Voice("percussion", "percussion", Pattern.DRUMS, 0, 0.62),
            Voice("choir", "choir", Pattern.PAD, 62, 0.4, 0.2),
            Voice("strings", "spiccato", Pattern.OSTINATO, 57, 0.34, 0.1, 0.25),
            Voice("bass", "low_brass", Pattern.LONG_BASS, 34, 0.42),
            Voice("pads", "strings", Pattern.LINE, 74, 0.26, 0.5, -0.3),
        ),
        hollow_end=True,
    ),
}
