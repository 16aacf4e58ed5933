import pytest

from signread.spelling import Event
from signread.spelling.mistaken import MISTAKEN
from signread.spelling.text import Word, as_spelled
from signread.spelling.words import correction, likeliest


def word(spelled: str, sure: float = 0.95, **others: str) -> Word:
    """Letters that look like themselves; `others` says what else one looks like, as N="M"."""
    return tuple(
        Event(
            "letter",
            0.0,
            letter,
            confidence=sure,
            alternatives=((letter, sure), *(((others[letter], 1 - sure),) if letter in others else ())),
        )
        for letter in spelled
    )


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("HELLO", "HELLO"),
        ("HELO", "HELLO"),  # the second of a double letter missed
        ("UMMER", "SUMMER"),
        ("FANILY", "FAMILY"),
        ("COFFEEE", "COFFEE"),
        ("MORMING", "MORNING"),
        ("DONT", "DONT"),
    ],
)
def test_the_likeliest_word(spelled: str, meant: str) -> None:
    assert likeliest(word(spelled))[0].word == meant
    assert correction(word(spelled)) == meant


@pytest.mark.parametrize("name", ["ANNA", "ZOE", "NGUYEN", "XQZJ", "A", "WQXK"])
def test_names_and_unknown_words_stay_as_they_are(name: str) -> None:
    assert correction(word(name)) == name


def test_what_the_letters_looked_like_decides() -> None:
    assert likeliest(word("HAT", 0.6, A="I"))[0].word == "HIT"
    assert likeliest(word("HAT", 0.95))[0].word == "HAT"


def test_probabilities_are_those_of_alternatives_and_fall() -> None:
    found = [one.probability for one in likeliest(word("BRDWN"), 5)]
    assert found == sorted(found, reverse=True)
    assert 0.5 < sum(found) <= 1 + 1e-9


def test_letters_of_another_alphabet_stay_alone() -> None:
    gesture = (Event("letter", 0.0, "thumbs up"), Event("letter", 0.0, "7"))
    assert correction(gesture) == as_spelled(gesture) == "thumbs up 7"


def test_confusions_are_shares() -> None:
    for shares in MISTAKEN.values():
        assert sum(shares.values()) == pytest.approx(1, abs=0.03)
