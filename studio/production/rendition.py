"""A rendition: format and quality as a size in pixels, a frame rate and an encoder's settings."""

from __future__ import annotations

from fractions import Fraction

from studio.production.canonical import Document
from studio.production.vocabulary import Captions, Format, Quality

SAMPLE_RATE = 48_000

_LONG_SIDE = {Quality.DRAFT: 960, Quality.STANDARD: 1920, Quality.FINAL: 3840}
_ENCODER = {Quality.DRAFT: ("veryfast", 23), Quality.STANDARD: ("medium", 20), Quality.FINAL: ("slow", 18)}
_SHAPE = {
    Format.WIDE: Fraction(16, 9),
    Format.TALL: Fraction(9, 16),
    Format.SQUARE: Fraction(1),
    Format.PORTRAIT: Fraction(4, 5),
}


class Rendition(Document):
    """What pictures, segments and the film belong to; treatment and shot intent do not."""

    format: Format = Format.WIDE
    quality: Quality = Quality.STANDARD
    captions: Captions = Captions.BESIDE
    rate: tuple[int, int] = (24, 1)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even; a square picture is as high as a wide one."""
        long_side = _LONG_SIDE[self.quality]
        shape = _SHAPE[self.format]
        if shape >= 1:
            short = long_side * 9 // 16
            return (_even(short * shape), _even(short))
        short = long_side * 9 // 16
        return (_even(short), _even(short / shape))

    @property
    def encoder(self) -> tuple[str, int]:
        """The x264 preset and its constant rate factor."""
        return _ENCODER[self.quality]

    def frames(self, seconds: float) -> int:
        """The whole number of frames nearest to ``seconds``."""
        return round(seconds * self.rate[0] / self.rate[1])

    def seconds(self, frames: int) -> float:
        """The length of ``frames`` in seconds."""
        return frames * self.rate[1] / self.rate[0]

    def samples(self, frames: int) -> int:
        """The sample at which frame number ``frames`` begins."""
        return frames * SAMPLE_RATE * self.rate[1] // self.rate[0]

    def frame_at(self, samples: int) -> int:
        """The first frame that begins at or after ``samples``."""
        return -(-samples * self.rate[0] // (SAMPLE_RATE * self.rate[1]))


def _even(value: Fraction | float) -> int:
    return round(value / 2) * 2
