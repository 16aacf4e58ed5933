from hypothesis import given
from hypothesis import strategies as st

from signread.spelling import Event
from signread.spelling.text import Text, as_spelled


def letters(text: str) -> list[Event]:
    kinds = {" ": "space", "\n": "line"}
    return [
        Event(kinds[one], float(place)) if one in kinds else Event("letter", float(place), one, float(place))  # type: ignore[arg-type]
        for place, one in enumerate(text)
    ]


def test_letters_become_words_and_lines() -> None:
    text = Text(letters("HI YOU\nOK"))
    assert str(text) == "HI YOU\nOK"
    assert [[as_spelled(word) for word in line.words] for line in text.lines] == [["HI", "YOU"], ["OK"]]
    assert [line.finished for line in text.lines] == [True, False]
    assert "".join(event.letter for event in text.letters) == "HIYOUOK"


def test_a_pause_that_grows_makes_of_a_space_a_line() -> None:
    assert str(Text(letters("HI \n"))) == "HI\n"
    assert str(Text(letters(" \n HI  YOU"))) == "HI YOU"


def test_a_letter_takes_the_place_of_others_but_of_no_space() -> None:
    text = Text(letters("A I"))
    text.add([Event("letter", 9.0, "J", 5.0, replaces=3)])
    assert str(text) == "A IJ"  # the I came after the J began: it is none that was replaced
    text = Text(letters("A I"))
    text.add([Event("letter", 9.0, "J", 2.0, replaces=3)])
    assert str(text) == "A J"


def test_what_its_writer_took_away_is_not_taken_away_twice() -> None:
    text = Text(letters("HAI"))
    text.backspace()
    text.add([Event("letter", 9.0, "J", 2.0, replaces=1)])
    assert str(text) == "HAJ"


def test_signs_with_longer_names_are_kept_apart() -> None:
    word = (Event("letter", 0.0, "yes"), Event("letter", 0.0, "no"))
    assert as_spelled(word) == "yes no"


def test_backspace_and_clear() -> None:
    text = Text(letters("AB "))
    for left in ("AB", "A", "", ""):
        text.backspace()
        assert str(text) == left
    text.add(letters("C"))
    text.clear()
    assert (str(text), text.lines, text.letters) == ("", [], [])


def test_a_letter_lasts_as_long_as_it_is_held() -> None:
    text = Text(letters("A"))
    text.hold(4.5)
    assert text.letters[0].end == 4.5
    text.add([Event("space", 5.0)])
    text.hold(6.0)
    assert text.letters[0].end == 4.5


def test_finished_words_are_written_as_asked_and_the_last_as_it_is() -> None:
    text = Text(letters("AB CD"))
    assert text.written(lambda word: as_spelled(word).lower()) == "ab CD"
    text.finish(9.0)
    assert text.written(lambda word: as_spelled(word).lower()) == "ab cd"


@given(st.text("AB \n"))
def test_the_text_is_its_lines(spelled: str) -> None:
    text = Text(letters(spelled))
    assert text.written() == "\n".join(" ".join(line.split()) for line in str(text).removesuffix("\n").split("\n"))
    assert "  " not in str(text)
