"""The ground under landmarks: a level brow on a skyline, a mere, a stream. Knows nothing of what stands there."""

from __future__ import annotations

from studio.production.vocabulary import Setting
from studio.tools.offline.illustrator.canvas import Point, smooth
from studio.tools.offline.illustrator.colour import mix, set_apart
from studio.tools.offline.illustrator.scene import Scene, Site
from studio.tools.offline.illustrator.water import ripples

WATERS = (Setting.SEA, Setting.COAST, Setting.LAKE)


def lay_hillock(scene: Scene, site: Site, half: float, fall: float) -> None:
    """Level ground under a landmark on a rolling skyline, so that nothing under it hangs in the air.

    ``fall`` is how much lower the skyline may be there.
    """
    setting, colours = scene.staging.setting, scene.colours
    tone = mix(scene.ground_tone(0.18 + 0.45 * site.depth), colours.glow, 0.08)
    if setting is Setting.MOUNTAINS:
        # Thin turf over rock.
        tone = mix(tone, scene.shade(colours.stone, 0.46), 0.62)
    if setting in WATERS:
        # A bare bank: turf in snow or haze is as pale as the water below it, and what stands on it would float.
        tone = mix(tone, scene.shade(colours.stone, 0.75), 0.55)
    low = site.adult * 0.55 + fall
    x, y = site.x, site.y - site.adult * 0.02
    site.canvas.path(
        f"M{x - half * 1.9:.1f} {y + low:.1f}C{x - half * 1.45:.1f} {y + low:.1f} {x - half * 1.35:.1f} {y:.1f} "
        f"{x - half:.1f} {y:.1f}L{x + half:.1f} {y:.1f}C{x + half * 1.35:.1f} {y:.1f} {x + half * 1.45:.1f} "
        f"{y + low:.1f} {x + half * 1.9:.1f} {y + low:.1f}Z",
        site.canvas.gradient((0, y), (0, y + low), [(0, tone, 1.0), (0.45, tone, 0.8), (1, tone, 0.0)]),
    )
    # Its brow is in the light, or in dusk and mist one sees no ground at all.
    brow = mix(tone, mix(colours.glow, "#ffffff", 0.2), 0.2)
    site.canvas.ellipse(x, y + site.adult * 0.02, half * 1.05, site.adult * 0.07, brow, 0.8)


def lay_mere(scene: Scene, site: Site, half: float) -> None:
    """A small lake ``half`` to each side of ``site``, for what must not stand on dry land."""
    colours, canvas = scene.colours, site.canvas
    x, y = site.x, site.y + half * 0.03
    surface, bank = _waters(scene, site)
    across, down = half * 0.95, half * 0.13
    canvas.ellipse(x, y + down * 0.1, across * 1.05, down * 1.2, bank, 0.8)
    water = canvas.fade(y - down, y + down, surface, colours.water[2])
    canvas.ellipse(x, y, across, down, water)
    span = (x - across * 0.7, x + across * 0.7, y - down * 0.6, y + down * 0.7)
    ripples(canvas, scene.random, *span, 14, half * 0.15, mix(colours.water[0], "#ffffff", 0.4), 0.5)


def lay_stream(scene: Scene, site: Site, half: float) -> None:
    """A stream ``half`` to each side of ``site`` where it passes it, that comes from behind and widens to the front."""
    colours, canvas, adult = scene.colours, site.canvas, site.adult
    surface, bank = _waters(scene, site)
    away = 1 if site.x < scene.stage.width / 2 else -1
    # How far down (in adults) and aside (in half widths) the middle is, and how wide (in half widths).
    course = ((-0.12, -0.3, 0.3), (0.0, 0.0, 0.9), (0.5, 0.2, 1.2), (1.3, 0.9, 1.8), (2.6, 2.6, 2.8), (4.6, 5.5, 4.4))

    def edge(side: int, width: float) -> list[Point]:
        return [
            (site.x + half * (away * aside + side * wide * width), site.y + adult * down)
            for down, aside, wide in course
        ]

    for width, fill in ((1.14, bank), (1.0, canvas.fade(site.y, site.y + adult * 2.6, surface, colours.water[2]))):
        canvas.path(smooth([*edge(-1, width), *reversed(edge(1, width))], closed=True), fill)
    light, x = mix(colours.water[0], "#ffffff", 0.4), site.x + away * half * 0.8
    span = (x - half, x + half, site.y + adult * 0.3, site.y + adult * 1.2)
    ripples(canvas, scene.random, *span, 8, half * 0.3, light, 0.5)


def _waters(scene: Scene, site: Site) -> tuple[str, str]:
    """The colours of still water on land, and of its bank."""
    colours = scene.colours
    # In snow and dusk the ground can be as pale as the sky in the water.
    surface = set_apart(
        mix(mix(colours.water[0], colours.water[1], 0.6), colours.sky[4], 0.25), scene.ground_tone(0.5), least=0.1
    )
    bank = mix(scene.shade(colours.sand, 0.3 + 0.3 * site.depth), scene.shade(colours.green, 0.5), 0.5)
    return surface, set_apart(bank, surface, least=0.1)
