"""Piper's voices in files of the person's: ``piper:/voices/en_GB-alan-medium.onnx``, or a folder of them.

Beside a voice lies what it was exported with (``.onnx.json``): how it reads, its speakers, its rate. In a folder the
voices of a line's language are cast; a voice that is alone is told apart by pitch. Exports that say how long each
phoneme lasts time the words.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.errors import MalformedProduct, ToolError, ToolNotFound, UnsupportedLanguage
from studio.production.canonical import content_hash
from studio.production.money import FREE
from studio.production.rendition import SAMPLE_RATE
from studio.production.speaking import directed_pace
from studio.tools.casting import CastModel, drawn, named_voice
from studio.tools.film.languages import three_letters
from studio.tools.local.onnx_files import PAUSE, loaded
from studio.tools.local.pitch import apart, directed_pitch, pitched
from studio.tools.local.reading import Phoneme, Reading, reading
from studio.tools.takes import Times, take_of
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_BEGIN, _END, _BETWEEN = "^", "$", "_"
_HOP = 256


@dataclass(frozen=True)
class PiperFile:
    """A voice and what it was exported with."""

    path: Path

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What lies beside it."""
        found: dict[str, Any] = json.loads(_settings_of(self.path).read_text(encoding="utf-8"))
        return found

    @property
    def language(self) -> str:
        """What it speaks, as a tag."""
        told = self.settings.get("language", {}).get("code") or self.settings.get("espeak", {}).get("voice", "")
        return str(told).replace("_", "-")

    @property
    def rate(self) -> int:
        """Hz of its sound."""
        return int(self.settings["audio"]["sample_rate"])

    @property
    def speakers(self) -> tuple[str, ...]:
        """Their names, or numbers where they have none; one voice has none of either."""
        count = int(self.settings.get("num_speakers", 1))
        named = self.settings.get("speaker_id_map") or {}
        return () if count < 2 else tuple(named) or tuple(map(str, range(count)))

    def number(self, speaker: str) -> int:
        """Of a speaker."""
        return int((self.settings.get("speaker_id_map") or {}).get(speaker, 0) or (speaker if speaker.isdigit() else 0))


@dataclass(frozen=True)
class _Cast:
    """Who speaks: a file, one of its speakers where it has several, and how high, as a factor."""

    file: PiperFile
    speaker: str | None
    pitch: float

    @property
    def name(self) -> str:
        """Of the voice, to tell it from others."""
        speaker = "" if self.speaker is None else f"-{self.speaker}"
        return f"{self.file.path.stem}{speaker}{self.pitch:+.3f}"


