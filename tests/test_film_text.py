"""Text on the screen: really shaped, broken and drawn, in every script that a font of this machine has."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.tools.film.text import faces, fonts
from studio.tools.film.text.bidi import is_right_to_left, visual_runs
from studio.tools.film.text.breaking import CaptionBlock, balanced_lines, caption_blocks
from studio.tools.film.text.calm import contrast, luminance
from studio.tools.film.text.drawing import Bitmap, CaptionLine, draw_caption
from studio.tools.film.text.fonts import CAPTION_FACE, FontChoice, cover, missing_font_notice
from studio.tools.film.text.lettering import LetteringFonts, draw_lettering
from studio.tools.film.text.shaping import shape_line
from studio.tools.film.text.srt_vtt import TimedCaption, TimedWord, srt, vtt

SIZE = 30.0
WIDTH = 560.0
SHIPPED = {
    "en": "The keeper waited, night after night, for the storm to answer him: “How loud (3.5%) would it be?”",
    "fr": "Le gardien n’a pas dormi : « Où vas-tu ? » demanda-t-il à l’orage, œil contre œil.",
    "vi": "Người gác hải đăng đêm nào cũng chờ cơn bão trả lời mình, và chưa bao giờ ngủ.",
    "el": "Ο φαροφύλακας περίμενε κάθε νύχτα να του απαντήσει η καταιγίδα, ώς το πρωί.",
    "ru": "Смотритель маяка каждую ночь ждал, когда буря ему ответит, и не спал до утра.",
}
FOUND = {
    "zh": "守塔人夜复一夜地等待风暴的回答，他说：“你好吗？”有3.5%的人听到了hello这个词。",
    "ja": "灯台守は嵐と友達になりました。「こんばんは」と彼は言い、夜が明けるまで待っていました。",
    "ko": "등대지기는 밤마다 폭풍이 대답하기를 기다렸고, 새벽이 올 때까지 잠들지 않았다.",
    "ar": "انتظر حارس المنارة العجوز ليلة بعد ليلة أن تجيبه العاصفة (2024)، وقال: hello يا صديقتي.",
    "he": "שומר המגדלור חיכה לילה אחר לילה שהסערה תענה לו, ב-1987 הוא אמר: hello לים.",
    "hi": "प्रकाशस्तंभ का रखवाला हर रात तूफान के उत्तर की प्रतीक्षा करता था, और क्षमा माँगता रहा।",
    "th": "ผู้เฝ้าประภาคารรอคอยให้พายุตอบเขาทุกค่ำคืน จนกระทั่งรุ่งเช้ามาถึงและทะเลก็สงบลง",
}
PACKAGES = {"zh": "fonts-noto-cjk", "ja": "fonts-noto-cjk", "ko": "fonts-noto-cjk"}


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine with no fonts but those in the folder that is returned."""
    monkeypatch.setattr(fonts, "_folders", lambda: [str(tmp_path)])
    for cached in (fonts._found, fonts.cover):
        cached.cache_clear()
    yield tmp_path
    for cached in (fonts._found, fonts.cover):
        cached.cache_clear()


def lines_of(text: str, blocks: tuple[CaptionBlock, ...]) -> list[str]:
    return [text[line.start : line.end] for block in blocks for line in block.lines]


def caption(text: str, language: str, choice: FontChoice, highlight: tuple[int, int] | None = None) -> Bitmap:
    lines = [CaptionLine(text[line.start : line.end], line.start) for line in first_block(text, language, choice).lines]
    return draw_caption(lines, language, choice, SIZE, centre=320, bottom=340, highlight=highlight)


def first_block(text: str, language: str, choice: FontChoice) -> CaptionBlock:
    return caption_blocks(text, language, choice, SIZE, WIDTH)[0]


def assert_two_fitting_lines(text: str, language: str, choice: FontChoice) -> None:
    blocks = caption_blocks(text, language, choice, SIZE, WIDTH)
    assert all(1 <= len(block.lines) <= 2 for block in blocks)
    assert "".join("".join(lines_of(text, blocks)).split()) == "".join(text.split())
    for line in lines_of(text, blocks):
        shaped = shape_line(line, language, choice, SIZE)
        assert shaped.is_whole
        assert 0 < shaped.width <= WIDTH * 1.02


