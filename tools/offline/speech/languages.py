"""Which languages espeak-ng really reads, found by reading its phonemes for ordinary sentences.

Left out, and why: Thai and Burmese (vowels and tones are guessed wrong), Hebrew (four words of five come out as bare
consonants), Arabic without vowel marks (one word of three has no vowels; marked text is read well), Japanese
kanji (each is read as the words "Chinese letter"; kana are read). Letters of a script that a voice does not read
would be spelled ("Hebrew shin"), so they are left out of the speech, or the text is refused where they are most of it.

Knows nothing of sound.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fontTools import unicodedata as scripts

from studio.errors import UnsupportedLanguage
from studio.production.languages import primary_language

_MOSTLY = 0.8
_MARKED = 0.25


@dataclass(frozen=True)
class SpokenLanguage:
    """How the engine calls a language, and the scripts (ISO 15924) that its voice reads besides Latin."""

    voice: str
    scripts: frozenset[str]


def _language(voice: str, *read: str) -> SpokenLanguage:
    return SpokenLanguage(voice, frozenset(("Latn", *read)))


_LATIN = (
    "af an bs ca cs cy da de eo es et eu fi ga gd hr hu id is it lb lt lv ms mt nb nl pl pt ro sk sl sq sv sw tr uz vi"
)
_LANGUAGES: dict[str, SpokenLanguage] = {
    **{tag: _language(tag) for tag in _LATIN.split()},
    **{tag: _language(tag, "Cyrl") for tag in ("be", "bg", "kk", "ky", "mk", "ru", "sr", "tt", "uk")},
    **{tag: _language(tag, "Deva") for tag in ("hi", "mr", "ne")},
    "am": _language("am", "Ethi"),
    "ar": _language("ar", "Arab"),
    "az": _language("az"),
    "bn": _language("bn", "Beng"),
    "el": _language("el", "Grek"),
    "en": _language("en-us"),
    "en-AU": _language("en"),
    "en-GB": _language("en"),
    "en-IE": _language("en"),
    "en-IN": _language("en"),
    "en-NZ": _language("en"),
    "en-ZA": _language("en"),
    "es-419": _language("es-419"),
    "es-AR": _language("es-419"),
    "es-CL": _language("es-419"),
    "es-CO": _language("es-419"),
    "es-MX": _language("es-419"),
    "es-US": _language("es-419"),
    "fa": _language("fa", "Arab"),
    "fr": _language("fr"),
    "fr-BE": _language("fr-be"),
    "fr-CH": _language("fr-ch"),
    "gu": _language("gu", "Gujr"),
    "hy": _language("hy", "Armn"),
    "ja": _language("ja", "Hira", "Kana"),
    "ka": _language("ka", "Geor"),
    "kn": _language("kn", "Knda"),
    "ko": _language("ko", "Hang"),
    "ml": _language("ml", "Mlym"),
    "cmn": _language("cmn", "Hani"),
    "nn": _language("nb"),
    "no": _language("nb"),
    "pa": _language("pa", "Guru"),
    "pt-BR": _language("pt-br"),
    "si": _language("si", "Sinh"),
    "ta": _language("ta", "Taml"),
    "te": _language("te", "Telu"),
    "ur": _language("ur", "Arab"),
    "yue": _language("yue", "Hani"),
    "zh": _language("cmn", "Hani"),
    "zh-HK": _language("yue", "Hani"),
    "zh-MO": _language("yue", "Hani"),
}
_ONLY_SOME_TEXT = {"ar": "without its vowel marks", "ja": "with kanji"}


def languages() -> tuple[str, ...]:
    """Tags of the languages whose ordinary text is read, sorted."""
    return tuple(sorted(tag for tag in _LANGUAGES if tag not in _ONLY_SOME_TEXT))


def find_language(tag: str, tool: str) -> SpokenLanguage:
    """The language of a BCP 47 tag: the nearest that is known (``pt-BR`` before ``pt``; ``zh-Hant-HK`` is Cantonese).

    Raises ``UnsupportedLanguage``, naming ``tool``.
    """
    parts, primary = tag.replace("_", "-").split("-"), primary_language(tag)
    region = next((part.upper() for part in parts[1:] if len(part) == 2 or part.isdigit()), "")
    for candidate in (f"{primary}-{region}", primary):
        if candidate in _LANGUAGES:
            return _LANGUAGES[candidate]
    raise UnsupportedLanguage(
        f"The voice {tool} cannot read {tag!r}; the line stays unspoken.", tool=tool, language=tag
    )


def readable_text(text: str, tag: str, tool: str) -> str:
    """What is handed to the engine: ``text`` with everything that is not to be read replaced by spaces, one for one.

    Control characters, emoji and letters of scripts that the voice would spell become spaces, so positions stay.
    Raises ``UnsupportedLanguage`` where most letters would be lost, or where the text cannot be pronounced as written.
    """
    language = find_language(tag, tool)
    primary = primary_language(tag)
    spoken = "".join(_readable(character, language.scripts) for character in text)
    letters = sum(character.isalpha() for character in text)
    kept = sum(character.isalpha() for character in spoken)
    lost = kept < _MOSTLY * letters
    if lost or (primary == "ar" and _lacks_vowel_marks(text)) or (primary == "ja" and _has_kanji(text)):
        raise UnsupportedLanguage(
            f"The voice {tool} cannot read this {tag!r} text"
            f" {_ONLY_SOME_TEXT.get(primary, 'in its script')}; the line stays unspoken.",
            tool=tool,
            language=tag,
        )
    return spoken


def _readable(character: str, read: frozenset[str]) -> str:
    category = unicodedata.category(character)
    if character == "\n":
        return character
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"):
        # Joiners are part of the spelling of several scripts.
        return character if character in "\u200c\u200d" else " "
    if category[0] in "LM" and _script(character) not in read | {"Zyyy", "Zinh"}:
        return " "
    return character


def _lacks_vowel_marks(text: str) -> bool:
    letters = sum(_script(character) == "Arab" and character.isalpha() for character in text)
    marks = sum("\u064b" <= character <= "\u0652" for character in text)
    return letters > 0 and marks < _MARKED * letters


def _has_kanji(text: str) -> bool:
    return any(_script(character) == "Hani" for character in text)


def _script(character: str) -> str:
    return str(scripts.script(character))
