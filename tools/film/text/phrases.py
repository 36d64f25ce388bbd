"""Phrases of languages written without spaces: Chinese, Japanese and Thai (BudouX). Knows nothing of lines or sound."""

from __future__ import annotations

from functools import cache

import budoux

_LANGUAGES = frozenset(("ja", "th", "yue", "zh"))


def is_phrased(language: str) -> bool:
    """Whether a BCP 47 language is written without spaces between words and has a phrase model."""
    return _parts(language)[0] in _LANGUAGES


def phrases(text: str, language: str) -> list[str]:
    """``text`` cut into phrases that together are ``text``; the whole text in other languages."""
    if not text or not is_phrased(language):
        return [text]
    return list(_parser(language).parse(text))


def _parts(language: str) -> list[str]:
    return language.replace("_", "-").lower().split("-")


@cache
def _parser(language: str) -> budoux.Parser:
    parts = _parts(language)
    if parts[0] == "ja":
        return budoux.load_default_japanese_parser()
    if parts[0] == "th":
        return budoux.load_default_thai_parser()
    if parts[0] == "yue" or {"hant", "tw", "hk", "mo"} & set(parts[1:]):
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()