def assert_highlight_only_recolours(text: str, language: str, choice: FontChoice) -> None:
    line = first_block(text, language, choice).lines[0]
    plain = caption(text, language, choice)
    marked = caption(text, language, choice, (line.start + 2, line.start + 6))
    assert (marked.left, marked.top) == (plain.left, plain.top)
    assert np.array_equal(marked.image[:, :, 3], plain.image[:, :, 3])
    changed = (marked.image != plain.image).any(axis=2)
    assert changed.any()
    blue, red = marked.image[changed][:, 0].astype(int), marked.image[changed][:, 2].astype(int)
    assert (red - blue).mean() > 40
    assert changed.sum() < 0.5 * (plain.image[:, :, :3].min(axis=2) > 200).sum()


# Fonts


def test_shipped_fonts_are_small_and_licensed() -> None:
    folder = Path(CAPTION_FACE.path).parent
    assert sum(file.stat().st_size for file in folder.iterdir()) < 300_000
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text()


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.usefixtures("bare_machine")
def test_shipped_faces_cover_without_any_font_of_the_machine(language: str) -> None:
    for display in (False, True):
        choice = cover(SHIPPED[language], language, display=display)
        assert choice is not None
        assert shape_line(SHIPPED[language], language, choice, SIZE).is_whole


@pytest.mark.parametrize("language", FOUND)
def test_other_scripts_are_covered_or_the_notice_says_what_to_install(language: str) -> None:
    text = FOUND[language]
    choice = cover(text, language)
    if choice is None:
        notice = missing_font_notice(text, language)
        assert PACKAGES.get(language, "fonts-noto-core") in notice
    else:
        assert_two_fitting_lines(text, language, choice)
        assert_highlight_only_recolours(text, language, choice)


@pytest.mark.parametrize("language", FOUND)
@pytest.mark.usefixtures("bare_machine")
def test_a_bare_machine_gets_no_tofu_but_a_notice(language: str) -> None:
    assert cover(FOUND[language], language) is None
    notice = missing_font_notice(FOUND[language], language)
    assert f"apt install {PACKAGES.get(language, 'fonts-noto-core')}" in notice
    assert f"({language})" in notice
    assert "\n" not in notice


def build_font(path: Path, characters: str) -> None:
    """A font file in which every one of ``characters`` is a box."""
    names = [".notdef", *(f"uni{ord(character):04X}" for character in characters)]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(character): f"uni{ord(character):04X}" for character in characters})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)


def test_a_font_put_into_the_folder_is_found(bare_machine: Path) -> None:
    build_font(bare_machine / "NotoSansThai-Regular.ttf", "กขค ")
    (bare_machine / "broken.ttf").write_bytes(b"no font")
    build_font(bare_machine / "LastResort.otf", "ง")
    choice = cover("กขค abc", "th")
    assert choice is not None
    assert {Path(face.path).name for face in choice.faces} == {"NotoSansThai-Regular.ttf", "NotoSans-SemiBold.ttf"}
    assert shape_line("กขค abc", "th", choice, SIZE).is_whole
    assert cover("กง", "th") is None


def test_pictographs_are_left_out_and_nothing_else() -> None:
    choice = FontChoice((CAPTION_FACE,))
    assert cover("Lift off 🚀👩🏽‍🚀 1️⃣ now", "en") is not None
    shaped = shape_line("a🚀b", "en", choice, SIZE)
    assert shaped.is_whole
    assert shaped.width == pytest.approx(shape_line("ab", "en", choice, SIZE).width, abs=1)
    assert all(faces.must_show(character) for character in "a1,.%$€अกא漢")


def test_every_character_of_a_caption_is_drawn_by_a_face_that_has_it() -> None:
    for language, text in SHIPPED.items():
        choice = cover(text, language)
        assert choice is not None
        drawn = {glyph.cluster for glyph in shape_line(text, language, choice, SIZE).glyphs}
        missing = [c for i, c in enumerate(text) if i not in drawn and not unicodedata.combining(c)]
        assert missing == []


