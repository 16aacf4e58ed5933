import itertools

import pytest

from signread.spelling import Event
from signread.spelling.subtitles import READING, WIDTH, Cue, as_srt, as_vtt, cues
from signread.spelling.text import Text, as_spelled


def text(spelled: str, pace: float = 0.5) -> Text:
    found = Text()
    for place, letter in enumerate(spelled):
        time = place * pace
        kind = {" ": "space", "\n": "line"}.get(letter, "letter")
        found.add([Event(kind, time, letter if kind == "letter" else "", time, time + pace)])  # type: ignore[arg-type]
    return found


def test_a_cue_spans_its_letters() -> None:
    (cue,) = cues(text("HELLO"))
    assert (cue.begin, cue.text) == (0.0, "HELLO")
    assert cue.end == pytest.approx(2.5 + READING)


def test_each_sentence_and_each_long_span_begins_a_cue() -> None:
    found = cues(text("HI YOU\nOK " + "LONGWORD " * 4))
    assert [cue.text for cue in found] == ["HI YOU", "OK LONGWORD", "LONGWORD", "LONGWORD", "LONGWORD"]
    assert all(one.end <= other.begin for one, other in itertools.pairwise(found))
    assert all(len(cue.text) <= WIDTH for cue in cues(text("WORD " * 40, pace=0.01)))


def test_the_files_are_as_players_want_them() -> None:
    found = [Cue(0.0, 1.5, "HI"), Cue(3661.25, 3662.0, "YOU")]
    assert as_srt(found) == ("1\n00:00:00,000 --> 00:00:01,500\nHI\n\n2\n01:01:01,250 --> 01:01:02,000\nYOU\n\n")
    assert as_vtt(found) == ("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHI\n\n01:01:01.250 --> 01:01:02.000\nYOU\n\n")


def test_nothing_spelled_is_no_cue() -> None:
    assert cues(Text()) == []
    assert as_vtt([]) == "WEBVTT\n\n"


def test_words_are_named_as_asked() -> None:
    assert cues(text("HI YOU"), lambda word: as_spelled(word).lower())[0].text == "hi you"
