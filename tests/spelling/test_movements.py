"""What is made of SpellNet's probabilities, which are given here frame by frame."""

from collections.abc import Mapping

import numpy as np
import pytest

from signread.spelling.movements import Movements
from signread.spelling.slides import Array
from signread.spelling.spell_net import OUTPUTS, SpellNet
from signread.spelling.thresholds import Thresholds

POINTS = np.ones((21, 2))


class Script(SpellNet):
    """A network that says what it is told, and remembers the handedness that it was asked about."""

    def __init__(self) -> None:
        self.says: dict[str, float] = {}
        self.handedness: list[float] = []

    def read(self, grid: Array, handedness: float) -> Array:
        assert grid.shape[1:] == (21, 2)
        self.handedness.append(handedness)
        return np.array([self.says.get(name, 0.0) for name in OUTPUTS])


class Hand:
    """Shows something for a while, and keeps what is drawn."""

    def __init__(self, rate: float = 30.0) -> None:
        self.net, self.time, self.rate = Script(), 0.0, rate
        self.movements = Movements(self.net, Thresholds())
        self.drawn: list[tuple[str, object]] = []

    def show(
        self,
        seconds: float,
        says: Mapping[str, float] | None = None,
        *,
        points: Array | None = POINTS,
        handedness: int = 1,
    ) -> "Hand":
        self.net.says = dict(says or {})
        for _ in range(round(seconds * self.rate)):
            one = self.movements.add(self.time, points, handedness)
            if one is not None:
                self.drawn.append((one.letter, round(one.begin, 2)))
            self.time += 1 / self.rate
        return self


def draw(hand: Hand, letter: str, seconds: float = 0.6) -> Hand:
    return hand.show(seconds, {f"into {letter}": 0.9}).show(0.4, {letter: 0.9})


@pytest.mark.parametrize("letter", ["J", "Z"])
def test_a_letter_is_drawn_once_from_where_the_hand_began_to_move(letter: str) -> None:
    hand = draw(Hand().show(1.0, {"letters": 0.9}), letter).show(3.0, {letter: 0.9})
    assert hand.drawn == [(letter, pytest.approx(1.0, abs=0.04))]


def test_a_letter_that_is_drawn_again_comes_again() -> None:
    hand = Hand()
    for _ in range(3):
        draw(hand, "J").show(0.6, {"letters": 0.9}).show(0.04, {"into J": 0.3, "J": 0.25})
    assert [letter for letter, _ in hand.drawn] == ["J", "J", "J"]


def test_what_flickers_while_the_end_is_shown_is_not_drawn_again() -> None:
    hand = draw(Hand(), "Z")
    for _ in range(5):
        hand.show(0.5, {"letters": 0.9}).show(0.2, {"Z": 0.8})
    assert [letter for letter, _ in hand.drawn] == ["Z"]


def test_a_letter_that_ends_without_a_way_there_is_none() -> None:
    assert not Hand(10.0).show(1.0, {"letters": 0.9}).show(1.0, {"J": 0.9}).drawn
    assert not draw(Hand().show(0.3, {"into J": 0.9}).show(1.0, {"letters": 0.9}), "Q").show(0.5, {"J": 0.9}).drawn
    assert Hand(10.0).show(1.0, {"letters": 0.9}).show(0.1, {"into J": 0.4}).show(0.2, {"J": 0.6}).drawn


def test_where_the_way_was_sure_less_is_enough_at_its_end() -> None:
    for way, drawn in ((0.9, ["J"]), (0.5, [])):
        hand = Hand().show(0.5, {"letters": 0.9}).show(0.3, {"into J": way}).show(0.3, {"letters": 0.6, "J": 0.3})
        assert [letter for letter, _ in hand.drawn] == drawn


def test_what_only_begins_is_no_letter() -> None:
    assert not Hand().show(2.0, {"into J": 0.95}).show(2.0, {"into Z": 0.95, "Z": 0.05}).drawn


def test_no_letter_is_held_while_a_drawn_one_is_shown() -> None:
    hand = Hand().show(0.5, {"letters": 1.0})
    assert hand.movements.holds == 1.0
    assert hand.show(0.1, {"J": 0.7, "Z": 0.2}).movements.holds == pytest.approx(0.1)
    assert hand.show(0.1, {"J": 0.7}, points=None).movements.holds == 1.0


def test_a_letter_that_is_shown_again_is_said() -> None:
    hand = Hand().show(0.5, {"letters": 1.0})
    assert not hand.movements.repeats
    assert hand.show(0.1, {"again": 0.95}).movements.repeats
    assert not hand.show(0.1, {"again": 0.95}, points=None).movements.repeats


def test_a_hand_that_is_taken_for_the_other_for_a_moment_stays_the_same() -> None:
    hand = Hand().show(1.0, handedness=-1).show(0.1, handedness=1).show(0.5, handedness=-1)
    assert all(handedness < 0 for handedness in hand.net.handedness)
    assert hand.show(2.0, handedness=1).net.handedness[-1] > 0
