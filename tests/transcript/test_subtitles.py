import itertools

import pytest

from signread import Transcript
from signread.language.correction import as_spelled
from signread.transcript.subtitles import MAX_CHARACTERS, READING_SECONDS, Cue, Word, as_srt, as_vtt, cues
from signread.types import Event


def lines(spelled: str, pace: float = 0.5) -> list[tuple[Word, ...]]:
    events = [
        Event(
            kind={" ": "space", "\n": "line"}.get(letter, "letter"),  # type: ignore[arg-type]
            time=place * pace,
            letter=letter.strip(),
            begin=place * pace,
            end=place * pace + pace,
        )
        for place, letter in enumerate(spelled)
    ]
    return [line.words for line in Transcript().add(events).lines]


def test_a_cue_spans_its_letters() -> None:
    (cue,) = cues(lines("HELLO"), as_spelled)
    assert (cue.begin, cue.text) == (0.0, "HELLO")
    assert cue.end == pytest.approx(2.5 + READING_SECONDS)


def test_each_sentence_and_each_long_span_begins_a_cue() -> None:
    titles = cues(lines("HI YOU\nOK " + "LONGWORD " * 4), as_spelled)
    assert [cue.text for cue in titles] == ["HI YOU", "OK LONGWORD", "LONGWORD", "LONGWORD", "LONGWORD"]
    assert all(one.end <= other.begin for one, other in itertools.pairwise(titles))
    assert all(len(cue.text) <= MAX_CHARACTERS for cue in cues(lines("WORD " * 40, pace=0.01), as_spelled))


def test_no_cue_outlasts_what_was_seen() -> None:
    spelled = Transcript().add([event for line in lines("HI") for word in line for event in word])
    assert "00:00:00,000 --> 00:00:02,200" in spelled.to_srt()
    assert "00:00:00,000 --> 00:00:01,300" in spelled.finish(1.3).to_srt()


def test_the_files_are_as_players_want_them() -> None:
    titles = [Cue(0.0, 1.5, "HI"), Cue(3661.25, 3662.0, "YOU")]
    assert as_srt(titles) == ("1\n00:00:00,000 --> 00:00:01,500\nHI\n\n2\n01:01:01,250 --> 01:01:02,000\nYOU\n\n")
    assert as_vtt(titles) == ("WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHI\n\n01:01:01.250 --> 01:01:02.000\nYOU\n\n")


def test_nothing_spelled_is_no_cue() -> None:
    assert cues([], as_spelled) == []
    assert as_vtt([]) == "WEBVTT\n\n"


def test_words_are_named_as_asked() -> None:
    assert cues(lines("HI YOU"), lambda word: as_spelled(word).lower())[0].text == "hi you"


def test_signs_that_mean_something_in_webvtt_are_written_out() -> None:
    titles = [Cue(0.0, 1.0, "R&B <i> I<3U")]
    assert "R&amp;B &lt;i&gt; I&lt;3U" in as_vtt(titles)
    assert "R&B <i> I<3U" in as_srt(titles)
