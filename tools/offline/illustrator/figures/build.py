"""Proportions and postures of people and children: where the joints are, in figure units.

Knows anatomy; draws nothing. Everything is laid out facing right, or towards or away from the camera.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from studio.production.treatment import Appearance
from studio.production.vocabulary import Accessory, Age, Facing, Garment, Gender, Pose, Species
from studio.tools.offline.illustrator.figures.geometry import Point, turned


class View(StrEnum):
    """What the camera sees of a body; left is right in the mirror."""

    SIDE = "side"
    FRONT = "front"
    BACK = "back"


def view_of(facing: Facing) -> View:
    """The view that a facing is drawn from."""
    if facing is Facing.FRONT:
        return View.FRONT
    return View.BACK if facing is Facing.BACK else View.SIDE


@dataclass(frozen=True)
class Build:
    """Heights above the ground are negative y; the rest are half widths, radii and lengths."""

    head_y: float
    head_scale: float
    shoulder_y: float
    shoulder: float
    hip_y: float
    leg: float
    arm: float
    upper_arm: float
    forearm: float
    hand: float
    stoop: float = 0.0


_ADULT = Build(
    head_y=-846, head_scale=1.16, shoulder_y=-708, shoulder=102, hip_y=-424,
    leg=35, arm=35, upper_arm=132, forearm=116, hand=31,
)  # fmt: skip
_CHILD = Build(
    head_y=-480, head_scale=1.05, shoulder_y=-356, shoulder=70, hip_y=-200,
    leg=25, arm=25, upper_arm=80, forearm=70, hand=22,
)  # fmt: skip
_WIDTH = {Gender.FEMININE: 0.92, Gender.MASCULINE: 1.08, Gender.NEUTRAL: 1.0}


def build_of(appearance: Appearance) -> Build:
    """The proportions of one character."""
    if appearance.species is Species.CHILD:
        return _CHILD
    build = replace(_ADULT, shoulder=_ADULT.shoulder * _WIDTH[appearance.gender])
    return replace(build, stoop=1.0, head_y=build.head_y + 18) if appearance.age is Age.OLD else build


Joints = tuple[Point, Point, Point]


@dataclass(frozen=True)
class Posture:
    """Joints of one build in one pose. ``near`` is the arm or leg on the camera's side (or at the picture's left)."""

    view: View
    build: Build
    pose: Pose
    head: Point
    head_angle: float
    chest: Point
    half: float
    hips: Point
    near_arm: Joints
    far_arm: Joints
    near_leg: Joints
    far_leg: Joints

    @property
    def seated(self) -> bool:
        """Whether the figure sits on the ground, as sleepers do."""
        return self.pose in SEATED

    @property
    def asleep(self) -> bool:
        """Whether the figure dozes."""
        return self.pose is Pose.SLEEP


# Poses in which the arm on the camera's side carries, seen from the side; the other one is busy or hidden.
SEATED = (Pose.SIT, Pose.SLEEP)
NEAR_CARRIES = (Pose.WAVE, *SEATED)
SET_DOWN = (Accessory.LANTERN, Accessory.BASKET)  # stand on the ground beside who sits
CARRIED = (Accessory.LANTERN, Accessory.BOOK, Accessory.STAFF, Accessory.BASKET)

# Upper arm and forearm, degrees forward of straight down (outward in front and back views): near arm, far arm.
_SIDE_ARMS = {
    Pose.STAND: ((-7, 9), (10, 22)),
    Pose.WALK: ((-30, -2), (30, 58)),
    Pose.SIT: ((22, 62), (34, 66)),
    Pose.REACH: ((68, 88), (8, 18)),
    Pose.WAVE: ((-7, 9), (104, 154)),
    Pose.LOOK_UP: ((-12, 6), (16, 34)),
    Pose.SLEEP: ((14, 46), (26, 58)),
}
_FRONT_ARMS = {
    Pose.STAND: ((10, 3), (10, 3)),
    Pose.WALK: ((18, 26), (12, -12)),
    Pose.SIT: ((20, -34), (20, -34)),
    Pose.REACH: ((14, 4), (70, 96)),
    Pose.WAVE: ((104, 152), (10, 2)),
    Pose.LOOK_UP: ((14, 6), (14, 6)),
    Pose.SLEEP: ((18, -46), (18, -46)),
}
_SIDE_HOLD = {
    Accessory.LANTERN: (26, 78),
    Accessory.BOOK: (14, 82),
    Accessory.STAFF: (34, 72),
    Accessory.BASKET: (22, 46),
}
_FRONT_HOLD = {
    Accessory.LANTERN: (30, 64),
    Accessory.BOOK: (14, -62),
    Accessory.STAFF: (30, 62),
    Accessory.BASKET: (16, 8),
}


def posture_of(appearance: Appearance, pose: Pose, facing: Facing) -> Posture:
    """The joints of ``appearance`` in ``pose``."""
    build = build_of(appearance)
    view = view_of(facing)
    side = view is View.SIDE
    half = build.shoulder * (0.86 if side else 1.0) * (1.14 if appearance.garment is Garment.SPACESUIT else 1.0)
    sink = _sink(build) if pose in SEATED else 0.0
    lean = build.stoop * (26 if side else 6) + (14 if side and pose is Pose.WALK else 0)
    if pose in SEATED and side:
        lean -= 10
    chest = (lean * 0.7, build.shoulder_y + sink)
    tilt = -20.0 if pose is Pose.LOOK_UP and side else build.stoop * (5.0 if side else 0.0)
    shift = -10.0 if pose is Pose.LOOK_UP and side else 0.0
    drop = 10.0 if pose is Pose.LOOK_UP and view is View.BACK else 0.0
    if pose is Pose.SLEEP:
        # The head has sunk on the chest, or towards a shoulder.
        tilt, shift, drop = (22.0, 22.0, 20.0) if side else (13.0 if view is View.FRONT else -13.0, 0.0, 14.0)
        shift += 0.0 if side else build.hand * (0.5 if view is View.FRONT else -0.5)
    head = (lean + (10 if side else 0) + shift, build.head_y + sink + drop)
    hips = (0.0, build.hip_y + sink)
    near_leg, far_leg = _legs(build, pose, view, hips)
    near, far = _arms(appearance, build, pose, view, chest, half)
    return Posture(view, build, pose, head, tilt, chest, half, hips, near, far, near_leg, far_leg)


def _sink(build: Build) -> float:
    return -build.hip_y - build.leg * 2.0


def _arms(
    appearance: Appearance, build: Build, pose: Pose, view: View, chest: Point, half: float
) -> tuple[Joints, Joints]:
    carries = appearance.accessory in CARRIED
    drop = build.arm * 0.95
    if view is View.SIDE:
        near_at = (chest[0] - half * 0.42, chest[1] + drop)
        far_at = (chest[0] + half * 0.56, chest[1] + drop)
        near, far = _SIDE_ARMS[pose]
        if carries:
            hold = _SIDE_HOLD[appearance.accessory]
            if pose is Pose.REACH:
                near, far = _SIDE_ARMS[Pose.STAND][0], (64, 92)
            elif pose in NEAR_CARRIES:
                near = near if _puts_down(appearance, pose) else hold
            else:
                far = hold
        return _arm(build, near_at, near, 1), _arm(build, far_at, far, 1)
    # From behind, the hand that carries is at the picture's left.
    side = -1 if view is View.BACK else 1
    near_at = (chest[0] - side * (half - build.arm * 0.4), chest[1] + drop)
    far_at = (chest[0] + side * (half - build.arm * 0.4), chest[1] + drop)
    near, far = _FRONT_ARMS[pose]
    if carries and not _puts_down(appearance, pose):
        far = _FRONT_HOLD[appearance.accessory]
        if view is View.BACK and appearance.accessory is Accessory.BOOK:
            far = (26, 30)
        if pose is Pose.REACH:
            far = (62, 92)
    return _arm(build, near_at, near, -side), _arm(build, far_at, far, side)


def _puts_down(appearance: Appearance, pose: Pose) -> bool:
    return pose is Pose.SLEEP or (pose is Pose.SIT and appearance.accessory in SET_DOWN)


def _arm(build: Build, at: Point, angles: tuple[float, float], side: int) -> Joints:
    elbow = turned(at, side * angles[0], build.upper_arm)
    return at, elbow, turned(elbow, side * angles[1], build.forearm)


def _legs(build: Build, pose: Pose, view: View, hips: Point) -> tuple[Joints, Joints]:
    x, y = hips
    tall = -build.hip_y
    knee, ankle = y * 0.5, -build.leg * 0.9
    if pose in SEATED and view is View.SIDE:
        thigh = tall * 0.42
        return (
            ((x - 4, y), (x + thigh * 0.92, y - tall * 0.25), (x + thigh * 1.42, ankle)),
            ((x + 10, y), (x + thigh * 1.12, y - tall * 0.3), (x + thigh * 1.72, ankle)),
        )
    if pose in SEATED:
        spread = tall * 0.4
        return (
            ((x - 20, y), (x - spread, y + 12), (x + build.leg * 1.5, ankle)),
            ((x + 20, y), (x + spread, y + 12), (x - build.leg * 1.5, ankle)),
        )
    apart = build.leg * 1.15
    if pose is Pose.WALK and view is View.SIDE:
        return (
            ((x - 8, y), (x + tall * 0.16, y * 0.52), (x + tall * 0.28, ankle)),
            ((x + 4, y), (x - tall * 0.06, y * 0.5), (x - tall * 0.32, ankle - tall * 0.05 - build.leg * 0.45)),
        )
    if pose is Pose.WALK:
        return (
            ((x - apart, y), (x - apart, knee), (x - apart * 0.9, ankle)),
            ((x + apart, y), (x + apart * 0.9, knee), (x + apart * 0.75, ankle - tall * 0.075)),
        )
    gap = apart * (0.8 if view is View.SIDE else 1.0)
    return (
        ((x - gap, y), (x - gap, knee), (x - gap, ankle)),
        ((x + gap, y), (x + gap, knee), (x + gap, ankle)),
    )
