"""Kokoro in a file of the person's: ``kokoro:/voices/kokoro-v1.0.onnx``, with its voices (``voices*.bin``) beside it.

A voice's name begins with its language and its gender (``bm_george``): speakers are cast by them. The model does not
tell when words are heard.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.errors import MalformedProduct, ToolError, ToolNotFound, UnsupportedLanguage
from studio.production.canonical import content_hash
from studio.production.money import FREE
from studio.production.speaking import directed_pace
from studio.production.vocabulary import Gender
from studio.tools.casting import CastModel, drawn, named_voice
from studio.tools.local.onnx_files import PAUSE, loaded
from studio.tools.local.pitch import directed_pitch, pitched
from studio.tools.local.reading import Phoneme, Reading, reading
from studio.tools.takes import take_of
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_RATE = 24_000
_MOST = 510
"""Phonemes that it reads at once."""
_LANGUAGES = {
    "a": ("en", "en-US"),
    "b": ("en", "en-GB"),
    "e": ("es",),
    "f": ("fr",),
    "h": ("hi",),
    "i": ("it",),
    "p": ("pt", "pt-BR"),
}
"""By a voice's first letter. Chinese and Japanese it reads in letters that espeak-ng does not write."""
_GENDERS = {Gender.FEMININE: "f", Gender.MASCULINE: "m"}
_LETTERS = (
    '$;:,.!?¡¿—…"«»“” ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
    "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'\u0329'ᵻ"
)
"""What it reads, each letter at its number."""
_NUMBERS = {letter: number for number, letter in enumerate(_LETTERS)}


@dataclass(frozen=True)
class KokoroVoice(CastModel):
    """The model in the file ``model``."""

    capability: Capability = Capability.VOICE

    @property
    def version(self) -> str:
        """Of the format, the files, and the named voices."""
        told = [(path.name, path.stat().st_size) for path in self._files()]
        return f"{super().version}-{content_hash(told)[:8]}"

    def most(self, _request: VoiceRequest) -> Decimal:
        """See ``studio.tools.tool.Priced``."""
        return FREE

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """One line. Raises ``UnsupportedLanguage`` where no voice speaks the language or the text cannot be read."""
        return await asyncio.to_thread(self._taken, request, bench)

    def _taken(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        import numpy as np

        from studio.tools.recordings import resampled

        file, beside = self._files()
        with np.load(beside, allow_pickle=False) as voices:
            name = self._cast(request, voices.files)
            styles = np.asarray(voices[name], np.float32)
        pitch = directed_pitch(request)
        pace = directed_pace(request.mood, request.direction, request.pace) / pitch
        sound = _spoken(loaded(file, request.seed), self._read(request), styles, pace)
        try:
            return take_of(
                resampled(sound[:, None], pitched(_RATE, pitch)),
                request,
                voice=f"{name}{pitch:+.3f}",
                tool=self.name,
                bench=bench,
            )
        except ValueError as error:
            raise MalformedProduct(f"{self.name} made no speech that can be used: {error}.", tool=self.name) from None

    def _cast(self, request: VoiceRequest, voices: list[str]) -> str:
        primary, tag = request.language.partition("-")[0].lower(), request.language.lower()
        speaking = [name for name in voices if primary in _LANGUAGES.get(name[:1], ())]
        if not speaking:
            raise UnsupportedLanguage(
                f"{self.name} does not speak {request.language!r}.",
                next_step="Name a voice of that language with --voice.",
                tool=self.name,
            )
        wanted = named_voice(self.service.settings.voices, request.speaker, request.direction)
        if wanted is not None:
            if wanted not in voices:
                raise ToolError(
                    f"{self.name} has no voice {wanted!r}.",
                    next_step=f"Its voices are: {', '.join(sorted(speaking)[:12])}.",
                    tool=self.name,
                )
            return wanted
        # Of the region, and of the gender, where there are such.
        for fits in (
            lambda name: tag in map(str.lower, _LANGUAGES[name[:1]]),
            lambda name: name[1:2] == _GENDERS.get(request.direction.gender, name[1:2]),
        ):
            speaking = [name for name in speaking if fits(name)] or speaking
        return drawn(speaking, request.speaker)

    def _read(self, request: VoiceRequest) -> Reading:
        from studio.tools.offline.speech.languages import find_language, readable_text

        text = readable_text(request.text, request.language, self.name)
        return reading(text, request.language, find_language(request.language, self.name).voice, self.name)

    def _files(self) -> tuple[Path, Path]:
        """The model and its voices."""
        file = Path(self.model).expanduser()
        beside = sorted(file.parent.glob("voices*.bin")) + sorted(file.parent.glob("voices*.npz"))
        if not file.is_file() or not beside:
            raise ToolNotFound(
                f"{self.name}: there is no such model, or no voices beside it.",
                next_step="Name an .onnx file that has its voices (voices-v1.0.bin) beside it.",
                tool=self.name,
            )
        return file, beside[-1]


def _spoken(session: Any, read: Reading, styles: Sound, pace: float) -> Sound:
    """The sound of all sentences; ``styles`` are the voice's by how much is said at once."""
    import numpy as np

    from studio.tools.recordings import paced

    inputs = {one.name: one.type for one in session.get_inputs()}
    # Some exports take whole numbers: they are told nothing, and paced afterwards.
    is_told = "float" in inputs["speed"]
    speed = np.array([pace if is_told else 1], np.float32 if is_told else np.int32)
    parts: list[Sound] = []
    for sentence in read.sentences:
        for numbers in _numbered(sentence):
            made = session.run(
                None,
                {
                    "input_ids" if "input_ids" in inputs else "tokens": np.array([[0, *numbers, 0]], np.int64),
                    "style": styles[min(len(numbers), len(styles) - 1)].reshape(1, -1),
                    "speed": speed,
                },
            )
            parts.append(np.asarray(made[0], np.float32).reshape(-1))
        parts.append(np.zeros(round(PAUSE * _RATE), np.float32))
    sound = np.concatenate([*parts, np.zeros(1, np.float32)])
    return sound if is_told else paced(sound[:, None], pace)[:, 0]


def _numbered(sentence: tuple[Phoneme, ...]) -> Iterator[list[int]]:
    """The numbers of a sentence, in as many parts as it needs, parted between words."""
    numbers = [_NUMBERS[phoneme.letter] for phoneme in sentence if phoneme.letter in _NUMBERS]
    while len(numbers) > _MOST:
        spaces = [place for place, number in enumerate(numbers[:_MOST]) if number == _NUMBERS[" "]]
        end = spaces[-1] if spaces else _MOST
        yield numbers[:end]
        numbers = numbers[end:]
    if numbers:
        yield numbers