# Direction


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc def", "abc def"),
        ("אבג דהו", "והד גבא"),
        ("אבג 12.5 דהו", "והד 12.5 גבא"),
        ("אבג hello דהו", "והד hello גבא"),
        ("hello אבג, דהו world", "hello והד ,גבא world"),
        ("ב-1987!", "!1987-ב"),
        ("سعر 20% اليوم", "مويلا %20 رعس"),
        ("אבג hello (2024)", "hello (2024) גבא"),
        ("אבג (דהו) hello", "hello )והד( גבא"),
    ],
)
def test_mixed_directions_are_drawn_in_visual_order(text: str, shown: str) -> None:
    runs = visual_runs(text, right_to_left=is_right_to_left(text, "en"))
    assert "".join(text[start:end][::-1] if backwards else text[start:end] for start, end, backwards in runs) == shown


@given(st.text(st.sampled_from("abאב12٣ .,:-+%!()$"), max_size=24), st.booleans())
def test_visual_runs_hold_every_character_once(text: str, right_to_left: bool) -> None:
    runs = visual_runs(text, right_to_left=right_to_left)
    assert sorted(index for start, end, _ in runs for index in range(start, end)) == list(range(len(text)))


# Breaking


@pytest.mark.parametrize("language", SHIPPED)
def test_blocks_have_two_lines_that_fit(language: str) -> None:
    choice = cover(SHIPPED[language], language)
    assert choice is not None
    assert_two_fitting_lines(SHIPPED[language], language, choice)
    assert_highlight_only_recolours(SHIPPED[language], language, choice)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("abcdefgi  ,.?!—'’-(1)\n«»"), max_size=120), st.floats(60, 700))
def test_breaking_keeps_every_character_in_order(text: str, width: float) -> None:
    choice = FontChoice((CAPTION_FACE,))
    blocks = caption_blocks(text, "en", choice, SIZE, width)
    assert "".join("".join(lines_of(text, blocks)).split()) == "".join(text.split())
    assert all(1 <= len(block.lines) <= 2 for block in blocks)
    lines = [line for block in blocks for line in block.lines]
    assert all(before.end <= after.start for before, after in itertools.pairwise(lines))
    for line in lines:
        shown = text[line.start : line.end]
        assert shown == shown.strip() != ""
        assert shape_line(shown, "en", choice, SIZE).width <= width * 1.02 + 1


def test_words_numbers_and_punctuation_stay_whole() -> None:
    text = "It cost 1,250.75 euros, he said — “really?” — and nobody’s brother-in-law laughed at 3.5% ! Why ?"
    choice = FontChoice((CAPTION_FACE,))
    for width in range(190, 600, 30):
        lines = lines_of(text, caption_blocks(text, "en", choice, SIZE, width))
        for whole in ("1,250.75", "“really?”", "nobody’s", "3.5%", "said"):
            assert any(whole in line for line in lines), (whole, lines)
        assert not any(line[0] in ",.!?”%" for line in lines)


def test_lines_are_even_and_blocks_end_with_sentences() -> None:
    choice = FontChoice((CAPTION_FACE,))
    text = "The sea was quiet that evening and the lamp burned low. Nobody came."
    blocks = caption_blocks(text, "en", choice, SIZE, WIDTH)
    first = [shape_line(line, "en", choice, SIZE).width for line in lines_of(text, blocks[:1])]
    assert len(first) == 2
    assert max(first) < 1.5 * min(first)
    assert text[: blocks[0].end].endswith((".", "low."))


def test_long_text_becomes_consecutive_blocks() -> None:
    text = "The sea brought a letter without an address, and nobody came to read it aloud. " * 25
    blocks = caption_blocks(text, "en", FontChoice((CAPTION_FACE,)), SIZE, WIDTH)
    assert len(blocks) >= 25
    assert sum(text[block.end - 1] in ".," for block in blocks) > 0.6 * len(blocks)


