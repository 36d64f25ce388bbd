"""What voice, music and sound tools keep to: exact lengths, 48 kHz, levels, and words with their times."""

# ruff: noqa: S101 - these are tests

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from studio.errors import UnsupportedLanguage
from studio.production.assets import Asset
from studio.production.rendition import SAMPLE_RATE
from studio.production.treatment import MusicDirection, VoiceDirection
from studio.production.vocabulary import Ambience, Effect, Mood
from studio.testing.bench import FolderBench
from studio.testing.conformance import ToolConformance
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_QUIET = 10 ** (-50 / 20)
"""-50 dBFS: what counts as silence at the edges of a take."""
_EDGE_SECONDS = 0.05
_PEAK = 10 ** (-3 / 20)


def read_wav(bench: FolderBench, asset: Asset, channels: int) -> npt.NDArray[np.float64]:
    """The sound of ``asset`` as samples x channels, -1..1; AssertionError where it is not 48 kHz and 16 bit."""
    import numpy as np

    assert asset.media_type == "audio/wav"
    with wave.open(str(bench.path(asset))) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (SAMPLE_RATE, 2, channels)
        content = file.readframes(file.getnframes())
    return np.frombuffer(content, "<i2").reshape(-1, channels) / 32768


class VoiceConformance(ToolConformance[VoiceRequest, VoiceProduct]):
    """Mono WAV without silence at its edges, and a time for every word of the line.

    ``language`` is one that the tool speaks, ``text`` and ``longer`` two lines in it; words are parted by spaces.
    """

    capability = Capability.VOICE
    language: ClassVar[str] = "en"
    text: ClassVar[str] = "The lamp was lit, and the storm came closer."
    longer: ClassVar[str] = "Nobody had ever seen a storm sit down and listen to the slow turning of a lamp."

    def a_request(self, folder: Path) -> VoiceRequest:
        return self.line(self.text)

    def line(self, text: str, *, speaker: str = "narrator", pace: float = 1.0) -> VoiceRequest:
        """A request for ``text`` in the suite's language."""
        direction = VoiceDirection()
        return VoiceRequest(text=text, language=self.language, speaker=speaker, direction=direction, pace=pace)

    def test_the_take_is_as_long_as_it_says_and_has_no_silent_edges(self, tmp_path: Path) -> None:
        product, bench = self.ask(self.line(self.text), tmp_path)
        sound = abs(read_wav(bench, product.audio, channels=1)[:, 0])
        assert len(sound) == product.samples
        edge = round(_EDGE_SECONDS * SAMPLE_RATE)
        assert sound[: edge + 1].max() > _QUIET
        assert sound[-edge - 1 :].max() > _QUIET
        assert sound.max() <= 1.0

    def test_every_word_has_a_time(self, tmp_path: Path) -> None:
        for number, text in enumerate((self.text, self.longer)):
            product, _ = self.ask(self.line(text), tmp_path / str(number))
            between, last = [], 0
            for word in product.words:
                assert last <= word.start_char < word.end_char <= len(text)
                between.append(text[last : word.start_char])
                last = word.end_char
            skipped = "".join([*between, text[last:]])
            assert not any(character.isalnum() for character in skipped), skipped
            times = [(word.start, word.end) for word in product.words]
            assert all(0 <= start <= end <= product.samples for start, end in times)
            assert [start for start, _ in times] == sorted(start for start, _ in times)

    def test_a_longer_line_takes_longer_and_a_faster_pace_shorter(self, tmp_path: Path) -> None:
        usual, _ = self.ask(self.line(self.text), tmp_path / "usual")
        longer, _ = self.ask(self.line(self.longer), tmp_path / "longer")
        faster, _ = self.ask(self.line(self.text, pace=1.5), tmp_path / "faster")
        assert faster.samples < usual.samples < longer.samples

    def test_a_speaker_keeps_the_voice(self, tmp_path: Path) -> None:
        first, _ = self.ask(self.line(self.text, speaker="cast-1"), tmp_path / "first")
        second, _ = self.ask(self.line(self.longer, speaker="cast-1"), tmp_path / "second")
        assert first.voice == second.voice != ""

    def test_a_language_that_it_does_not_speak_is_refused_by_name(self, tmp_path: Path) -> None:
        request = self.line(self.text).model_copy(update={"language": "qaa"})
        refusal = ""
        try:
            self.ask(request, tmp_path)
        except UnsupportedLanguage as error:
            refusal = str(error)
        # The tag is reserved for private use: nobody speaks it.
        assert "qaa" in refusal


