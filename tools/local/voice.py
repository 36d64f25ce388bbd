"""Voices by transformers in this process: VITS, such as Meta's MMS with one model for each language, and SpeechT5.

``transformers:facebook/mms-tts`` speaks every language that there is a model for; a model or folder whose name ends
in a language speaks that one, and SpeechT5 what it was taught. VITS says how long it dwells on each letter: that is
when words are heard.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from studio.errors import BadRequest, MalformedProduct, MissingExtra, ToolError, UnsupportedLanguage
from studio.production.speaking import directed_pace
from studio.tools.casting import drawn, named_voice
from studio.tools.film.languages import three_letters
from studio.tools.local.hardware import Hardware
from studio.tools.local.model import LocalModel
from studio.tools.local.pitch import apart, directed_pitch, pitched
from studio.tools.local.seeding import seeded
from studio.tools.local.speecht5 import VOCODER, SpeechT5
from studio.tools.local.spoken import Line, Spoken
from studio.tools.local.voice_families import VoiceFamily, voice_family_of
from studio.tools.local.weights import Weights, own_folder
from studio.tools.takes import take_of
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_UNKNOWN = "und"
_LETTERS_A_SECOND = 14
_OPERATIONS = 550
"""For each weight and second of speech."""


@dataclass(frozen=True)
class TransformersVoice(LocalModel):
    """The voice ``model``, or for each language the one of that name with three letters more."""

    capability: Capability = Capability.VOICE
    tuned: ClassVar[tuple[str, ...]] = ("voices",)
    single_precision: ClassVar[bool] = True

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """One line. Raises ``UnsupportedLanguage`` where no model speaks the language or can read the text."""
        await self.awake()
        weights = self._speaker_of(request.language)
        line = Line(
            request,
            directed_pitch(request),
            directed_pace(request.mood, request.direction, request.pace),
            named_voice(self.service.settings.voices, request.speaker, request.direction),
            self.name,
        )
        try:
            spoken = await self._spoken(weights, line)
        except BadRequest as error:
            if not self._is_one_of_several(weights):
                raise
            raise self._unspoken(request.language) from error
        name = f"{Path(weights.model).name}{spoken.voice}"
        try:
            return await asyncio.to_thread(self._taken, spoken, request, name, bench)
        except ValueError as error:
            raise MalformedProduct(f"{self.name} made no speech that can be used: {error}.", tool=self.name) from None

    def needs(self, request: VoiceRequest) -> tuple[Weights, ...]:
        """The model of the line's language; none where there is none, which the call says."""
        try:
            weights = self._speaker_of(request.language)
        except UnsupportedLanguage:
            return ()
        family = self._family()
        if family is not None:
            return (weights, self._vocoder(family))
        try:
            weights.missing_bytes()
        except BadRequest:
            if not self._is_one_of_several(weights):
                raise
            return ()
        return (weights,)

    def operations(self, request: VoiceRequest) -> float:
        """By the length of the text."""
        weights = sum(map(self.weights_of, self.needs(request)))
        return _OPERATIONS * weights * len(request.text) / _LETTERS_A_SECOND

    async def _spoken(self, weights: Weights, line: Line) -> Spoken:
        family = self._family()
        if family is None:
            return await self.made(weights, Speaker.load, Speaker.speak, line)
        vocoder = await asyncio.to_thread(self._vocoder(family).fetched)
        return await self.made(weights, partial(SpeechT5.load, vocoder=vocoder), SpeechT5.speak, line)

    def _family(self) -> VoiceFamily | None:
        return voice_family_of(self.model, own_folder(self.model))

    def _vocoder(self, family: VoiceFamily) -> Weights:
        folder = own_folder(self.model)
        beside = folder / VOCODER if folder is not None else None
        return self.weights(str(beside) if beside is not None and beside.is_dir() else family.vocoder)

    def _taken(self, spoken: Spoken, request: VoiceRequest, voice: str, bench: Workbench) -> VoiceProduct:
        from studio.tools.recordings import paced, resampled

        sound = resampled(spoken.sound[:, None], spoken.rate)
        if spoken.pace != 1:
            sound = paced(sound, spoken.pace)
        return take_of(sound, request, voice=voice, tool=self.name, bench=bench, times=spoken.times)

    def _is_one_of_several(self, weights: Weights) -> bool:
        return weights.model != self.model

    def _speaker_of(self, language: str) -> Weights:
        code = three_letters(language)
        if code == _UNKNOWN:
            raise self._unspoken(language)
        own, family = self.weights(), self._family()
        known = _language_in_name(self.model)
        if family is not None and not known:
            if code not in family.languages:
                raise self._unspoken(language)
            return own
        if known:
            if known != code:
                raise self._unspoken(language)
            return own
        folder = own_folder(self.model)
        if folder is None:
            return self.weights(f"{self.model}-{code}")
        if (folder / "config.json").is_file():
            # It does not say which language it speaks: the person knows.
            return own
        several = self.weights(f"{folder}-{code}")
        if not Path(several.model).is_dir():
            raise self._unspoken(language)
        return several

    def _unspoken(self, language: str) -> UnsupportedLanguage:
        return UnsupportedLanguage(
            f"{self.name} does not speak {language!r}.",
            next_step="Name a model of that language with --voice.",
            tool=self.name,
        )