def test_a_word_wider_than_the_line_is_broken_between_clusters() -> None:
    text = "x" + "e\u0301" * 60
    lines = lines_of(text, caption_blocks(text, "fr", FontChoice((CAPTION_FACE,)), SIZE, WIDTH))
    assert "".join(lines) == text
    assert not any(line.startswith("\u0301") for line in lines)


@pytest.mark.parametrize(("language", "forbidden"), [("zh", "，。：”？、"), ("ja", "。、」っょー")])
def test_east_asian_lines_never_begin_with_closing_signs(language: str, forbidden: str) -> None:
    text = FOUND[language] * 2
    choice = cover(text, language) or FontChoice((CAPTION_FACE,))
    for width in range(180, 600, 35):
        lines = lines_of(text, caption_blocks(text, language, choice, SIZE, width))
        assert not any(line[0] in forbidden for line in lines)
        assert not any("3.5%" not in line and ("3." in line or ".5" in line) for line in lines)


def test_korean_breaks_between_words_and_thai_never_before_a_mark() -> None:
    choice = FontChoice((CAPTION_FACE,))
    korean = lines_of(FOUND["ko"], caption_blocks(FOUND["ko"], "ko", choice, SIZE, 260))
    assert " ".join(korean) == FOUND["ko"]
    thai = lines_of(FOUND["th"], caption_blocks(FOUND["th"], "th", choice, SIZE, 260))
    assert len(thai) > 2
    assert not any(unicodedata.category(line[0])[0] == "M" or line[0] in "ะาำๆฯ" for line in thai)


# Drawing


def test_a_caption_stands_where_it_is_asked_to_and_is_the_same_each_time() -> None:
    choice = FontChoice((CAPTION_FACE,))
    one, other = (caption(SHIPPED["en"], "en", choice) for _ in range(2))
    assert np.array_equal(one.image, other.image)
    height, width = one.image.shape[:2]
    assert one.left + width / 2 == pytest.approx(320, abs=1)
    bright = np.flatnonzero((one.image[:, :, 1] > 240).any(axis=1) & (one.image[:, :, 3] == 255).any(axis=1))
    assert 320 <= one.top + bright[-1] <= 340
    assert not one.image[0, :, 3].any()
    assert not one.image[:, 0, 3].any()
    assert one.top + height > 340


