import pytest

from signread import DataError
from signread.datasets.labels import american_meanings, label_of_file, own_label, unknown_labels
from signread.handshapes.alphabet import LETTERS, NO_LETTER, STATIC

LETTERS_AND_J = {
    "A": "A",
    "b ": "B",
    "letter_c": "C",
    "D new": "D",
    "ASL-E-images": "E",
    "signF": "F",
    "G2": "G",
    "j": None,
}


def test_letters_with_words_and_blanks_around_them_are_plain() -> None:
    assert american_meanings(LETTERS_AND_J, "d") == LETTERS_AND_J


def test_small_letters_are_letters() -> None:
    small = [letter.lower() for letter in STATIC]
    assert list(american_meanings(small, "d").values()) == list(STATIC)


def test_numbers_are_letters_where_they_can_be_nothing_else() -> None:
    from_0 = american_meanings([str(number) for number in range(25) if number != 9], "d")
    assert {int(label): letter for label, letter in from_0.items()} == {
        LETTERS.index(letter): letter for letter in STATIC
    }
    from_1 = american_meanings([f"{number:02}" for number in range(1, 27)], "d")
    assert (from_1["01"], from_1["11"], from_1["26"]) == ("A", "K", None)
    with_nothing = american_meanings([*map(str, range(25)), "nothing"], "d")
    assert (with_nothing["24"], with_nothing["nothing"]) == ("Y", NO_LETTER)


def test_digits_that_hands_show_stay_digits() -> None:
    digits = american_meanings(map(str, range(10)), "d")
    assert (digits["0"], digits["1"], digits["2"], digits["3"]) == ("O", None, "V", NO_LETTER)
    beside = american_meanings([*LETTERS, *map(str, range(11))], "d")
    assert (beside["A"], beside["2"], beside["10"]) == ("A", "V", NO_LETTER)


@pytest.mark.parametrize("labels", [["12", "13"], [str(number) for number in range(29)]])
def test_numbers_that_may_be_anything_are_refused(labels: list[str]) -> None:
    with pytest.raises(DataError, match="d: its labels are the numbers"):
        american_meanings(labels, "d")


def test_what_may_be_a_letter_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="d: 'I_love_you', 'person A' may stand for a letter"):
        american_meanings(["B", "person A", "I_love_you"], "d")


def test_labels_that_name_no_letter_are_told_from_those_that_say_so() -> None:
    labels = ["A", "hello", "nothing", "no_sign", "Ñ", "space", "5", "keptsecret_nothing"]
    assert {american_meanings(labels, "d")[label] for label in labels[1:]} == {NO_LETTER}
    assert unknown_labels(labels) == ["hello", "Ñ"]


def test_files_may_name_what_they_show() -> None:
    names = {"A_test": "A", "b3": "b", "space_test": NO_LETTER, "holiday": None, "IMG_0001": None}
    assert {name: label_of_file(name) for name in names} == names


def test_a_label_of_ones_own_stays() -> None:
    names = {"a": "A", " b ": "B", "hello": "hello", "ñ": "ñ", "nothing": "nothing"}
    assert {name: own_label(name) for name in names} == names
