"""``offline:espeak``: a robotic preview voice in many languages, with the time of every word.

Which languages it reads, and which it cannot, is in ``languages``. Knows nothing of scenes or films.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from studio.production.rendition import SAMPLE_RATE
from studio.tools.offline.speech import languages as spoken
from studio.tools.offline.speech.casting import cast
from studio.tools.offline.speech.engine import Mark, speak
from studio.tools.offline.speech.finishing import finish
from studio.tools.offline.speech.words import voiced_frames, word_spans, word_times
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import SpokenWord, VoiceProduct, VoiceRequest
from studio.tools.wav import MEDIA_TYPE, quantised, wav


@dataclass(frozen=True)
class Espeak:
    """Speaks one line with espeak-ng in a process of its own. The same request gives the same bytes."""

    name: str = "offline:espeak"
    version: str = "2"
    capability: Capability = Capability.VOICE

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """Raises ``UnsupportedLanguage`` where the text cannot really be read, ``ToolError`` where the engine fails."""
        content, words, samples, voice = await asyncio.to_thread(self._take, request)
        return VoiceProduct(audio=bench.add(content, MEDIA_TYPE), samples=samples, words=words, voice=voice)

    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the languages that it reads, sorted."""
        return spoken.languages()

    def _take(self, request: VoiceRequest) -> tuple[bytes, tuple[SpokenWord, ...], int, str]:
        text = spoken.readable_text(request.text, request.language, self.name)
        language = spoken.find_language(request.language, self.name)
        voice = cast(language.voice, request.speaker, request.direction, request.mood, request.pace)
        speech = speak(text, voice, self.name)
        finished = finish(speech)
        scale = SAMPLE_RATE / speech.sample_rate
        marks = tuple(
            Mark(mark.kind, mark.character, max(0, round(mark.sample * scale) - finished.trimmed))
            for mark in speech.marks
        )
        spans = word_spans(request.text, request.language)
        voiced, frame = voiced_frames(finished.audio, SAMPLE_RATE)
        times = word_times(request.text, spans, marks, voiced, frame)
        words = tuple(
            SpokenWord(start_char=first, end_char=last, start=start, end=min(end, len(finished.audio)))
            for (first, last), (start, end) in zip(spans, times, strict=True)
        )
        return wav(quantised(finished.audio[:, None])), words, len(finished.audio), voice.name
