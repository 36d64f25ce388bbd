"""What tells one four-legged species from another: proportions and features, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.production.vocabulary import Species


class Ears(StrEnum):
    """Shapes of ears."""

    POINTED = "pointed"
    FLOPPY = "floppy"
    LONG = "long"
    ROUND = "round"
    LEAF = "leaf"


class Tail(StrEnum):
    """Shapes of tails."""

    BRUSH = "brush"
    WHIP = "whip"
    CURLED = "curled"
    PUFF = "puff"
    HAIR = "hair"


@dataclass(frozen=True)
class Breed:
    """Lengths in figure units. ``head`` is the skull's half width; face measures are shares of it.

    ``muzzle`` is (how far it comes forward in profile, half width, half height, drop); ``neck`` the way from the
    chest to the head; ``mask`` whether muzzle and chest are pale; ``hoofed`` whether it cannot sit.
    """

    length: float
    leg: float
    leg_radius: float
    hip: float
    belly: float
    chest: float
    neck: tuple[float, float]
    neck_radius: float
    head: float
    tall_head: float
    muzzle: tuple[float, float, float, float]
    eye: float
    ears: Ears
    tail: Tail
    mask: bool
    hoofed: bool = False


BREEDS = {
    Species.FOX: Breed(
        length=150, leg=86, leg_radius=14, hip=44, belly=41, chest=46, neck=(48, -82), neck_radius=34, head=58,
        tall_head=0.86, muzzle=(1.28, 0.4, 0.36, 0.3), eye=0.16, ears=Ears.POINTED, tail=Tail.BRUSH, mask=True,
    ),
    Species.CAT: Breed(
        length=128, leg=70, leg_radius=14, hip=40, belly=38, chest=39, neck=(34, -72), neck_radius=32, head=57,
        tall_head=0.86, muzzle=(0.66, 0.42, 0.3, 0.34), eye=0.19, ears=Ears.POINTED, tail=Tail.WHIP, mask=True,
    ),
    Species.DOG: Breed(
        length=150, leg=96, leg_radius=17, hip=47, belly=45, chest=52, neck=(44, -92), neck_radius=38, head=60,
        tall_head=0.94, muzzle=(1.16, 0.44, 0.4, 0.34), eye=0.165, ears=Ears.FLOPPY, tail=Tail.CURLED, mask=True,
    ),
    Species.RABBIT: Breed(
        length=104, leg=34, leg_radius=14, hip=52, belly=46, chest=38, neck=(26, -58), neck_radius=30, head=48,
        tall_head=0.94, muzzle=(0.6, 0.4, 0.32, 0.34), eye=0.2, ears=Ears.LONG, tail=Tail.PUFF, mask=True,
    ),
    Species.DEER: Breed(
        length=270, leg=270, leg_radius=17, hip=66, belly=62, chest=66, neck=(84, -210), neck_radius=34, head=62,
        tall_head=0.98, muzzle=(1.2, 0.38, 0.4, 0.5), eye=0.18, ears=Ears.LEAF, tail=Tail.PUFF, mask=True,
            hoofed=True,
    ),
    Species.HORSE: Breed(
        length=390, leg=440, leg_radius=30, hip=122, belly=112, chest=122, neck=(150, -300), neck_radius=66, head=96,
        tall_head=1.12, muzzle=(1.26, 0.5, 0.54, 0.74), eye=0.15, ears=Ears.LEAF, tail=Tail.HAIR, mask=False,
        hoofed=True,
    ),
    Species.BEAR: Breed(
        length=320, leg=150, leg_radius=62, hip=190, belly=200, chest=170, neck=(0, -150), neck_radius=120, head=148,
        tall_head=0.88, muzzle=(0.74, 0.44, 0.34, 0.34), eye=0.105, ears=Ears.ROUND, tail=Tail.PUFF, mask=True,
    ),
}  # fmt: skip
