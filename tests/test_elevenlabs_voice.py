"""Lines over ElevenLabs' wire, through the official SDK and real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("elevenlabs", reason="needs the extra: pip install 'creative-studio[elevenlabs]'")

from elevenlabs_calls import LINE, ask, directed, speaker
from elevenlabs_wire import KEY, body_of, elevenlabs_server, failed, is_list, spoken, usual
from openai_calls import a_service

from studio.errors import BadRequest, MalformedProduct, UnsupportedLanguage
from studio.production.vocabulary import Age, Gender, Mood
from studio.testing import FolderBench, VoiceConformance
from studio.testing.wire import Sent, WireServer, as_json
from studio.tools.elevenlabs.voice import ElevenLabsVoice
from studio.tools.voice import VoiceProduct


@pytest.fixture
def eleven(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with elevenlabs_server(monkeypatch) as running:
        yield running


def takes(server: WireServer) -> list[Any]:
    """The requests for speech."""
    return [one for one in server.received if not is_list(one)]


def test_a_line_goes_out_with_its_voice_and_mood(eleven: WireServer, tmp_path: Path) -> None:
    request = LINE.model_copy(update={"mood": Mood.MELANCHOLY, "seed": 11})
    product, bench = ask(speaker(), request, tmp_path)
    assert [one.path.partition("?")[0] for one in eleven.received] == [
        "/v2/voices",
        "/v1/models",
        f"/v1/text-to-speech/{product.voice.partition('(')[2].rstrip(')')}/with-timestamps",
    ]
    assert {one.headers["xi-api-key"] for one in eleven.received} == {KEY}
    (received,) = takes(eleven)
    assert "output_format=mp3_44100_128" in received.path
    assert received.json == {
        "text": "[sadly] The lamp was lit, and the storm came closer.",
        "model_id": "eleven_v3",
        "voice_settings": {"stability": 0.5, "similarity_boost": 0.75, "speed": 0.948},
        "seed": 11,
    }
    # A credit a character, a hundred dollars a million.
    assert bench.charged == [Decimal(len("[sadly] ") + len(LINE.text)) / 10_000]


def test_the_times_are_those_of_the_characters(eleven: WireServer, tmp_path: Path) -> None:
    request = LINE.model_copy(update={"mood": Mood.JOYFUL})
    product, _ = ask(speaker(), request, tmp_path)
    sent = spoken(takes(eleven)[0].json["text"], takes(eleven)[0].json["voice_settings"]["speed"])
    said = "".join(sent["alignment"]["characters"])
    offset = said.find(LINE.text)
    shifts = {
        round(sent["alignment"]["character_start_times_seconds"][offset + word.start_char] * 48_000) - word.start
        for word in product.words
    }
    # All by the same: the silence that was cut from the front.
    assert max(shifts) - min(shifts) <= 1
    assert 0 <= max(shifts) < 4_800


def without_alignment(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"alignment": None}


def with_other_characters(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"alignment": answer["alignment"] | {"characters": list("nothing like it")}}


def with_a_time_missing(answer: dict[str, Any]) -> dict[str, Any]:
    starts = answer["alignment"]["character_start_times_seconds"][:-1]
    return answer | {"alignment": answer["alignment"] | {"character_start_times_seconds": starts}}


@pytest.mark.parametrize("spoiled", [without_alignment, with_other_characters, with_a_time_missing])
def test_without_usable_times_they_are_found_in_the_sound(eleven: WireServer, tmp_path: Path, spoiled: Any) -> None:
    expected, _ = ask(speaker(), LINE, tmp_path / "with")

    def answer(received: Any) -> Sent:
        sent = usual(received)
        return sent if is_list(received) else as_json(spoiled(body_of(sent)))

    eleven.answer = answer
    product, _ = ask(speaker(), LINE, tmp_path / "without")
    assert [(word.start_char, word.end_char) for word in product.words] == [
        (word.start_char, word.end_char) for word in expected.words
    ]
    off = [abs(one.start - other.start) / 48 for one, other in zip(product.words, expected.words, strict=True)]
    assert max(off) < 80


def test_other_models_take_settings_instead_of_directions(eleven: WireServer, tmp_path: Path) -> None:
    request = LINE.model_copy(update={"mood": Mood.EPIC, "pace": 2.0})
    ask(speaker("eleven_multilingual_v2"), request, tmp_path)
    (received,) = takes(eleven)
    assert received.json["text"] == LINE.text
    assert received.json["voice_settings"] == {
        "stability": 0.4,
        "similarity_boost": 0.75,
        "speed": 1.2,
        "style": 0.35,
        "use_speaker_boost": True,
    }


@pytest.mark.parametrize(
    ("wanted", "voices"),
    [
        (directed("a", gender=Gender.FEMININE, age=Age.YOUNG), {"Anna"}),
        (directed("a", gender=Gender.FEMININE, age=Age.OLD), {"Berta"}),
        (directed("a", gender=Gender.MASCULINE), {"Carl"}),
        (directed("a", language="de-AT", gender=Gender.MASCULINE), {"Dieter"}),
        # Nobody costs that much unless it is allowed.
        (directed("a", gender=Gender.NEUTRAL), {"Carl"}),
    ],
)
def test_a_voice_is_cast_by_what_the_account_says(
    eleven: WireServer, tmp_path: Path, wanted: Any, voices: set[str]
) -> None:
    product, _ = ask(speaker(), wanted, tmp_path)
    assert product.voice.partition(" (")[0] in voices


def test_two_of_a_kind_are_told_apart_and_stay_who_they_are(eleven: WireServer, tmp_path: Path) -> None:
    twins = [
        {"voice_id": f"v-{name}", "name": name, "labels": {"gender": "male"}} for name in ("ari", "ben", "cid", "dov")
    ]

    def answer(received: Any) -> Sent:
        if received.path.startswith("/v2/voices"):
            return as_json({"voices": listed, "has_more": False, "total_count": 4})
        return usual(received)

    eleven.answer = answer

    def cast() -> dict[str, str]:
        one = speaker()
        people = [directed(f"cast-{number}", gender=Gender.MASCULINE) for number in range(6)]
        return {who.speaker: ask(one, who, tmp_path / who.speaker)[0].voice for who in people}

    listed = twins
    first = cast()
    assert len(set(first.values())) > 1
    listed = list(reversed(twins))
    assert cast() == first
    # One more in the account takes some speakers over, and moves nobody else.
    listed = [*twins, {"voice_id": "v-eli", "name": "eli", "labels": {"gender": "male"}}]
    assert all(voice in (first[who], "eli (v-eli)") for who, voice in cast().items())


def test_a_person_names_the_voices(eleven: WireServer, tmp_path: Path) -> None:
    named = {"narrator": "Carl", "feminine": ["v-1", "v-2"], "feminine-old": ["v-3"]}
    one = speaker(voices=named)
    assert one.version != speaker().version
    assert ask(one, LINE, tmp_path)[0].voice == "Carl (v-carl)"
    assert ask(one, directed("x", gender=Gender.FEMININE), tmp_path)[0].voice in ("Voice 1 (v-1)", "Voice 2 (v-2)")
    assert ask(one, directed("x", gender=Gender.FEMININE, age=Age.OLD), tmp_path)[0].voice == "Voice 3 (v-3)"
    # Who has no voice of their own is cast as usual.
    assert ask(one, directed("x", gender=Gender.MASCULINE), tmp_path)[0].voice == "Carl (v-carl)"


def test_a_dear_voice_is_only_used_where_that_is_allowed(eleven: WireServer, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"2\.5 times the price.*voice_rate = 2\.5") as raised:
        ask(speaker(voices={"any": "Dear"}), LINE, tmp_path)
    assert raised.value.unpaid
    assert takes(eleven) == []
    one = speaker(voices={"any": "Dear"}, voice_rate="2.5")
    assert ask(one, LINE, tmp_path)[0].voice == "Dear (v-dear)"
    assert one.most(LINE) == one.likely(LINE) * Decimal("2.5")  # type: ignore[attr-defined]


def test_a_voice_that_the_account_does_not_list_is_looked_up(eleven: WireServer, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"'v-star' costs 3\S* times the price.*voice_rate = 3") as raised:
        ask(speaker(voices={"any": "v-star"}), LINE, tmp_path)
    assert raised.value.unpaid
    one = speaker(voices={"any": "v-star"}, voice_rate=3)
    assert [ask(one, LINE, tmp_path)[0].voice for _ in range(2)] == ["Star (v-star)"] * 2
    # Once by each tool.
    assert sum(received.path == "/v1/voices/v-star" for received in eleven.received) == 2


def test_a_voice_that_nobody_knows_is_asked_for_nothing(eleven: WireServer, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"Look at the voices that studio\.toml names") as raised:
        ask(speaker(voices={"any": "Nobody"}), LINE, tmp_path)
    assert raised.value.unpaid
    assert takes(eleven) == []


def test_what_the_account_has_is_asked_once(eleven: WireServer, tmp_path: Path) -> None:
    one = speaker()

    async def several() -> list[VoiceProduct]:
        lines = [LINE.model_copy(update={"text": f"Line number {number}."}) for number in range(4)]
        return await asyncio.gather(*(one(line, FolderBench(tmp_path)) for line in lines))

    asyncio.run(several())
    asyncio.run(several())
    assert sum(is_list(received) for received in eleven.received) == 2


def test_more_pages_of_voices_are_read(eleven: WireServer, tmp_path: Path) -> None:
    def answer(received: Any) -> Sent:
        if not received.path.startswith("/v2/voices"):
            return usual(received)
        if "next_page_token=two" in received.path:
            return as_json({"voices": [{"voice_id": "v-late", "name": "Late"}], "has_more": False, "total_count": 1})
        return as_json({"voices": [], "has_more": True, "total_count": 1, "next_page_token": "two"})

    eleven.answer = answer
    assert ask(speaker(), LINE, tmp_path)[0].voice == "Late (v-late)"


def test_an_account_without_voices_says_so(eleven: WireServer, tmp_path: Path) -> None:
    eleven.script.append(as_json({"voices": [], "has_more": False, "total_count": 0}))
    with pytest.raises(BadRequest, match=r"no voice.*\[providers\.elevenlabs\.voices\]"):
        ask(speaker(), LINE, tmp_path)


def test_a_language_that_the_model_does_not_list_is_not_paid_for(eleven: WireServer, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedLanguage, match="'fr'"):
        ask(speaker(), directed(language="fr"), tmp_path)
    assert takes(eleven) == []
    assert ask(speaker(), directed(language="nb"), tmp_path)[0].words


@pytest.mark.parametrize(
    "spoiled",
    [
        {"audio_base64": "%%%"},
        {"audio_base64": "bm90IHNvdW5k"},
        {"audio_base64": ""},
    ],
)
def test_speech_that_is_none_is_malformed_and_paid_for(
    eleven: WireServer, tmp_path: Path, spoiled: dict[str, str]
) -> None:
    eleven.answer = lambda received: (
        usual(received)
        if is_list(received)
        else as_json({"alignment": None, "normalized_alignment": None, **spoiled}, character_cost="44")
    )
    bench = FolderBench(tmp_path)
    with pytest.raises(MalformedProduct):
        asyncio.run(speaker()(LINE, bench))
    assert bench.charged == [Decimal("0.0044")]


def test_a_voice_that_is_gone_is_looked_for_again(eleven: WireServer, tmp_path: Path) -> None:
    one = speaker()
    ask(one, LINE, tmp_path)
    eleven.script.append(failed(404, "voice_not_found", "A voice with that id was not found."))
    with pytest.raises(BadRequest, match=r"studio\.toml"):
        ask(one, LINE, tmp_path)
    ask(one, LINE, tmp_path)
    assert sum(is_list(received) for received in eleven.received) == 4


def test_the_most_is_never_less_than_the_cost(eleven: WireServer, tmp_path: Path) -> None:
    for mood in Mood:
        request = LINE.model_copy(update={"mood": mood, "text": LINE.text + " 𝕏"})
        one = speaker()
        _, bench = ask(one, request, tmp_path / mood)
        assert sum(bench.charged) <= one.most(request)  # type: ignore[attr-defined]
    assert speaker("eleven_of_tomorrow").most(LINE) is None  # type: ignore[attr-defined]
    assert json.loads(takes(eleven)[0].body)["text"]


class TestElevenLabsVoice(VoiceConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(usual) as running:
            self.tool = ElevenLabsVoice("eleven_v3", a_service("elevenlabs", running.url))
            yield
