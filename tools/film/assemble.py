"""The tool that joins segments, transitions and the mix into the film, without encoding anything again.

One timeline: timestamps are written from frame counts, packets stream from the parts into the film one at a time.
Knows nothing of shots or sounds.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream

from studio.errors import MalformedProduct, ToolError
from studio.tools.film.encoder import MEDIA_TYPE, raise_translated, whole_or_nothing
from studio.tools.film.languages import three_letters
from studio.tools.film.requests import FilmProduct, FilmRequest
from studio.tools.film.segment import rate_of
from studio.tools.tool import Capability, Workbench

_OPTIONS = {
    "movflags": "+faststart",
    # No encoder's name and version in the file.
    "fflags": "+bitexact",
    # The edit list that hides the sound's priming counts in these units: one sample.
    "movie_timescale": "48000",
}


@dataclass(frozen=True)
class AssembleTool:
    """``film:assemble``: a stream copy of all parts and the mix, in MP4 with faststart."""

    name: str = "film:assemble"
    version: str = "1"
    capability: Capability = Capability.FILM

    async def __call__(self, request: FilmRequest, bench: Workbench) -> FilmProduct:
        return await asyncio.to_thread(_make, request, bench)


Timed = tuple[Fraction, int, "Packet[VideoStream] | Packet[AudioStream]"]
"""Decoding time in seconds, stream, packet."""


@dataclass(frozen=True)
class _Header:
    """What parts must have in common for a decoder to run through them as one stream."""

    width: int
    height: int
    parameter_sets: bytes


def _make(request: FilmRequest, bench: Workbench) -> FilmProduct:
    if not request.parts:
        raise ToolError("A film needs at least one part.", next_step="Make a segment.", tool=AssembleTool.name)
    parts = [bench.path(part.video) for part in request.parts]
    mix = None if request.mix is None else bench.path(request.mix.audio)
    film = bench.scratch / "film.mp4"
    with whole_or_nothing(film, "writing the film"):
        _join(request, parts, mix, film)
    return FilmProduct(film=bench.add(film, MEDIA_TYPE), frames=sum(part.frames for part in request.parts))


def _join(request: FilmRequest, parts: list[Path], mix: Path | None, film: Path) -> None:
    with (
        av.open(str(parts[0])) as first,
        av.open(
            str(film),
            "w",
            format="mp4",
            options=_OPTIONS,
        ) as container,
    ):
        container.metadata.update({"title": request.title, "comment": request.comment})
        language = three_letters(request.language)
        video = container.add_stream_from_template(_video_of(first, "the first part"))
        video.time_base = 1 / rate_of(request.video)
        video.metadata["language"] = language
        streams = [_video_packets(request, parts, video)]
        sound = None if mix is None else av.open(str(mix))
        try:
            if sound is not None:
                audio = container.add_stream_from_template(sound.streams.audio[0])
                audio.metadata["language"] = language
                streams.append(_audio_packets(sound, audio))
            for _, _, packet in heapq.merge(*streams, key=lambda item: item[:2]):
                container.mux_one(packet)
        finally:
            if sound is not None:
                sound.close()


def _video_packets(request: FilmRequest, parts: list[Path], stream: VideoStream) -> Iterator[Timed]:
    """The parts' packets on the film's timeline, with (decoding time in seconds, 0) before each."""
    base = 1 / rate_of(request.video)
    start = 0
    common: _Header | None = None
    for number, (path, product) in enumerate(zip(parts, request.parts, strict=True)):
        place = f"part {number + 1} of {len(parts)}"
        count = 0
        try:
            with av.open(str(path)) as part:
                source = _video_of(part, place)
                header = _Header(source.width, source.height, bytes(source.codec_context.extradata or b""))
                common = common or header
                if header != common:
                    raise MalformedProduct(
                        f"{place.capitalize()} was encoded with other settings than the first.",
                        next_step="Make this part again with the film's settings.",
                        tool=AssembleTool.name,
                        part=number,
                    )
                unit = source.time_base or Fraction(1)
                scale = Fraction(unit.numerator, unit.denominator) / base
                for packet in part.demux(source):
                    if packet.dts is None or packet.pts is None:
                        continue
                    packet.stream = stream
                    packet.pts = start + round(packet.pts * scale)
                    packet.dts = start + round(packet.dts * scale)
                    packet.duration = 1
                    packet.time_base = base
                    count += 1
                    yield packet.dts * base, 0, packet
        except av.FFmpegError as error:
            raise_translated(error, f"reading {place}")
        if count != product.frames:
            raise MalformedProduct(
                f"{place.capitalize()} holds {count} frames instead of {product.frames}.",
                next_step="Make this part again.",
                tool=AssembleTool.name,
                part=number,
            )
        start += count


def _audio_packets(sound: av.container.InputContainer, stream: AudioStream) -> Iterator[Timed]:
    for packet in sound.demux(sound.streams.audio[0]):
        if packet.dts is None or packet.time_base is None:
            continue
        packet.stream = stream
        yield packet.dts * packet.time_base, 1, packet


def _video_of(part: av.container.InputContainer, place: str) -> VideoStream:
    if not part.streams.video:
        raise MalformedProduct(
            f"{place.capitalize()} holds no video.", next_step="Make this part again.", tool=AssembleTool.name
        )
    return part.streams.video[0]