@dataclass(frozen=True)
class PiperVoice(CastModel):
    """The voice in the file ``model``, or those in that folder."""

    capability: Capability = Capability.VOICE

    @property
    def version(self) -> str:
        """Of the format, the files, and the named voices."""
        told = [(one.path.name, one.path.stat().st_size, content_hash(one.settings)) for one in self._files()]
        return f"{super().version}-{content_hash(told)[:8]}"

    def most(self, _request: VoiceRequest) -> Decimal:
        """See ``studio.tools.tool.Priced``."""
        return FREE

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """One line. Raises ``UnsupportedLanguage`` where no voice speaks the language or can read the text."""
        return await asyncio.to_thread(self._taken, request, bench)

    def _taken(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        from studio.tools.recordings import resampled

        who = self._cast(request)
        read = self._read(request, who.file)
        pace = directed_pace(request.mood, request.direction, request.pace) / who.pitch
        sound, heard = _spoken(read, who, pace, request.seed)
        rate = pitched(who.file.rate, who.pitch)

        def times(spans: list[tuple[int, int]]) -> Times | None:
            if len(heard) != len(spans):
                return None
            scale = SAMPLE_RATE / rate
            return [(round(start * scale), round(end * scale)) for _, (start, end) in sorted(heard.items())]

        try:
            return take_of(
                resampled(sound[:, None], rate), request, voice=who.name, tool=self.name, bench=bench, times=times
            )
        except ValueError as error:
            raise MalformedProduct(f"{self.name} made no speech that can be used: {error}.", tool=self.name) from None

    def _cast(self, request: VoiceRequest) -> _Cast:
        files = [one for one in self._files() if three_letters(one.language) == three_letters(request.language)]
        if not files:
            raise UnsupportedLanguage(
                f"{self.name} does not speak {request.language!r}.",
                next_step="Name a voice of that language with --voice.",
                tool=self.name,
            )
        # Of a region's voices rather than another one's, where there are any.
        near = [one for one in files if one.language.lower() == request.language.lower()] or files
        every: dict[str, tuple[PiperFile, str | None]] = {
            f"{one.path.stem}/{name}": (one, name) for one in near for name in one.speakers
        }
        every |= {one.path.stem: (one, None) for one in near if not one.speakers}
        wanted = named_voice(self.service.settings.voices, request.speaker, request.direction)
        if wanted is not None:
            matching = [key for key in every if wanted in (key, *key.split("/"))]
            if not matching:
                raise ToolError(
                    f"{self.name} has no voice {wanted!r}.",
                    next_step=f"Its voices are: {', '.join(sorted(every)[:12])}.",
                    tool=self.name,
                )
            file, speaker = every[drawn(matching, request.speaker)]
        else:
            file, speaker = every[drawn(every, request.speaker)]
        pitch = directed_pitch(request) * (apart(request.speaker) if len(every) == 1 else 1)
        return _Cast(file, speaker, pitch)

    def _read(self, request: VoiceRequest, file: PiperFile) -> Reading:
        from studio.tools.offline.speech.languages import readable_text

        kind = file.settings.get("phoneme_type", "espeak")
        if kind != "espeak":
            raise UnsupportedLanguage(
                f"{self.name} reads {kind}, and only voices that read espeak-ng's phonemes are spoken here.",
                next_step="Name another voice with --voice.",
                tool=self.name,
            )
        text = readable_text(request.text, request.language, self.name)
        return reading(text, request.language, file.settings["espeak"]["voice"], self.name)

    def _files(self) -> list[PiperFile]:
        place = Path(self.model).expanduser()
        found = sorted(place.glob("*.onnx")) if place.is_dir() else [place]
        files = [PiperFile(path) for path in found if path.is_file() and _settings_of(path).is_file()]
        if not files:
            raise ToolNotFound(
                f"{self.name}: there is no voice in {str(place)!r}.",
                next_step="Name an .onnx file that has its .onnx.json beside it, or a folder of them.",
                tool=self.name,
            )
        return files


def _settings_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _spoken(read: Reading, who: _Cast, pace: float, seed: int) -> tuple[Sound, dict[int, tuple[int, int]]]:
    """The sound, and when each word is heard in it, in samples; no words where the voice or the text does not tell."""
    import numpy as np

    session = loaded(who.file.path, seed)
    parts: list[Sound] = []
    heard: dict[int, tuple[int, int]] = {}
    at, tells = 0, read.told
    for sentence in read.sentences:
        letters, numbers = _numbered(sentence, who.file.settings["phoneme_id_map"])
        made = session.run(None, _inputs(session, numbers, who, pace))
        sound = np.asarray(made[0], np.float32).reshape(-1)
        tells = tells and len(made) > 1
        if tells:
            hop = int(who.file.settings.get("hop_length", _HOP))
            edges = at + np.concatenate([[0], np.cumsum(np.asarray(made[1], np.float64).reshape(-1))]) * hop
            for place, phoneme in letters:
                if phoneme.word is not None:
                    start, _ = heard.get(phoneme.word, (int(edges[place]), 0))
                    heard[phoneme.word] = start, int(edges[place + 1])
        parts += [sound, np.zeros(round(PAUSE * who.file.rate), np.float32)]
        at += len(parts[-2]) + len(parts[-1])
    return np.concatenate([*parts, np.zeros(1, np.float32)]), heard if tells else {}


def _numbered(
    sentence: tuple[Phoneme, ...], known: dict[str, list[int]]
) -> tuple[list[tuple[int, Phoneme]], list[int]]:
    """The numbers that a voice reads, and the places in them of each phoneme. What it does not know is left out."""
    numbers, letters = [*known[_BEGIN], *known[_BETWEEN]], []
    for phoneme in sentence:
        for number in known.get(phoneme.letter, ()):
            letters.append((len(numbers), phoneme))
            numbers += [number, *known[_BETWEEN]]
    return letters, [*numbers, *known[_END]]


def _inputs(session: Any, numbers: list[int], who: _Cast, pace: float) -> dict[str, Any]:
    import numpy as np

    told = who.file.settings.get("inference", {})
    scales = (told.get("noise_scale", 0.667), told.get("length_scale", 1.0) / pace, told.get("noise_w", 0.8))
    given: dict[str, Any] = {
        "input": np.array([numbers], np.int64),
        "input_lengths": np.array([len(numbers)], np.int64),
        "scales": np.array(scales, np.float32),
    }
    if who.speaker is not None:
        given["sid"] = np.array([who.file.number(who.speaker)], np.int64)
    wanted = {one.name for one in session.get_inputs()}
    return {name: value for name, value in given.items() if name in wanted}