class Speaker:
    """A loaded voice. In single precision, because these models are small and half of it is heard."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._durations: list[Any] = []
        model.duration_predictor.register_forward_hook(lambda _module, _given, out: self._durations.append(out))

    @classmethod
    def load(cls, folder: Path, device: Hardware) -> Speaker:
        """The model and the tokenizer of ``folder``."""
        import torch
        from transformers import AutoTokenizer, VitsModel

        model = VitsModel.from_pretrained(folder, dtype=torch.float32).to(device.device).eval()
        return cls(model, AutoTokenizer.from_pretrained(folder))

    def speak(self, lines: list[Line]) -> list[Spoken]:
        """The raw speech of each line."""
        return [self._spoken(line) for line in lines]

    def _spoken(self, line: Line) -> Spoken:
        import torch

        read, voice = self._read(line), self._voice(line)
        # Whose model has one voice only is told apart by pitch.
        pitch = line.pitch * (apart(line.request.speaker) if voice is None else 1)
        self._durations.clear()
        with torch.inference_mode(), seeded(line.request.seed):
            made = self._model(input_ids=read.to(self._model.device), speaker_id=voice, speaking_rate=line.pace / pitch)
        sound: npt.NDArray[np.float32] = made.waveform[0].float().cpu().numpy()
        rate = pitched(self._model.config.sampling_rate, pitch)
        name = f"{pitch:+.3f}" if voice is None else f"-{voice}{pitch:+.3f}"
        return Spoken(sound, rate, name, self._heard(line, read, pitch))

    def _voice(self, line: Line) -> int | None:
        """The number of the voice; None where the model has one only."""
        voices = [str(number) for number in range(self._model.config.num_speakers)]
        if len(voices) < 2:
            return None
        if line.voice is not None and line.voice not in voices:
            raise ToolError(
                f"{line.tool} has no voice {line.voice!r}.",
                next_step=f"Its voices are numbers from 0 to {len(voices) - 1}.",
                tool=line.tool,
            )
        return int(line.voice or drawn(voices, line.request.speaker))

    def _read(self, line: Line) -> Any:
        """The tokens of the text."""
        from transformers.models.vits.tokenization_vits import has_non_roman_characters, is_uroman_available

        text, tokenizer = line.request.text, self._tokenizer
        if getattr(tokenizer, "is_uroman", False) and has_non_roman_characters(text) and not is_uroman_available():
            raise MissingExtra(
                f"{line.tool} reads {line.request.language!r} in Latin letters only, and uroman is not installed.",
                next_step="pip install uroman",
                tool=line.tool,
            )
        if not tokenizer.prepare_for_tokenization(text)[0].strip():
            raise UnsupportedLanguage(f"{line.tool} cannot read any letter of {text[:40]!r}.", tool=line.tool)
        return tokenizer(text, return_tensors="pt").input_ids

    def _heard(self, line: Line, read: Any, pitch: float) -> dict[int, tuple[int, int]] | None:
        """When letters are heard, by how long the model dwelt on each token; None where tokens are not letters."""
        import torch

        letters = self._letters(line.request.text)
        blanks = bool(getattr(self._tokenizer, "add_blank", False))
        if letters is None or read.shape[-1] != (2 * len(letters) + 1 if blanks else len(letters)):
            return None
        # As the model itself rounds it.
        lasting = torch.ceil(torch.exp(self._durations[-1].float()) * (pitch / line.pace)).flatten()
        hop = math.prod(self._model.config.upsample_rates)
        edges = [0, *(int(edge) * hop for edge in lasting.cpu().cumsum(0))]
        tokens = range(1, len(edges), 2) if blanks else range(len(edges))
        return {place: (edges[token], edges[token + 1]) for place, token in zip(letters, tokens, strict=False)}

    def _letters(self, text: str) -> list[int] | None:
        """The places in ``text`` of the letters that become tokens; None where they are not those of the text."""
        tokenizer = self._tokenizer
        if getattr(tokenizer, "phonemize", True) or not getattr(tokenizer, "normalize", False):
            return None
        known = [
            place
            for place, letter in enumerate(text)
            if (letter in tokenizer.encoder or letter.lower() in tokenizer.encoder)
        ]
        # What is read begins and ends with a letter that is no space.
        while known and text[known[0]].isspace():
            known.pop(0)
        while known and text[known[-1]].isspace():
            known.pop()
        return known


def _language_in_name(model: str) -> str:
    """The three letters in which a model's name ends, where they are a language's."""
    last = model.rstrip("/\\").rpartition("-")[2].lower()
    return last if len(last) == 3 and three_letters(last) == last else ""