def test_letters_have_a_dark_edge_over_any_picture() -> None:
    image = caption("HHH", "en", FontChoice((CAPTION_FACE,))).image.astype(float)
    for ground in (0.0, 255.0):
        alpha = image[:, :, 3:] / 255
        seen = (image[:, :, :3] * alpha + ground * (1 - alpha)).mean(axis=2)
        row = seen[seen.shape[0] // 2]
        bright = np.flatnonzero(row > 240)
        inside = [index for index in bright if row[max(0, index - 4) : index + 5].min() < 60]
        assert inside


def test_markup_is_only_text() -> None:
    choice = FontChoice((CAPTION_FACE,))
    text = "</g><script>&amp;{\\an8}"
    assert shape_line(text, "en", choice, SIZE).is_whole
    assert caption(text, "en", choice).image.shape[1] > shape_line(text, "en", choice, SIZE).width


@pytest.mark.parametrize(("width", "height"), [(640, 360), (360, 640), (360, 360), (288, 360)])
@pytest.mark.parametrize(
    "title",
    [
        "The Lighthouse Keeper",
        '<b>Tom & Jerry\'s "]]></svg>"</b>',
        "A Very Long Title That Goes On and On About the Adventures of a Small Fox Who Crossed Seven Mountains, Nine"
        " Rivers, and an Entire Ocean to Find a Friend",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    ],
)
def test_lettering_is_never_cut_off(title: str, width: int, height: int) -> None:
    choice = cover(title, "en", display=True)
    assert choice is not None
    bitmap = draw_lettering(
        title,
        "An offline draft",
        "Made with care",
        language="en",
        fonts=LetteringFonts(choice, FontChoice((CAPTION_FACE,))),
        colour="#fff8e7",
        picture=np.full((height, width, 3), 40, np.uint8),
    )
    assert bitmap.image.shape == (height, width, 4)
    bright = (bitmap.image[:, :, 2] > 200) & (bitmap.image[:, :, 3] > 200)
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    assert 0.02 * height < rows[0] < rows[-1] < 0.98 * height
    assert 0.05 * width < columns[0] < columns[-1] < 0.95 * width
    assert len(columns) > 0.3 * width


def test_lettering_shows_each_part_and_the_logo() -> None:
    choice = FontChoice((CAPTION_FACE,))

    def draw(title: str, subtitle: str, footnote: str, logo: bool) -> np.ndarray:
        mark = np.full((40, 80, 4), (30, 200, 30, 255), np.uint8)
        return draw_lettering(
            title,
            subtitle,
            footnote,
            language="en",
            fonts=LetteringFonts(choice, choice),
            colour="#fff8e7",
            picture=np.full((180, 320, 3), 40, np.uint8),
            logo=mark if logo else None,
        ).image

    assert not draw("", "", "", logo=False).any()
    for parts in (("T", "", "", False), ("", "S", "", False), ("", "", "F", False), ("", "", "", True)):
        title, subtitle, footnote, logo = parts
        assert draw(title, subtitle, footnote, logo=logo).any()
    green = draw("T", "S", "F", logo=True)
    assert ((green[:, :, 1] > 180) & (green[:, :, 2] < 60) & (green[:, :, 3] == 255)).sum() > 1_000


def lettered(title: str, picture: np.ndarray, language: str = "en", zoom: float = 1.0) -> tuple[slice, slice]:
    """Rows and columns that the letters of ``title`` take over ``picture``."""
    choice = cover(title, language, display=True)
    assert choice is not None
    arguments = {"language": language, "fonts": LetteringFonts(choice, choice), "colour": "#fff8e7"}
    image = draw_lettering(title, "", "", picture=picture, zoom=zoom, **arguments).image
    rows, columns = np.nonzero(image[:, :, 3] == 255)
    return slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)


