"""The colours of a scene: five-stop depth ramps picked for each time of day, changed by weather, palette and style.

A ramp runs from the farthest to the nearest; skies run from the top to the horizon. Everything is mixed in OKLab.
Knows nothing of shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from studio.production.vocabulary import Setting, Style, TimeOfDay, Weather
from studio.tools.offline.illustrator.colour import from_oklab, mix, ramp, to_oklab
from studio.tools.offline.illustrator.light import Light

Ramp = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Colours:
    """Ramps of what a landscape is made of, and the lights in it.

    ``haze`` is the air between far layers, ``sun`` the disc of sun or moon, ``glow`` its light, ``lamp`` the light of
    windows and lanterns. ``lamps_lit`` says whether they shine. ``ambient_share`` 0..1 tints what has its own colour.
    """

    sky: Ramp
    green: Ramp
    stone: Ramp
    sand: Ramp
    water: Ramp
    haze: str
    sun: str
    glow: str
    lamp: str
    ambient: str
    ambient_share: float
    lamps_lit: bool
    is_night: bool

    def tint(self, colour: str, depth: float = 1.0) -> str:
        """A local colour in this light, and behind the air of its depth (1 is at the figures)."""
        lit = mix(colour, self.ambient, self.ambient_share)
        return mix(self.haze, lit, 0.35 + 0.65 * min(max(depth, 0.0), 1.0))

    def light(self, from_left: bool, style: Style, legibility: float) -> Light:
        """What this light does to figures."""
        outline, width = {Style.INK: ("#1c2130", 9.0), Style.NEON: ("#6ff2ff", 5.0)}.get(style, (None, 0.0))
        return Light(
            ambient=self.ambient,
            ambient_share=min(0.6, self.ambient_share * (1.0 - 0.45 * legibility)),
            rim=mix(self.glow, "#ffffff", 0.3),
            rim_strength=min(1.0, (0.75 if self.is_night else 0.6) + 0.4 * legibility),
            from_left=from_left,
            shadow=mix(self.green[4], "#05060c", 0.45),
            outline=outline,
            outline_width=width,
        )


_SKY: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#4a62ac", "#8c8ccb", "#dda6c8", "#fbc2b0", "#ffe7bd"),
    TimeOfDay.DAY: ("#1466b4", "#3292d6", "#72c0ea", "#b3e2ef", "#f7f3da"),
    TimeOfDay.DUSK: ("#28276a", "#6b3a8b", "#d4567f", "#fb8d5c", "#ffd487"),
    TimeOfDay.NIGHT: ("#0a1030", "#11204f", "#1b3672", "#2d5a94", "#5a8fbb"),
}
_GREEN: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#e0cbd0", "#b4a9bd", "#8487a3", "#545f80", "#2a3350"),
    TimeOfDay.DAY: ("#bfdfcf", "#86c4a2", "#4ca07b", "#28735d", "#103f3c"),
    TimeOfDay.DUSK: ("#f2a78b", "#b96f80", "#7b4a76", "#493060", "#221b3e"),
    TimeOfDay.NIGHT: ("#5f95b4", "#376f92", "#215173", "#133653", "#081c31"),
}
_STONE: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#e5cfd8", "#bfabc6", "#9388ad", "#655f8a", "#373659"),
    TimeOfDay.DAY: ("#cbdcea", "#9db9d0", "#6d8dab", "#46657f", "#21374c"),
    TimeOfDay.DUSK: ("#f2a68d", "#be7489", "#835081", "#513868", "#292147"),
    TimeOfDay.NIGHT: ("#749fbe", "#46749d", "#2b5279", "#1a3557", "#0c1c36"),
}
_SAND: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#f9dcc9", "#ecbcaa", "#d29a90", "#a2746f", "#5b4251"),
    TimeOfDay.DAY: ("#f6deb6", "#f0ca8d", "#dea966", "#bb824b", "#6e4933"),
    TimeOfDay.DUSK: ("#fab884", "#e98d6b", "#c06362", "#82435b", "#43263f"),
    TimeOfDay.NIGHT: ("#8199b8", "#5b7499", "#405679", "#2a3a5b", "#141c34"),
}
_WATER: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#f4d6cb", "#cbb9c9", "#9b99bb", "#6c74a0", "#3b4471"),
    TimeOfDay.DAY: ("#b3e2e4", "#70c3d2", "#3da2bd", "#217b9d", "#124f71"),
    TimeOfDay.DUSK: ("#fabb8c", "#ca818b", "#8b638a", "#574d7d", "#2e2c59"),
    TimeOfDay.NIGHT: ("#6597b8", "#3b7098", "#23507b", "#14375d", "#0a203f"),
}
_SUN = {TimeOfDay.DAWN: "#fff3d6", TimeOfDay.DAY: "#fffbe6", TimeOfDay.DUSK: "#fff0b8", TimeOfDay.NIGHT: "#fbf7e0"}
_GLOW = {TimeOfDay.DAWN: "#ffe3b8", TimeOfDay.DAY: "#fff6d0", TimeOfDay.DUSK: "#ffc56e", TimeOfDay.NIGHT: "#a8cdf2"}
_AMBIENT = {
    TimeOfDay.DAWN: ("#b89dc0", 0.16),
    TimeOfDay.DAY: ("#8fc3cf", 0.05),
    TimeOfDay.DUSK: ("#8c4a78", 0.2),
    TimeOfDay.NIGHT: ("#1d3f73", 0.36),
}
_SPACE_SKY: Ramp = ("#090620", "#150b38", "#271253", "#44216f", "#6d3387")
_SPACE_LAND: dict[TimeOfDay, Ramp] = {
    TimeOfDay.DAWN: ("#b98fc4", "#8a66ab", "#65488f", "#432f6b", "#1d1439"),
    TimeOfDay.DAY: ("#8fa8d8", "#6d80bd", "#4f5c9a", "#363f73", "#171b3d"),
    TimeOfDay.DUSK: ("#d88aa8", "#a85a92", "#7a3f7c", "#502a60", "#231236"),
    TimeOfDay.NIGHT: ("#6f78c4", "#4f53a0", "#3a3a7d", "#282659", "#110f2e"),
}


def scene_colours(
    setting: Setting, time: TimeOfDay, weather: Weather, style: Style, palette: Sequence[str] = ()
) -> Colours:
    """The colours of a place at a time, in a weather and a style; ``palette`` (#rrggbb, any number) tints the ramps."""
    ambient, share = _AMBIENT[time]
    in_space = setting is Setting.SPACE
    land = _SPACE_LAND[time]
    colours = Colours(
        sky=_mixed(_SPACE_SKY, _SKY[time], 0.16) if in_space else _SKY[time],
        green=land if in_space else _GREEN[time],
        stone=land if in_space else _STONE[time],
        sand=land if in_space else _SAND[time],
        water=land if in_space else _WATER[time],
        haze=_SPACE_SKY[4] if in_space else mix(_SKY[time][4], _GREEN[time][0], 0.35),
        sun=_SUN[time],
        glow="#d9c4ff" if in_space else _GLOW[time],
        lamp="#ffd27a",
        ambient="#4a3f86" if in_space else ambient,
        ambient_share=0.18 if in_space else share,
        lamps_lit=time is not TimeOfDay.DAY or weather is Weather.STORM,
        is_night=time is TimeOfDay.NIGHT or in_space,
    )
    if palette:
        colours = _map_ramps(colours, lambda colour: _toward_palette(colour, palette))
    if not in_space:
        colours = _in_weather(colours, weather)
    return _in_style(colours, style)


def _in_weather(colours: Colours, weather: Weather) -> Colours:
    match weather:
        case Weather.CLEAR:
            return colours
        case Weather.CLOUDY:
            return _graded(colours, chroma=0.8, lift=-0.01, sky_chroma=0.6, sky_lift=-0.02)
        case Weather.RAIN:
            return _graded(colours, chroma=0.62, lift=-0.035, sky_chroma=0.36, sky_lift=-0.1)
        case Weather.STORM:
            return _graded(colours, chroma=0.55, lift=-0.09, sky_chroma=0.38, sky_lift=-0.22)
        case Weather.SNOW:
            return _graded(colours, chroma=0.62, lift=0.02, sky_chroma=0.5, sky_lift=-0.02)
        case Weather.FOG:
            return _graded(colours, chroma=0.6, lift=0.03, sky_chroma=0.45, sky_lift=0.02)


def _graded(colours: Colours, chroma: float, lift: float, sky_chroma: float, sky_lift: float) -> Colours:
    """Less colourful, and lighter or darker; the sky by other amounts than the land."""

    def land(colour: str) -> str:
        lightness, a, b = to_oklab(colour)
        return from_oklab((min(max(lightness + lift, 0), 1), a * chroma, b * chroma - 0.006))

    def sky(colour: str) -> str:
        lightness, a, b = to_oklab(colour)
        # A bright sky loses more light than a night sky has.
        dimmed = lightness + sky_lift * (0.35 + lightness)
        return from_oklab((min(max(dimmed, 0.08), 1), a * sky_chroma, b * sky_chroma - 0.008))

    graded = _map_ramps(colours, land)
    top, high, middle, low, horizon = (sky(colour) for colour in colours.sky)
    return replace(graded, sky=(top, high, middle, low, horizon), haze=mix(sky(colours.haze), horizon, 0.4))


def _in_style(colours: Colours, style: Style) -> Colours:
    if style is Style.INK:
        inks = ("#171b29", "#3a4356", "#8b9299", "#d6cdb9", "#f6eedd")

        def inked(colour: str) -> str:
            return mix(ramp(inks, to_oklab(colour)[0] * 1.08 - 0.02), colour, 0.34)

        ink = _map_ramps(colours, inked)
        return replace(
            ink,
            sky=_each(ink.sky, lambda colour: mix(colour, "#f3e9d6", 0.18 if colours.is_night else 0.45)),
            haze=mix(inked(colours.haze), "#f3e9d6", 0.5),
            sun="#d9482f" if not colours.is_night else "#f6eedd",
            glow="#f6dfc0",
            ambient="#3f4657" if colours.is_night else "#c9bfab",
            ambient_share=0.42,
        )
    if style is Style.NEON:
        sky = _mixed(("#060919", "#0e0f33", "#21124f", "#471868", "#8a2788"), colours.sky, 0.12)
        land = ("#53237f", "#341964", "#21144c", "#150f37", "#090922")
        return replace(
            colours,
            sky=sky,
            green=_mixed(land, colours.green, 0.1),
            stone=_mixed(land, colours.stone, 0.1),
            sand=_mixed(("#6b2484", "#461b69", "#2c1552", "#1b103c", "#0b0925"), colours.sand, 0.1),
            water=_mixed(("#7a2c93", "#33318a", "#1b2b70", "#121f54", "#0a1236"), colours.water, 0.1),
            haze="#5a1f80",
            sun="#ffb35c",
            glow="#ff5fb0",
            ambient="#4a2a9a",
            ambient_share=0.28,
            lamps_lit=True,
            is_night=True,
        )
    return colours


def _toward_palette(colour: str, palette: Sequence[str]) -> str:
    """``colour`` pulled to the palette colour nearest in lightness; its lightness mostly stays: depth still reads."""
    lightness, a, b = to_oklab(colour)
    target = min((to_oklab(candidate) for candidate in palette), key=lambda lab: (abs(lab[0] - lightness), lab))
    return from_oklab((lightness * 0.85 + target[0] * 0.15, a * 0.42 + target[1] * 0.58, b * 0.42 + target[2] * 0.58))


def _map_ramps(colours: Colours, change: Callable[[str], str]) -> Colours:
    return replace(
        colours,
        sky=_each(colours.sky, change),
        green=_each(colours.green, change),
        stone=_each(colours.stone, change),
        sand=_each(colours.sand, change),
        water=_each(colours.water, change),
        haze=change(colours.haze),
    )


def _each(stops: Ramp, change: Callable[[str], str]) -> Ramp:
    far, second, third, fourth, near = (change(colour) for colour in stops)
    return far, second, third, fourth, near


def _mixed(first: Ramp, second: Ramp, share: float) -> Ramp:
    far, b, c, d, near = (mix(one, other, share) for one, other in zip(first, second, strict=True))
    return far, b, c, d, near