class MusicConformance(ToolConformance[MusicRequest, MusicProduct]):
    """Stereo WAV of exactly the asked length, at most -3 dBFS, that comes to an end; stems add up to it."""

    capability = Capability.MUSIC

    def a_request(self, folder: Path) -> MusicRequest:
        return self.cue(Mood.CALM, 2 * SAMPLE_RATE)

    def cue(self, mood: Mood, samples: int, seed: int = 1) -> MusicRequest:
        """A request for a cue of that mood and length."""
        prompt = f"{mood.value} music for a short scene"
        return MusicRequest(
            prompt=prompt, direction=MusicDirection(mood=mood), mood=mood, samples=samples, theme_seed=7, seed=seed
        )

    def test_every_length_is_exact(self, tmp_path: Path) -> None:
        for samples in (4_800, 2 * SAMPLE_RATE + 1):
            product, bench = self.ask(self.cue(Mood.TENDER, samples), tmp_path / str(samples))
            assert product.samples == len(read_wav(bench, product.audio, channels=2)) == samples

    def test_it_is_heard_and_has_headroom(self, tmp_path: Path) -> None:
        for mood in (Mood.CALM, Mood.EPIC):
            product, bench = self.ask(self.cue(mood, 2 * SAMPLE_RATE), tmp_path / mood.value)
            peak = abs(read_wav(bench, product.audio, channels=2)).max()
            assert _QUIET < peak <= _PEAK + 1 / 32768

    def test_it_ends_and_is_not_cut_off(self, tmp_path: Path) -> None:
        product, bench = self.ask(self.cue(Mood.JOYFUL, 3 * SAMPLE_RATE), tmp_path)
        assert abs(read_wav(bench, product.audio, channels=2)[-48:]).max() < 10 ** (-40 / 20)

    def test_stems_add_up_to_the_cue(self, tmp_path: Path) -> None:
        product, bench = self.ask(self.a_request(tmp_path), tmp_path)
        if product.stems:
            names = [stem.name for stem in product.stems]
            assert len(set(names)) == len(names)
            whole = read_wav(bench, product.audio, channels=2)
            total = sum(read_wav(bench, stem.audio, channels=2) for stem in product.stems)
            # Each stem is rounded to 16 bit on its own.
            assert abs(total - whole).max() <= (len(names) + 1) / 32768

    def test_another_mood_or_seed_is_other_music(self, tmp_path: Path) -> None:
        if not self.deterministic:
            return
        requests = (self.cue(Mood.CALM, 96_000), self.cue(Mood.TENSE, 96_000), self.cue(Mood.CALM, 96_000, seed=2))
        made = {self.ask(request, tmp_path / str(number))[0].audio for number, request in enumerate(requests)}
        assert len(made) == len(requests)


class SoundConformance(ToolConformance[SoundRequest, SoundProduct]):
    """Stereo WAV of exactly the asked length, for every ambience and effect of the vocabulary."""

    capability = Capability.SOUND

    def a_request(self, folder: Path) -> SoundRequest:
        return self.sound(Ambience.SEA)

    def sound(self, sound: Ambience | Effect, *, strength: float = 0.5, samples: int = SAMPLE_RATE) -> SoundRequest:
        """A request for one sound."""
        return SoundRequest(prompt=sound.value, sound=sound, strength=strength, samples=samples, seed=3)

    def test_every_sound_is_heard_at_its_exact_length(self, tmp_path: Path) -> None:
        for sound in (*Ambience, *Effect):
            product, bench = self.ask(self.sound(sound, samples=SAMPLE_RATE + 7), tmp_path)
            heard = read_wav(bench, product.audio, channels=2)
            assert product.samples == len(heard) == SAMPLE_RATE + 7
            assert _QUIET < abs(heard).max() <= 1.0, sound.value

    def test_the_shortest_request_has_an_answer(self, tmp_path: Path) -> None:
        for sound in (Ambience.WIND, Effect.BELL):
            product, bench = self.ask(self.sound(sound, samples=4_800), tmp_path)
            assert len(read_wav(bench, product.audio, channels=2)) == 4_800

    def test_stronger_is_louder(self, tmp_path: Path) -> None:
        levels = []
        for strength in (0.1, 0.9):
            product, bench = self.ask(self.sound(Ambience.RAIN, strength=strength), tmp_path)
            levels.append((read_wav(bench, product.audio, channels=2) ** 2).mean())
        assert levels[0] < levels[1]
