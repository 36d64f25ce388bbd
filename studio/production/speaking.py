"""How long a text takes to say, without saying it: for fitting narration to a length.

As long as the offline voice takes; others are near enough to plan with. The figures are a least-squares fit to 186
texts in 32 languages as that voice speaks them when calm (154 words a minute); 19 of 20 come out within 12 %. Starts no
process and loads no library.
"""

from __future__ import annotations

from studio.production.languages import primary_language
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Mood

WORDS_A_MINUTE = 160
MOOD_PACE: dict[Mood, float] = {
    Mood.CALM: 0.96,
    Mood.TENDER: 0.94,
    Mood.JOYFUL: 1.04,
    Mood.PLAYFUL: 1.05,
    Mood.HOPEFUL: 1.0,
    Mood.TRIUMPHANT: 1.02,
    Mood.MYSTERIOUS: 0.92,
    Mood.TENSE: 1.04,
    Mood.MELANCHOLY: 0.91,
    Mood.EPIC: 0.96,
}
"""Speed by mood, as a factor on ``WORDS_A_MINUTE``."""

_LETTER_SECONDS = {
    "bn": 0.1364, "cs": 0.0633, "da": 0.0486, "de": 0.0534, "el": 0.0602, "en": 0.0536, "es": 0.0576, "fa": 0.0963,
    "fi": 0.064, "fr": 0.0443, "hi": 0.119, "hu": 0.0704, "id": 0.0708, "it": 0.0584, "ja": 0.1294, "ko": 0.1825,
    "nb": 0.066, "nl": 0.0591, "no": 0.066, "pl": 0.0715, "pt": 0.0596, "ro": 0.0665, "ru": 0.0512, "sv": 0.0645,
    "sw": 0.0891, "ta": 0.1135, "te": 0.1473, "tr": 0.0769, "uk": 0.0738, "ur": 0.086, "vi": 0.0595, "yue": 0.2289,
    "zh": 0.2589,
}  # fmt: skip
_OTHER_LETTER = 0.065
_WORD = 0.055
_DIGIT = 0.33
_CLAUSE = 0.32
_SENTENCE = 0.5
_MARGINS = 0.12
CLAUSE_SIGNS = frozenset(",;:，、；：،؛—–")
SENTENCE_SIGNS = frozenset(".!?…。！？।؟۔")


def directed_pace(mood: Mood, direction: VoiceDirection, pace: float) -> float:
    """How many times its own speed a voice speaks in a mood, as directed; ``pace`` multiplies it."""
    return pace * (1 + 0.2 * direction.pace) * MOOD_PACE[mood] / MOOD_PACE[Mood.CALM]


def expected_seconds(text: str, language: str, mood: Mood = Mood.CALM) -> float:
    """Estimated seconds of ``text`` (BCP 47 ``language``) as the offline voice says it when no pace is asked for."""
    letter = _LETTER_SECONDS.get(primary_language(language), _OTHER_LETTER)
    seconds = _WORD * len(text.split())
    spoken = text.strip()
    for index, character in enumerate(spoken):
        is_last = index == len(spoken) - 1
        follows_own = index > 0 and spoken[index - 1] in SENTENCE_SIGNS
        within_number = not is_last and index > 0 and spoken[index - 1].isdigit() and spoken[index + 1].isdigit()
        if character.isdigit():
            seconds += _DIGIT
        elif character.isalnum():
            seconds += letter
        elif is_last or follows_own or within_number:
            continue
        elif character in CLAUSE_SIGNS:
            seconds += _CLAUSE
        elif character in SENTENCE_SIGNS:
            seconds += _SENTENCE
    if not any(character.isalnum() for character in spoken):
        return 0.0
    return seconds * MOOD_PACE[Mood.CALM] / MOOD_PACE[mood] + _MARGINS
