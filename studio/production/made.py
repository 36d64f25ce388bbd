"""What tools made: assets with what was measured of them. Joined by id to what was authored."""

from __future__ import annotations

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.critique import CritiqueDraft
from studio.production.screenplay import PictureDraft
from studio.production.vocabulary import AgentRole, Ambience, Effect, SheetView


class Word(Document):
    """``text[start_char:end_char]`` of its line is heard from ``start`` until ``end``, in samples of the take."""

    start_char: int
    end_char: int
    start: int
    end: int


class Take(Document):
    """A spoken line. ``audio`` is None where the line is only shown; ``samples`` is then its reading time."""

    audio: Asset | None
    samples: int
    words: tuple[Word, ...] = ()
    voice: str = ""


class Cue(Document):
    """The music of a scene."""

    audio: Asset
    samples: int
    notes: Asset | None = None
    stems: tuple[tuple[str, Asset], ...] = ()


class Sound(Document):
    """An ambience or effect of a scene; ``start`` in samples from the scene's beginning."""

    sound: Ambience | Effect
    audio: Asset
    start: int
    samples: int


class Candidate(Document):
    """A picture that was painted for a shot, with its judgement."""

    picture: Asset
    layers: Asset | None
    direction: PictureDraft
    critique: CritiqueDraft


class Picture(Document):
    """The chosen candidate; the others stay beside it."""

    chosen: int
    candidates: tuple[Candidate, ...]

    @property
    def picture(self) -> Asset:
        """The flattened picture."""
        return self.candidates[self.chosen].picture

    @property
    def layers(self) -> Asset | None:
        """Its depth layers, where the tool paints in layers."""
        return self.candidates[self.chosen].layers


class SheetPicture(Document):
    """A character seen from one side."""

    view: SheetView
    picture: Asset


class CastSheet(Document):
    """What a character looks like, in words and from its sides; every shot's picture is painted after it.

    Empty where the image tool takes no pictures.
    """

    described: str = ""
    pictures: tuple[SheetPicture, ...] = ()


class Footage(Document):
    """A piece of moving picture from a video tool."""

    video: Asset
    frames: int


class Clip(Document):
    """What a video tool made of a shot's picture, piece after piece, at least as long as the shot.

    Without pieces the camera moves over the picture itself.
    """

    pieces: tuple[Footage, ...] = ()


class Segment(Document):
    """The encoded body of a shot, or a transition."""

    video: Asset
    frames: int


class Mix(Document):
    """The film's sound."""

    audio: Asset
    samples: int
    loudness: float | None
    true_peak: float | None


class Film(Document):
    """The assembled video and what lies beside it."""

    video: Asset
    frames: int
    poster: Asset
    captions: tuple[tuple[str, Asset], ...] = ()
    """Caption files by suffix: srt, vtt."""


class Critique(Document):
    """A judgement that was made in this production. ``subject`` is a shot's id, ``title``, ``end``, ``screenplay`` or
    ``film``; ``round`` counts what was judged of it, from 0."""

    critic: str
    role: AgentRole = AgentRole.CRITIC
    subject: str
    round: int
    critique: CritiqueDraft
