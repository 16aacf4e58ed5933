import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signread import DataError, Event, Transcript
from signread.language.correction import as_spelled

KINDS = {" ": "space", "\n": "line"}


def events(text: str) -> list[Event]:
    return [
        Event(kind=KINDS.get(one, "letter"), time=float(place), letter="" if one in KINDS else one, begin=float(place))  # type: ignore[arg-type]
        for place, one in enumerate(text)
    ]


def transcript(text: str) -> Transcript:
    return Transcript().add(events(text))


def letter(name: str, begin: float = 0.0, replaces: int = 0) -> Event:
    alternatives = ((name, 0.9), ("X", 0.1))
    return Event(kind="letter", time=9.0, letter=name, begin=begin, alternatives=alternatives, replaces=replaces)


def test_letters_become_words_and_lines() -> None:
    spelled = transcript("HI YOU\nOK")
    assert str(spelled) == spelled.text == "HI YOU\nOK"
    assert [[as_spelled(word) for word in line.words] for line in spelled.lines] == [["HI", "YOU"], ["OK"]]
    assert [line.finished for line in spelled.lines] == [True, False]
    assert "".join(event.letter for event in spelled.letters) == "HIYOUOK"
    assert as_spelled(spelled.unfinished) == "OK"
    assert transcript("OK ").unfinished == ()


def test_a_pause_that_grows_makes_of_a_space_a_line() -> None:
    assert transcript("HI \n").text == "HI\n"
    assert transcript(" \n HI  YOU").text == "HI YOU"


def test_what_is_added_leaves_what_was_before() -> None:
    before = transcript("A")
    after = before.add([letter("B")])
    assert (before.text, after.text) == ("A", "AB")
    with pytest.raises(AttributeError):
        before.events = ()  # type: ignore[misc]


def test_a_letter_takes_the_place_of_others_but_of_no_space() -> None:
    # The I came after the J began: it is none that was replaced.
    assert transcript("A I").add([letter("J", begin=5.0, replaces=3)]).text == "A IJ"
    assert transcript("A I").add([letter("J", begin=2.0, replaces=3)]).text == "A J"


def test_what_its_writer_took_away_is_not_taken_away_twice() -> None:
    assert transcript("HAI").backspace().add([letter("J", begin=2.0, replaces=1)]).text == "HAJ"


def test_signs_with_longer_names_are_kept_apart_everywhere() -> None:
    spelled = Transcript().add([letter("hello"), letter("world"), Event(kind="space", time=9.0), letter("yes")])
    assert spelled.text == "hello world yes"
    assert spelled.written() == "hello world yes"
    assert "hello world yes" in spelled.to_srt()


def test_backspace_to_nothing() -> None:
    spelled = transcript("AB ")
    for left in ("AB", "A", "", ""):
        spelled = spelled.backspace()
        assert spelled.text == left
    assert (spelled, spelled.lines, spelled.letters) == (Transcript(), (), ())


def test_a_letter_lasts_as_long_as_it_is_shown() -> None:
    spelled = transcript("A").extend_last(4.5)
    assert spelled.letters[0].end == 4.5
    assert spelled.extend_last(3.0).letters[0].end == 4.5
    assert spelled.add(events(" ")).extend_last(6.0).letters[0].end == 4.5


def test_finished_words_are_corrected_and_the_last_stays_as_it_is() -> None:
    spelled = transcript("FANILY FANILY")
    assert spelled.written() == "FANILY FANILY"
    assert spelled.written(correct=True) == "FAMILY FANILY"
    assert spelled.finish(20.0).written(correct=True) == "FAMILY FAMILY"
    assert spelled.finish(20.0).to_vtt(correct=True).count("FAMILY FAMILY") == 1


def test_json_gives_back_the_same_transcript() -> None:
    spelled = transcript("HI YOU\n").add([letter("J", 3.25, replaces=1)]).extend_last(11.5)
    assert Transcript.from_json(spelled.to_json()) == spelled
    assert set(json.loads(spelled.to_json())["events"][0]) >= {"kind", "letter", "begin", "end", "time", "confidence"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "[]",
        "{}",
        '{"version": 2, "events": []}',
        '{"version": 1, "events": [{"kind": "shout"}]}',
        "null",
        '{"version": 1, "events": [{"kind": "letter", "time": "soon"}]}',
        '{"version": 1, "events": 7}',
    ],
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="transcript"):
        Transcript.from_json(text)


@given(st.text("AB \n"))
def test_the_text_is_its_lines(spelled: str) -> None:
    whole = transcript(spelled)
    assert whole.written() == "\n".join(" ".join(line.split()) for line in whole.text.removesuffix("\n").split("\n"))
    assert "  " not in whole.text
    assert Transcript.from_json(whole.to_json()) == whole