@pytest.mark.parametrize(("width", "height"), [(480, 270), (270, 480), (320, 320), (288, 360)])
@pytest.mark.parametrize("at", [0.25, 0.75])
@pytest.mark.parametrize("title", ["Rain", "A lighthouse keeper befriends a storm"])
def test_a_title_never_crosses_a_tower(width: int, height: int, at: float, title: str) -> None:
    tower = slice(round(width * (at - 0.04)), round(width * (at + 0.04)))
    picture = np.full((height, width, 3), (150, 110, 60), np.uint8)
    for row in range(height // 8, height):
        picture[row, tower] = (235, 240, 245) if row // 12 % 2 else (40, 40, 200)
    rows, columns = lettered(title, picture)
    assert rows.start >= 0.05 * height
    assert rows.stop <= height // 8 or columns.start >= tower.stop or columns.stop <= tower.start


def test_a_title_keeps_clear_of_a_tower_that_the_camera_moves() -> None:
    picture = np.full((270, 480, 3), (150, 110, 60), np.uint8)
    picture[20:, 150:180] = (235, 240, 245)
    _, columns = lettered("A lighthouse keeper befriends a storm", picture, zoom=1.2)
    seen = [round(240 + (x - 240) * zoom) for zoom in (1.0, 1.2) for x in (150, 180)]
    assert columns.start >= max(seen) or columns.stop <= min(seen)


@pytest.mark.parametrize("ground", [(30, 20, 15), (120, 110, 100), (250, 246, 240), (60, 180, 250)])
def test_letters_stand_out_from_any_ground(ground: tuple[int, int, int]) -> None:
    picture = np.full((270, 480, 3), ground, np.uint8)
    choice = FontChoice((CAPTION_FACE,))
    fonts = LetteringFonts(choice, choice)
    image = draw_lettering("Storm", "", "", language="en", fonts=fonts, colour="#fff8e7", picture=picture).image
    alpha = image[:, :, 3:] / 255
    shown = image[:, :, :3] * alpha + picture * (1 - alpha)
    letters = image[:, :, 3] == 255
    beside = cv2.dilate(letters.astype(np.uint8), np.ones((13, 13), np.uint8)).astype(bool) & (image[:, :, 3] < 230)
    assert contrast(float(luminance(shown[letters].mean(axis=0))), float(luminance(shown[beside].mean(axis=0)))) > 4
    # The shade ends before the picture does.
    assert not image[[0, -1]].any()


def test_a_title_of_nothing_that_can_be_drawn_leaves_the_picture_alone() -> None:
    picture = np.full((90, 160, 3), 40, np.uint8)
    fonts = LetteringFonts(FontChoice((CAPTION_FACE,)), FontChoice((CAPTION_FACE,)))
    for title in ("", " ", "🙂"):
        assert not draw_lettering(
            title, "", "", language="en", fonts=fonts, colour="#fff8e7", picture=picture
        ).image.any()


def test_two_short_words_stay_together() -> None:
    picture = np.full((270, 480, 3), 40, np.uint8)
    picture[::4, 120:] = 255  # calm on the left alone
    rows, columns = lettered("The End", picture)
    assert columns.stop - columns.start > 2.5 * (rows.stop - rows.start)


def test_titles_break_between_words_into_even_lines() -> None:
    fonts = FontChoice((CAPTION_FACE,))
    text = "A lighthouse keeper befriends a storm"
    broken = balanced_lines(text, "en", fonts, 40, 1_000, 3)
    shown = [[text[line.start : line.end] for line in lines] for lines in broken]
    assert shown[0] == [text]
    assert shown[1] == ["A lighthouse keeper", "befriends a storm"]
    assert len(shown[2]) == 3
    assert " ".join(shown[2]) == text
    word = "Donaudampfschifffahrtsgesellschaft"
    assert len(balanced_lines(word, "de", fonts, 10, 10_000, 3)) == 1
    assert len(balanced_lines(word, "de", fonts, 40, 200, 3)) == 3


# Subtitle files

RATE = Fraction(24)


def test_srt_has_exact_times_and_no_markup() -> None:
    captions = [
        TimedCaption(("A <i>tag</i>, {\\an8}", "an arrow --> here"), 0, 25),
        TimedCaption(("Second",), 25, 24 * 3_661),
    ]
    written = srt(captions, RATE)
    blocks = written.strip().split("\n\n")
    assert blocks[0].splitlines()[:2] == ["1", "00:00:00,000 --> 00:00:01,042"]
    assert blocks[1].splitlines() == ["2", "00:00:01,042 --> 01:01:01,000", "Second"]
    assert "<i>" not in written
    assert "{\\" not in written
    assert written.count("-->") == 2
    assert blocks[0].replace("\u2060", "").splitlines()[2:] == ["A <i>tag</i>, {\\an8}", "an arrow --> here"]


def test_vtt_escapes_and_times_words_within_their_cue() -> None:
    line = "Tom & <Jerry> run"
    words = (TimedWord(0, 0, 3, 24), TimedWord(0, 7, 12, 36), TimedWord(0, 14, 17, 48), TimedWord(0, 14, 17, 99))
    written = vtt([TimedCaption((line, "away"), 24, 72, words)], RATE, "en-GB")
    header, cue = written.strip().split("\n\n")
    assert header == "WEBVTT\nLanguage: en-GB"
    assert cue.splitlines() == [
        "00:00:01.000 --> 00:00:03.000",
        "Tom &amp; &lt;<00:00:01.500>Jerry&gt; <00:00:02.000>run",
        "away",
    ]


@given(st.text(max_size=40), st.integers(1, 3_000))
def test_any_text_stays_one_cue(text: str, frames: int) -> None:
    line = " ".join(text.split()) or "-"
    captions = [TimedCaption((line,), 0, frames), TimedCaption(("next",), frames, frames + 24)]
    for written in (srt(captions, Fraction(24000, 1001)), vtt(captions, Fraction(24000, 1001), "en")):
        assert written.count(" --> ") == 2
        assert sum(part == "next" for part in written.splitlines()) == 1
