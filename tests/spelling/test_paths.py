import numpy as np
import pytest

from signread.spelling.paths import Letter, Paths
from signread.spelling.thresholds import Thresholds

LABELS = ("A", "B", "C", "nothing")
STEP = 1 / 30


class Shown:
    """Shows letters to the paths, and keeps what they decide."""

    def __init__(self) -> None:
        self.paths = Paths(LABELS, Thresholds())
        self.time = 0.0
        self.decided: list[Letter] = []

    def show(self, letter: str | None, seconds: float, sure: float = 0.95, *, slid: bool = False) -> "Shown":
        for _ in range(round(seconds / STEP)):
            probabilities = None
            if letter is not None:
                probabilities = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1))
                probabilities[LABELS.index(letter)] = sure
            self.time += STEP
            self.paths.add(self.time, STEP, probabilities, 0.0, slid=slid, rests=True)
            self.decided += self.paths.decide(self.time)
        return self

    @property
    def text(self) -> str:
        return "".join(LABELS[letter.label] for letter in self.decided)


def test_letters_are_decided_in_their_order_each_with_its_time() -> None:
    shown = Shown().show("A", 0.4).show("B", 0.4)
    assert shown.text == "AB"
    first, second = shown.decided
    assert first.begin < first.end <= second.begin + STEP < second.end
    assert first.probabilities == pytest.approx([0.95, 0.05 / 3, 0.05 / 3, 0.05 / 3], abs=0.01)


def test_what_is_not_decided_is_named_and_comes_out_at_the_end() -> None:
    shown = Shown().show("A", 0.4).show("C", 0.1)
    assert (shown.text, [LABELS[label] for label in shown.paths.tentative]) == ("A", ["C"])
    assert [LABELS[letter.label] for letter in shown.paths.flush(shown.time)] == ["C"]
    assert shown.paths.tentative == []
    assert shown.paths.last is None


def test_quick_letters_are_believed_sooner_once_the_hand_is_quick() -> None:
    def glimpsed(pace: float) -> bool:
        shown = Shown()
        for letter in "ABABABAB":
            shown.show(letter, pace)
        return shown.show("C", 0.1).show("A", pace).text.endswith("CA")

    assert glimpsed(0.2)
    assert not glimpsed(1.0)


def test_a_letter_comes_once_more_after_a_slide_but_not_twice() -> None:
    assert Shown().show("A", 0.8).show("A", 0.8, slid=True).text == "AA"
    assert Shown().show("A", 0.8).show("A", 2.0, slid=True).text == "AA"


def test_a_letter_that_is_held_without_certainty_is_no_other() -> None:
    assert Shown().show("A", 1).show("A", 20, sure=0.48).text == "A"


def test_the_last_letter_can_be_settled_from_outside() -> None:
    shown = Shown().show("A", 0.4)
    shown.paths.settle(LABELS.index("B"), shown.time, 0.5)
    assert (shown.paths.last, shown.paths.still_shown) == (1, False)
    assert shown.show("C", 0.4).text == "A"
    assert shown.show("C", 0.4).text == "AC"


def test_certainty_that_is_never_enough_decides_nothing() -> None:
    assert Shown().show("A", 20, sure=0.4).text == ""
    assert Shown().show("nothing", 20).text == ""
    assert Shown().show(None, 20).text == ""
