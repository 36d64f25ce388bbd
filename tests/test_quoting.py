"""Which words of a brief are said, and how long sentences are cut."""

from __future__ import annotations

from asked import facts, treatment, write

from studio.production.speaking import expected_seconds
from studio.tools.offline.rules.quoting import in_pieces
from studio.tools.offline.rules.speakable import spoken_spans


def test_fields_of_a_form_sheet_are_silent_unless_they_speak_to_the_audience() -> None:
    text = (
        "Campaign\nObjective: more riders\nTarget audience: parents\nKey message: One bike replaces the second car.\n"
    )
    assert [span.text for span in spoken_spans(text, "en")] == ["One bike replaces the second car."]


def test_a_sentence_that_no_scene_can_hold_is_cut_in_few_pieces_and_kept_whole() -> None:
    sentence = "He was a baker in a small town, up at half past two every morning, and nobody ever saw him eat."
    pieces = in_pieces(sentence, "en", 4.5)
    assert len(pieces) == 2
    assert " ".join(pieces) == sentence
    assert all(expected_seconds(piece, "en") <= 4.5 for piece in pieces)
    joined = "The keeper of the last lighthouse on the coast teaches the storm a song and the storm forgets it at once"
    assert " ".join(in_pieces(joined, "en", 4.5)) == joined
    assert in_pieces("Zorblax " * 40, "en", 4.5) == []


def test_of_a_brief_that_is_too_long_the_end_is_told_too() -> None:
    text = " ".join(f"The old man walks to the well number {number} and it is dry." for number in range(20))
    brief = facts(f"{text} Then it rains.")
    said = [line.text for line in write(brief, treatment(brief)).scenes[-1].lines]
    assert "Then it rains." in said


def test_labels_asides_and_emoji_are_not_said() -> None:
    text = "Message: tea takes time. [warm, slow] One leaf at a time. Our kettle sings 🍵 and so do we."
    said = [span.text for span in spoken_spans(text, "en")]
    assert said == ["tea takes time.", "One leaf at a time.", "Our kettle sings", "and so do we."]
