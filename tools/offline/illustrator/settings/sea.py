"""The open sea: a pier, a raft under sail, a sandbank with a palm."""

from __future__ import annotations

from dataclasses import replace

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.plants import grass
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene
from studio.tools.offline.illustrator.settings.coast import paint_islet, paint_sea
from studio.tools.offline.illustrator.terrain import Profile, patches, rock
from studio.tools.offline.illustrator.trees import palm
from studio.tools.offline.illustrator.water import wave_row


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_pier, _raft, _sandbank)[scene.layout](scene)


def _pier(scene: Scene) -> Place:
    stage = scene.stage
    afloat = paint_sea(scene, 0)
    islet = paint_islet(scene, 0.82)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.5))
    deck(scene, ground, stage.left(1), stage.right(1))
    _near_water(scene)
    return Place(
        (stage.width * 0.06, stage.width * 0.94),
        land=islet,
        afloat=replace(afloat, span=(stage.width * 0.05, stage.width * 0.7)),
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.62)),
        is_deck=True,
    )


def deck(scene: Scene, canvas: Canvas, left: float, right: float) -> None:
    """A pier of planks across the frame at the baseline, on posts, with bollards at its far edge."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    unit = stage.size(1)
    wood = mix(scene.shade(colours.sand, 0.62), colours.stone[3], 0.25)
    top, edge = stage.level(0.9), stage.level(1.1)
    dark = lighten(wood, -0.14)
    step = 150 * unit
    x = left + step * 0.4
    while x < right:
        canvas.rect(
            x,
            edge,
            15 * unit,
            stage.bottom(1) - edge,
            canvas.gradient((x, 0), (x + 15 * unit, 0), [(0, lighten(dark, 0.03), 1), (1, lighten(dark, -0.05), 1)]),
        )
        canvas.rect(x - 1, top - 22 * unit, 13 * unit, 26 * unit, dark, radius=4)
        canvas.ellipse(x + 5.5 * unit, top - 22 * unit, 7 * unit, 2.4 * unit, lighten(wood, 0.04))
        x += step
    canvas.rect(left, top, right - left, edge - top, canvas.fade(top, edge, lighten(wood, 0.07), wood))
    x = left
    vanish = stage.width / 2
    while x < right:
        lean = (x - vanish) * 0.06
        canvas.line(f"M{x:.1f} {top:.1f}L{x + lean:.1f} {edge:.1f}", dark, 1.2 * unit, 0.5)
        if random.random() < 0.3:
            canvas.circle(x + 6, top + 5, 1.1 * unit, dark, 0.7)
        x += random.uniform(22, 30) * unit
    canvas.rect(left, edge, right - left, 10 * unit, lighten(wood, -0.09))
    canvas.rect(left, edge + 9 * unit, right - left, 4 * unit, lighten(wood, -0.18), 0.8)
    if scene.is_snowy:
        canvas.rect(left, top - 2, right - left, 5 * unit, scene.snow, 0.9, radius=2)


def _raft(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    afloat = paint_sea(scene, 26 * stage.size(0))
    # Clear of the sail.
    islet = paint_islet(scene, 0.58)
    unit = stage.size(1)
    middle = stage.width / 2
    half = min(stage.width * 0.47, max(stage.width * 0.33, stage.person * 1.15))
    if stage.framing is Framing.CLOSE:
        # Before the lens figures stand across the frame.
        half = stage.width * 0.54
    ground = scene.sheet("ground", FIGURE_DEPTH, -stage.over(1))
    wood = mix(scene.shade(colours.sand, 0.6), colours.stone[3], 0.15)
    dark = lighten(wood, -0.13)
    base, top = stage.level(1.12), stage.level(0.92)
    mast = middle - half * 0.86
    # Low enough that a camera that moves in still shows the whole sail.
    height = min(base - stage.height * 0.2, stage.person * 1.9)
    ground.line(f"M{mast:.1f} {base:.1f}L{mast:.1f} {base - height:.1f}", dark, 7 * unit)
    sail = colours.tint("#f4ead6")
    reach = min(half * 0.5, height * 0.36)
    edge = (mast + reach, base - height * 0.36)
    ground.path(
        f"M{mast + 4:.1f} {base - height * 0.96:.1f}Q{mast + reach * 0.95:.1f} {base - height * 0.74:.1f} "
        f"{edge[0]:.1f} {edge[1]:.1f}Q{mast + reach * 0.5:.1f} {base - height * 0.32:.1f} "
        f"{mast + 4:.1f} {base - height * 0.38:.1f}Z",
        ground.gradient((mast, 0), (mast + reach, 0), [(0, lighten(sail, -0.1), 1), (1, sail, 1)]),
    )
    for share in (0.52, 0.68, 0.82):
        y, tip = base - height * share, mast + reach * (1.32 - share * 0.85)
        sag = height * 0.03
        ground.line(
            f"M{mast + 5:.1f} {y:.1f}Q{mast + reach * 0.4:.1f} {y + sag:.1f} {tip:.1f} {y + sag / 3:.1f}",
            lighten(sail, -0.09),
            1.6 * unit,
            0.6,
        )
    ground.line(f"M{mast:.1f} {base - height * 0.37:.1f}L{edge[0] + 4:.1f} {edge[1] + 2:.1f}", dark, 4 * unit)
    ground.path(
        f"M{mast:.1f} {base - height:.1f}l{30 * unit:.1f} {7 * unit:.1f}l{-30 * unit:.1f} {8 * unit:.1f}Z",
        colours.tint("#d4574a"),
    )
    ground.polygon(
        [(middle - half, top), (middle + half, top), (middle + half * 1.03, base), (middle - half * 1.03, base)],
        ground.fade(top, base, lighten(wood, 0.07), wood),
    )
    for index in range(1, 12):
        t = -1 + 2 * index / 12
        ground.line(
            f"M{middle + half * t:.1f} {top:.1f}L{middle + half * 1.03 * t:.1f} {base:.1f}", dark, 1.3 * unit, 0.5
        )
    log = 15 * unit
    count = 8
    for index in range(count):
        width = half * 2.06 / count
        x = middle - half * 1.03 + index * width
        ground.rect(
            x,
            base - 2,
            width * 1.01,
            log,
            ground.fade(base, base + log, lighten(wood, 0.02), lighten(wood, -0.18)),
            radius=log * 0.3,
        )
        ground.rect(x + width * 0.42, base - 3, width * 0.12, log + 2, colours.tint("#e8d8b0"), 0.8)
    water = [(stage.left(1), base + log * 0.5)]
    for index in range(1, 24):
        x = stage.left(1) + (stage.right(1) - stage.left(1)) * index / 23
        water.append((x, base + log * (0.62 + random.uniform(-0.16, 0.16))))
    ground.path(
        under(water, stage.bottom(1)), ground.fade(base, stage.bottom(1), colours.water[3], colours.water[4]), 0.93
    )
    ground.line(smooth(water), mix(colours.water[0], "#ffffff", 0.5), 2 * unit, 0.5)
    _near_water(scene)
    return Place(
        # Beside the sail where the raft is long enough.
        (edge[0] + stage.width * 0.012 if half > stage.person * 0.9 else middle - half * 0.75, middle + half * 0.94),
        land=islet,
        afloat=replace(afloat, x=stage.width * 0.84, span=(stage.width * 0.7, stage.width * 0.96)),
        water=(stage.width * 0.5, stage.width * 0.97, stage.level(0.66)),
        is_deck=True,
    )


def _sandbank(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    afloat = paint_sea(scene, 0)
    # On the side without the palm.
    islet = paint_islet(scene, 0.86 if scene.lit_from_left else 0.14)
    unit = stage.size(1)
    middle = stage.width / 2
    # Before the lens figures stand across the frame, and every foot of theirs on sand.
    half = stage.width * (0.74 if stage.framing is Framing.CLOSE else 0.46)
    ground = scene.sheet("ground", FIGURE_DEPTH, -stage.over(1))
    sand = scene.shade(colours.sand, 0.34)
    foam = mix(colours.water[0], "#ffffff", 0.6)
    top, base = stage.level(0.84), stage.level(1.14)

    def mound(grow: float, lift: float) -> str:
        points: list[Point] = [
            (middle - half * grow, base + lift),
            (middle - half * 0.8 * grow, stage.level(1.0) + lift),
            (middle - half * 0.5 * grow, top + 6 + lift),
            (middle, top + lift),
            (middle + half * 0.5 * grow, top + 5 + lift),
            (middle + half * 0.8 * grow, stage.level(1.0) + lift),
            (middle + half * grow, base + lift),
        ]
        under_side: list[Point] = [
            (middle + half * 0.6 * grow, base + 20 * unit + lift),
            (middle, base + 27 * unit + lift),
            (middle - half * 0.6 * grow, base + 20 * unit + lift),
        ]
        return smooth(points + under_side, closed=True)

    side = 1 if scene.lit_from_left else -1
    ground.path(mound(1.1, 6 * unit), foam, 0.5)
    ground.path(mound(1.04, 4 * unit), mix(sand, colours.water[1], 0.45))
    ground.path(
        mound(1.0, 0), ground.fade(top, base + 20, mix(sand, colours.glow, 0.16), scene.shade(colours.sand, 0.56))
    )
    light, deep = mix(sand, colours.glow, 0.35), scene.shade(colours.sand, 0.6)
    patches(
        ground,
        random,
        middle - half * 0.6,
        middle + half * 0.6,
        top + 22 * unit,
        base - 4,
        12,
        light,
        deep,
        0.3 * scene.texture,
    )
    # It grows out of the sand, well inside its edge, in a mound and its own shadow. The crown rises a fifth of the
    # trunk's height above it, and stays in the frame.
    root, foot = middle - side * half * 0.7, stage.level(1.02)
    tall = min(stage.person * 1.9, (foot - stage.height * 0.04) / 1.2)
    bark = mix(scene.shade(colours.sand, 0.8), colours.stone[3], 0.2)
    ground.shadow(root + side * tall * 0.05, foot, tall * 0.2, tall * 0.03, lighten(deep, -0.2), 0.7)
    palm(ground, random, root, foot, tall, scene.shade(colours.green, 0.62), bark, side * 0.12)
    ground.path(
        f"M{root - tall * 0.1:.1f} {foot + tall * 0.022:.1f}Q{root:.1f} {foot - tall * 0.06:.1f} "
        f"{root + tall * 0.1:.1f} {foot + tall * 0.022:.1f}Q{root:.1f} {foot + tall * 0.04:.1f} "
        f"{root - tall * 0.1:.1f} {foot + tall * 0.022:.1f}Z",
        mix(sand, deep, 0.45),
    )
    tuft = Profile(
        ((middle - half, stage.level(0.98)), (middle, stage.level(0.93)), (middle + half, stage.level(0.98)))
    )
    green = scene.shade(colours.green, 0.7)
    for low, high in ((-0.74, -0.46), (0.4, 0.7)):
        grass(ground, random, middle + half * low, middle + half * high, tuft, 24 * unit, 5, green)
    rock(
        ground,
        random,
        middle + side * half * 0.78,
        stage.level(1.04),
        22 * unit,
        scene.shade(colours.stone, 0.5),
        scene.shade(colours.stone, 0.78),
        scene.lit_from_left,
    )
    _near_water(scene)
    # Swimmers keep to the side without the palm.
    open_water = (middle, stage.width * 0.97) if side > 0 else (stage.width * 0.03, middle)
    between = (middle, stage.width * 0.75) if side > 0 else (stage.width * 0.25, middle)
    return Place(
        (middle - half * 0.5, middle + half * 0.6) if side > 0 else (middle - half * 0.6, middle + half * 0.5),
        land=islet,
        afloat=replace(afloat, x=sum(between) / 2, span=between),
        water=(*open_water, stage.level(0.66)),
        edge=0.92,
    )


def _near_water(scene: Scene) -> None:
    stage, colours = scene.stage, scene.colours
    front = scene.sheet("foreground", 1.5, stage.height * 0.86)
    wave_row(
        front,
        scene.random,
        stage.left(1.5),
        stage.right(1.5),
        stage.height * 0.985,
        stage.bottom(1.5),
        280 * stage.size(1),
        8 * stage.size(0.6),
        mix(colours.water[4], colours.water[3], 0.4),
        colours.water[4],
        mix(colours.water[0], "#ffffff", 0.4),
    )
