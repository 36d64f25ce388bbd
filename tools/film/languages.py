"""The three letters by which MP4 names a language (ISO 639-2/T), from a BCP 47 tag."""

from __future__ import annotations

from studio.production.languages import primary_language

_CODES = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng eo:epo
es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj ha:hau he:heb hi:hin hr:hrv hu:hun hy:hye id:ind
is:isl it:ita ja:jpn jv:jav ka:kat kk:kaz km:khm kn:kan ko:kor ku:kur ky:kir la:lat lb:ltz lo:lao lt:lit lv:lav
mg:mlg mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya nb:nob ne:nep nl:nld nn:nno no:nor or:ori pa:pan pl:pol
ps:pus pt:por ro:ron ru:rus sa:san sd:snd si:sin sk:slk sl:slv so:som sq:sqi sr:srp su:sun sv:swe sw:swa ta:tam
te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur tt:tat ug:uig uk:ukr ur:urd uz:uzb vi:vie xh:xho yi:yid yo:yor zh:zho
zu:zul
"""
_THREE_LETTERS = dict(pair.split(":") for pair in _CODES.split())


def three_letters(tag: str) -> str:
    """``tag``'s language in three letters; ``und`` (undetermined) where it is not in the list."""
    primary = primary_language(tag)
    return primary if primary in _THREE_LETTERS.values() else _THREE_LETTERS.get(primary, "und")
