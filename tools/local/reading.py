"""A text as phonemes that know which word they are of, for voices that read no letters.

The phonemes are espeak-ng's, which the offline voice reads with; clauses end where the text's own signs are. Knows
nothing of who speaks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studio.tools.offline.speech.engine import phonemes
from studio.tools.offline.speech.words import word_spans

_ENDS = re.compile(r"""[,;:.!?…]+(?=[\s"'”’»)\]]|$)|[。！？，；：、]+""")
_PLAIN = str.maketrans("…。！？，；：、", "..!?,;:,")
_OTHER_LANGUAGE = re.compile(r"\([^)]*\)")
"""How espeak-ng marks a word that it reads as another language's."""


@dataclass(frozen=True)
class Phoneme:
    """One letter of IPA or a sign; ``word`` is the place of its word in the text's words, where it is of one."""

    letter: str
    word: int | None


@dataclass(frozen=True)
class Reading:
    """The sentences of a text. ``told``: every word has phonemes of its own, so that it can be found by them."""

    sentences: tuple[tuple[Phoneme, ...], ...]
    told: bool


def reading(text: str, language: str, voice: str, tool: str) -> Reading:
    """``text`` as espeak-ng's ``voice`` reads it. Raises ``ToolError``, naming ``tool``, where the engine fails."""
    clauses = _clauses(text)
    spans = word_spans(text, language)
    told, sentences, sentence = True, [], list[Phoneme]()
    said = phonemes([text[start:end] for start, end, _ in clauses], voice, tool)
    for (start, end, sign), spoken in zip(clauses, said, strict=True):
        words = [number for number, (first, _) in enumerate(spans) if start <= first < end]
        groups = _OTHER_LANGUAGE.sub("", spoken).split()
        is_told = len(groups) == len(words)
        told = told and is_told
        for number, group in enumerate(groups):
            if sentence:
                sentence.append(Phoneme(" ", None))
            word = words[number] if is_told else None
            sentence += [Phoneme(letter, word) for letter in unicodedata.normalize("NFD", group)]
        if sign and sentence:
            sentence.append(Phoneme(sign, None))
        if sign in ".!?" and sentence:
            sentences.append(tuple(sentence))
            sentence = []
    return Reading(tuple(sentences), told)


def _clauses(text: str) -> list[tuple[int, int, str]]:
    """(start, end, the sign it ends with) of each clause; the last one ends its sentence."""
    found, start = [], 0
    for sign in _ENDS.finditer(text):
        found.append((start, sign.start(), sign[0][0].translate(_PLAIN)))
        start = sign.end()
    if text[start:].strip():
        found.append((start, len(text), "."))
    elif found:
        found[-1] = (*found[-1][:2], found[-1][2] if found[-1][2] in ".!?" else ".")
    return [clause for clause in found if any(letter.isalnum() for letter in text[clause[0] : clause[1]])]
