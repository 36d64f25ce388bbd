"""What the film engine is asked for: segments, transitions, the mix, the film, the poster, and measurements.

Time is whole frames at a rational rate within a shot, and samples at 48 kHz within a film. A request names a place
in the film only where the product really depends on it (mix and film): a segment is the same wherever its shot stands.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.made import Footage
from studio.production.vocabulary import CameraMove, TransitionKind


class VideoSettings(Document):
    """Size in pixels (even), frame rate as a fraction, the encoder's dial. ``threads`` is fixed: it changes bytes."""

    width: int
    height: int
    rate_numerator: int = 24
    rate_denominator: int = 1
    codec: Literal["h264"] = "h264"
    preset: str = "medium"
    crf: int = 20
    threads: int = 2


class CaptionWord(Document):
    """``text[start_char:end_char]`` of its caption is heard from frame ``start`` until frame ``end`` of the shot."""

    start_char: int
    end_char: int
    start: int
    end: int


class BurnedCaption(Document):
    """At most two lines of text, seen from frame ``start`` until ``end`` of the shot; the heard word is marked."""

    text: str
    language: str
    words: tuple[CaptionWord, ...]
    start: int
    end: int


class Lettering(Document):
    """A title card's or an end card's text, fading in and out between two frames of the shot.

    ``footnote`` is the small line at the bottom edge. ``logo`` is a picture with or without alpha.
    """

    title: str
    subtitle: str = ""
    footnote: str = ""
    language: str
    colour: str = "#fff8e7"
    logo: Asset | None = None
    start: int
    end: int


class ShotView(Document):
    """A shot as the camera sees it: its picture (and layers), the move, and the whole length in frames.

    ``footage`` is shown instead of the picture, piece after piece, where there is some: at least ``frames`` frames.

    ``strength`` 0..1 is how far the camera goes; ``seed`` decides the small motion that makes a shot alive.
    """

    picture: Asset
    layers: Asset | None
    move: CameraMove
    strength: Annotated[float, Field(ge=0, le=1)] = 0.5
    frames: Annotated[int, Field(ge=1)]
    seed: int = 0
    footage: tuple[Footage, ...] = ()
    captions: tuple[BurnedCaption, ...] = ()
    lettering: Lettering | None = None


class SegmentRequest(Document):
    """Frames ``first`` (inclusive) to ``last`` (exclusive) of the shot: what is not lent to transitions."""

    shot: ShotView
    first: int
    last: int
    video: VideoSettings


class SegmentProduct(Document):
    """``video`` is an H.264 elementary stream in MP4 that starts with an IDR frame and has a closed GOP."""

    video: Asset
    frames: int


class TransitionRequest(Document):
    """``frames`` frames that begin at frame ``before_first`` of the shot before and at frame 0 of the shot after."""

    kind: TransitionKind
    frames: Annotated[int, Field(ge=6)]
    before: ShotView
    before_first: int
    after: ShotView
    video: VideoSettings


class PlacedSound(Document):
    """A sound in the film: where it starts, how long it is, its gain in dB, and its fades, in samples."""

    audio: Asset
    start: int
    samples: int
    gain: float = 0.0
    fade_in: int = 0
    fade_out: int = 0


class MixRequest(Document):
    """The whole film's sound. ``music`` is ducked under ``voice``, ``sounds`` a little less; ``target_lufs`` is reached
    by measured gain."""

    samples: int
    voice: tuple[PlacedSound, ...] = ()
    music: tuple[PlacedSound, ...] = ()
    sounds: tuple[PlacedSound, ...] = ()
    target_lufs: float = -16.0
    true_peak_ceiling: float = -1.5


class MixProduct(Document):
    """``audio`` is AAC-LC 48 kHz stereo in MP4 with its priming signalled.

    ``loudness`` in LUFS and ``true_peak`` in dBTP are of the mix as encoded; both are None where all is silent.
    """

    audio: Asset
    samples: int
    loudness: float | None
    true_peak: float | None


class FilmRequest(Document):
    """Parts are segments and transitions in order; the film is a stream copy of them and of the mix.

    ``comment`` says that the film was generated and by what; it is written into the file's metadata.
    """

    parts: tuple[SegmentProduct, ...]
    mix: MixProduct | None
    video: VideoSettings
    title: str
    language: str
    comment: str


class FilmProduct(Document):
    """``film`` is MP4 with faststart."""

    film: Asset
    frames: int


class StillRequest(Document):
    """Frame ``frame`` of a piece of footage as a picture."""

    footage: Footage
    frame: int
    width: int
    height: int


class StillProduct(Document):
    """``picture`` is a PNG."""

    picture: Asset


class NumberedPicture(Document):
    """A picture, and the number that stands below it."""

    number: int
    picture: Asset


class ContactSheetRequest(Document):
    """Pictures of about the shape ``width`` x ``height``, in order."""

    pictures: Annotated[tuple[NumberedPicture, ...], Field(min_length=1)]
    width: int
    height: int


class ContactSheetProduct(Document):
    """``sheet`` is a PNG."""

    sheet: Asset


class PosterRequest(Document):
    """A still from frame ``frame`` of a shot, with its lettering."""

    shot: ShotView
    frame: int
    width: int
    height: int


class PosterProduct(Document):
    """``poster`` is a PNG."""

    poster: Asset


class PictureMeasureRequest(Document):
    """A picture to be measured; ``palette`` and ``sheet`` (a character's colours) are what it should keep to."""

    picture: Asset
    layers: Asset | None = None
    palette: tuple[str, ...] = ()


class PictureMeasurements(Document):
    """``brightness`` and ``contrast`` 0..1 (mean and spread of luma); ``detail`` 0..1 (share of the picture that is
    not flat); ``legibility`` 0..1, how clearly the figures stand out from what is behind them (None without figures);
    ``palette_drift`` 0..1 (OKLab distance from the palette, None without one); ``signature`` a 64-bit perceptual
    hash as 16 hexadecimal digits, equal or near for duplicate pictures.
    """

    brightness: float
    contrast: float
    detail: float
    legibility: float | None
    palette_drift: float | None
    signature: str


class FilmMeasureRequest(Document):
    """A film to be measured by decoding it."""

    film: Asset


class FilmMeasurements(Document):
    """``seconds`` and ``frames`` as decoded; black and frozen stretches as (first frame, frames); the longest silence
    in seconds; loudness in LUFS, true peak in dBTP, and the share of clipped samples."""

    seconds: float
    frames: int
    black: tuple[tuple[int, int], ...]
    frozen: tuple[tuple[int, int], ...]
    longest_silence: float
    loudness: float | None
    true_peak: float | None
    clipped: float
