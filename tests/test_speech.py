"""The offline voice: really spoken, in a process of its own, on short texts."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import ToolError, UnsupportedLanguage
from studio.production.rendition import SAMPLE_RATE
from studio.production.speaking import expected_seconds
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender, Mood
from studio.testing.bench import FolderBench
from studio.testing.hearing import read_wav
from studio.tools.offline.speech.casting import cast
from studio.tools.offline.speech.engine import EngineVoice, Mark, speak
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.offline.speech.languages import find_language, languages, readable_text
from studio.tools.offline.speech.words import word_spans, word_times
from studio.tools.tool import Capability, Tool
from studio.tools.voice import VoiceProduct, VoiceRequest

TOOL = "offline:espeak"


def say(
    folder: Path, text: str, language: str = "en", **fields: object
) -> tuple[VoiceProduct, npt.NDArray[np.float64]]:
    """The product of the real tool, and its audio within -1..1."""
    bench = FolderBench(folder)
    request = VoiceRequest.model_validate({"text": text, "language": language, "speaker": "narrator", **fields})
    product = asyncio.run(Espeak()(request, bench))
    audio = read_wav(bench, product.audio, channels=1)[:, 0]
    assert len(audio) == product.samples
    return product, audio


def heard(product: VoiceProduct, text: str) -> list[str]:
    return [text[word.start_char : word.end_char] for word in product.words]


def assert_well_timed(product: VoiceProduct, text: str) -> None:
    """Every letter and digit is in a word; words are in order, last, and lie within the audio."""
    covered = {index for word in product.words for index in range(word.start_char, word.end_char)}
    assert all(index in covered for index, character in enumerate(text) if character.isalnum())
    previous_char = previous_sample = 0
    for word in product.words:
        assert previous_char <= word.start_char < word.end_char
        assert previous_sample <= word.start < word.end <= product.samples
        previous_char, previous_sample = word.end_char, word.end


def test_is_a_voice_tool() -> None:
    tool = Espeak()
    assert isinstance(tool.name, str)
    assert tool.capability is Capability.VOICE
    checked: Tool[VoiceRequest, VoiceProduct] = tool
    assert checked.version


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Hello there, I did not know it.", ["Hello", "there", "I", "did", "not", "know", "it"]),
        ("fr", "« Où vas-tu ? » dit-elle.", ["Où", "vas", "tu", "dit", "elle"]),
        ("hi", "एक बार की बात है।", ["एक", "बार", "की", "बात", "है"]),
        ("ko", "늙은 등대지기는 기다렸다.", ["늙은", "등대지기는", "기다렸다"]),
    ],
)
def test_every_word_has_a_time(tmp_path: Path, language: str, text: str, words: list[str]) -> None:
    product, _ = say(tmp_path, text, language)
    assert heard(product, text) == words
    assert_well_timed(product, text)


def test_chinese_phrases_have_times(tmp_path: Path) -> None:
    text = "茶馆里的老人，等待风暴。"
    product, _ = say(tmp_path, text, "zh")
    assert "".join(heard(product, text)) == "茶馆里的老人等待风暴"
    assert_well_timed(product, text)


def test_a_pause_belongs_to_no_word(tmp_path: Path) -> None:
    product, audio = say(tmp_path, "Wait. Now go.")
    wait, now, _ = product.words
    pause = audio[wait.end + 480 : now.start - 480]
    assert len(pause) > 0.1 * SAMPLE_RATE
    assert np.abs(pause).max() < 0.05 * np.abs(audio).max()


def test_words_are_heard_where_they_are_said_to_be(tmp_path: Path) -> None:
    product, audio = say(tmp_path, "One, two, three, four.")
    for word in product.words:
        loudness = np.sqrt(np.mean(audio[word.start : word.end] ** 2))
        assert loudness > 0.3 * np.sqrt(np.mean(audio**2))


def test_same_request_gives_same_bytes_and_level_sound(tmp_path: Path) -> None:
    first, audio = say(tmp_path / "a", "The storm had a name, and the keeper knew it.")
    second, _ = say(tmp_path / "b", "The storm had a name, and the keeper knew it.")
    assert first == second
    assert pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(audio) == pytest.approx(-20, abs=1.5)
    assert np.abs(audio).max() < 0.95
    sounding = np.flatnonzero(np.abs(audio) > 0.01 * np.abs(audio).max())
    assert sounding[0] <= 0.05 * SAMPLE_RATE
    assert len(audio) - sounding[-1] <= 0.06 * SAMPLE_RATE


def test_nothing_sounds_below_a_voice(tmp_path: Path) -> None:
    """No standing pressure and no rumble: they would be heard at every start and end and cost the film its level."""
    _, audio = say(tmp_path, "A lighthouse keeper has exactly one bit of luck left.")
    assert abs(audio.mean()) < 1e-4
    power = np.square(np.abs(np.fft.rfft(audio)))
    below = power[np.fft.rfftfreq(len(audio), 1 / SAMPLE_RATE) < 50].sum()
    assert 10 * np.log10(below / power.sum()) < -45


def test_lines_with_stressed_vowels_are_as_loud_as_the_others(tmp_path: Path) -> None:
    """These three stand 3 to 5 dB higher above their mean than most."""
    for text in ("De casi todo cuelga un hilo.", "La luz es ahora clara y sincera.", "Hay otro hilo."):
        _, audio = say(tmp_path, text, "es", direction=VoiceDirection(gender=Gender.MASCULINE), mood=Mood.MELANCHOLY)
        assert pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(np.tile(audio, 3)) == pytest.approx(-20, abs=0.8)
        assert np.abs(audio).max() < 0.92


def test_pace_multiplies_the_speed(tmp_path: Path) -> None:
    text = "They crossed the bridge before the sun was up."
    normal, _ = say(tmp_path, text)
    fast, _ = say(tmp_path, text, pace=1.5)
    assert normal.samples / fast.samples == pytest.approx(1.5, rel=0.12)


ORDINARY = st.text(st.sampled_from("aeiou mnrst,.!?'-1é茶б😀\n"), min_size=1, max_size=50)
ANYTHING = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ORDINARY | ANYTHING)
def test_any_text_is_spoken_or_refused(tmp_path: Path, text: str) -> None:
    with contextlib.suppress(UnsupportedLanguage):
        product, _ = say(tmp_path, text)
        assert_well_timed(product, text)


@pytest.mark.parametrize("sign", ["\0", "\x01100S ", "[[hElo]]", "<break time='9s'/>", "&amp;", "😀"])
def test_text_is_never_a_command(tmp_path: Path, sign: str) -> None:
    text = f"Come {sign} home"
    product, audio = say(tmp_path, text)
    assert_well_timed(product, text)
    assert len(audio) < 6 * SAMPLE_RATE


def test_text_without_words_is_short_silence(tmp_path: Path) -> None:
    product, audio = say(tmp_path, "…")
    assert product.words == ()
    assert len(audio) <= 0.1 * SAMPLE_RATE
    assert not audio.any()


def test_long_text_is_spoken_to_its_end(tmp_path: Path) -> None:
    text = ("The sea brought a letter without an address, and nobody came to read it aloud. " * 63)[:5_000].rstrip()
    product, _ = say(tmp_path, text, pace=2.0)
    assert_well_timed(product, text)
    assert product.words[-1].end > 0.98 * product.samples
    longest = max(word.end - word.start for word in product.words)
    assert longest < 1.2 * SAMPLE_RATE


def test_every_listed_language_has_a_voice_that_speaks() -> None:
    assert len(languages()) >= 50
    voices = sorted({find_language(tag, TOOL).voice for tag in languages()})
    # One process for all of them, where the tool takes one for each.
    code = (
        "import sys\nfrom studio.tools.offline.speech.worker import speak\n"
        "for voice in sys.argv[1:]: print(voice, len(speak('7 8 9', voice, 200, 50, 50)[2]))"
    )
    command = [sys.executable, "-c", code, *(f"{voice}+f2" for voice in voices)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    lengths = dict(zip(said[::2], map(int, said[1::2]), strict=True))
    assert len(lengths) == len(voices)
    assert [voice for voice, size in lengths.items() if size < 0.5 * 22_050 * 2] == []


@pytest.mark.parametrize(
    ("tag", "voice"),
    [
        ("en", "en-us"),
        ("en-GB", "en"),
        ("pt-BR", "pt-br"),
        ("pt", "pt"),
        ("de-AT", "de"),
        ("zh-Hant-HK", "yue"),
        ("zh_CN", "cmn"),
    ],
)
def test_language_tags_find_the_nearest_voice(tag: str, voice: str) -> None:
    assert find_language(tag, TOOL).voice == voice


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("th", "สวัสดีครับ"),
        ("he", "שומר המגדלור"),
        ("my", "မင်္ဂလာပါ"),
        ("xx", "Hello"),
        ("ja", "灯台守は嵐と友達になった。"),
        ("ar", "حارس المنارة صادق العاصفة"),
        ("en", "Скоро буря"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, language: str, text: str) -> None:
    with pytest.raises(UnsupportedLanguage, match="cannot read") as caught:
        say(tmp_path, text, language)
    assert "\n" not in str(caught.value)
    assert caught.value.tool == TOOL


def test_kana_and_marked_arabic_are_read() -> None:
    assert readable_text("とうだいもり", "ja", TOOL) == "とうだいもり"
    marked = "حَارِسُ الْمَنَارَةِ"
    assert readable_text(marked, "ar", TOOL) == marked


def test_a_foreign_word_is_left_out_and_positions_stay() -> None:
    text = "They met at the 茶馆 by the harbour wall"
    assert readable_text(text, "en", TOOL) == text.replace("茶馆", "  ")


def test_casting_keeps_a_speaker_and_follows_the_direction() -> None:
    woman = VoiceDirection(gender=Gender.FEMININE)
    assert cast("en-us", "ada", woman, Mood.CALM, 1.0) == cast("en-us", "ada", woman, Mood.CALM, 1.0)
    assert len({cast("en-us", name, woman, Mood.CALM, 1.0) for name in ("ada", "eve", "may", "zoe")}) >= 3
    man = VoiceDirection(gender=Gender.MASCULINE)
    assert "+m" in cast("fr", "ada", man, Mood.CALM, 1.0).name
    low, high = (
        cast("fr", "ada", VoiceDirection(pitch=pitch, age=age), Mood.CALM, 1.0)
        for pitch, age in ((-1, Age.OLD), (1, Age.YOUNG))
    )
    assert low.pitch < high.pitch
    sad, glad = (cast("fr", "ada", woman, mood, 1.0) for mood in (Mood.MELANCHOLY, Mood.JOYFUL))
    assert (sad.rate, sad.pitch, sad.range) < (glad.rate, glad.pitch, glad.range)


@pytest.mark.parametrize("gender", list(Gender))
def test_cast_voices_do_not_clip(gender: Gender) -> None:
    names = {cast("es", str(number), VoiceDirection(gender=gender), Mood.EPIC, 1.0).name for number in range(24)}
    for name in sorted(names):
        pcm = speak("¡Ahora! Todo vuelve a brillar.", EngineVoice(name, 160, 50, 60), TOOL).pcm
        assert np.abs(pcm.astype(int)).max() < 32_000


def test_a_failing_process_is_a_tool_error() -> None:
    with pytest.raises(ToolError, match="no voice 'nowhere'"):
        speak("Hello", EngineVoice("nowhere", 160, 50, 50), TOOL)


def test_the_library_stays_in_its_own_process(tmp_path: Path) -> None:
    say(tmp_path, "Hello")
    assert "espeakng_loader" not in sys.modules


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The market closed early because of the snow, so Mara carried the bread home through the dark."),
        ("de", "Der Markt schloss früh wegen des Schnees, also trug Mara das Brot durch die Dunkelheit nach Hause."),
        ("fr", "Le marché a fermé tôt à cause de la neige, alors Mara a porté le pain à la maison dans le noir."),
        ("es", "El mercado cerró temprano por la nieve, así que Mara llevó el pan a casa en la oscuridad."),
        ("pt-BR", "O mercado fechou cedo por causa da neve, então Mara levou o pão para casa no escuro."),
        ("it", "Il mercato chiuse presto per la neve, così Mara portò il pane a casa nel buio."),
        ("ru", "Рынок закрылся рано из-за снега, и Мара понесла хлеб домой в темноте."),
        ("zh", "因为下雪，市场早早关门了，玛拉在黑暗中把面包带回家。"),
        ("hi", "बर्फ के कारण बाज़ार जल्दी बंद हो गया, इसलिए मारा अँधेरे में रोटी घर ले गई।"),
    ],
)
def test_expected_seconds_is_near_what_is_spoken(tmp_path: Path, language: str, text: str) -> None:
    product, _ = say(tmp_path, text, language)
    assert expected_seconds(text, language) == pytest.approx(product.samples / SAMPLE_RATE, rel=0.12)


def test_expected_seconds_of_no_words_is_nothing() -> None:
    assert expected_seconds("… —", "en") == 0
    assert expected_seconds("Slow and sad.", "en", Mood.MELANCHOLY) > expected_seconds("Slow and sad.", "en")


@given(
    st.text(st.sampled_from("ab 茶'-1."), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(0, 40), st.integers(-5_000, 60_000)), max_size=12),
    st.integers(1, 200),
)
def test_word_times_are_sound_for_any_marks(text: str, marked: list[tuple[int, int]], frames: int) -> None:
    spans = word_spans(text, "en")
    marks = tuple(Mark(1, character, sample) for character, sample in marked)
    voiced = np.arange(frames) % 5 != 4
    times = word_times(text, spans, marks, voiced, 240)
    assert len(times) == len(spans)
    previous = 0
    for start, end in times:
        assert previous <= start < end <= frames * 240
        previous = end
