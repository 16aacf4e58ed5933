import itertools

import numpy as np
import pytest

from signread.handshapes.alphabet import LETTERS
from signread.skeleton import HAND
from signread.skeleton.hand import PARENTS
from signread.synthetic.camera import filmed
from signread.synthetic.drawing import hook, zigzag
from signread.synthetic.motions import BETWEEN, NOT_SPELLING, Motion, busy, cut, nearly, spelled
from signread.synthetic.shapes import FINE, between, rotations, turned, upright

from .people import shape, somebody

INDEX_TIP, LITTLE_TIP = HAND.place("index_tip"), HAND.place("little_tip")


def word_of(motion: Motion) -> str:
    """What the truth of the steps says: each letter of the word by its place in it."""
    letters = {
        int(number): LETTERS[shown] for shown, number in zip(motion.shown, motion.number, strict=True) if shown >= 0
    }
    return "".join(letters[number] for number in sorted(letters))


@pytest.mark.parametrize("word", ["HELLO", "JUNE", "ZERO", "MAJOR", "A", "J", "Z"])
@pytest.mark.parametrize("speed", [1.0, 3.0, 6.0])
def test_the_truth_of_every_step_spells_the_word(word: str, speed: float) -> None:
    for seed in range(5):
        assert word_of(spelled(somebody(), word, speed, np.random.default_rng(seed))) == word


def test_quick_words_are_shorter_and_the_same_seed_gives_the_same() -> None:
    lengths = [
        np.mean([len(spelled(somebody(), "FRIDAYS", speed, np.random.default_rng(seed)).points) for seed in range(10)])
        for speed in (1.25, 2.5, 5.0)
    ]
    assert lengths[0] > 1.5 * lengths[1] > 2 * lengths[2]
    one, other = (spelled(somebody(), "MAJOR", 3.0, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(one.points, other.points)


def test_bones_keep_their_lengths_when_a_hand_turns() -> None:
    fist = shape(4) * [1, 1, 0.8]
    turns = turned(fist, rotations(np.linspace(0, 60, 9), np.linspace(0, 40, 9), np.linspace(0, 170, 9)))
    lengths = np.linalg.norm(turns[:, 1:] - turns[:, list(PARENTS)], axis=2)
    assert np.allclose(lengths, lengths[0])


def test_half_a_turn_shows_the_back_of_the_hand() -> None:
    (back,) = turned(shape(4), rotations(0, 0, 180))
    assert shape(4)[LITTLE_TIP, 0] < 0 < back[LITTLE_TIP, 0]
    (tipped,) = turned(shape(1), rotations(0, 90, 0))
    assert tipped[INDEX_TIP, 2] < -1  # towards the camera


def test_half_way_between_two_shapes_is_neither() -> None:
    one, other = shape(), shape(1)
    begin, middle, end = between(one, other, np.array([0.0, 0.5, 1.0]))
    assert np.allclose(begin, one)
    assert np.allclose(end, other)
    assert one[INDEX_TIP, 1] > middle[INDEX_TIP, 1] > other[INDEX_TIP, 1]


def test_a_hook_ends_on_the_other_side() -> None:
    for seed in range(20):
        shapes, _, part = hook(shape(4), 0.8, np.random.default_rng(seed))
        across = shapes[:, LITTLE_TIP, 0] - shapes[:, 0, 0]
        assert across[:12].min() < 0 < across[-1]
        assert part[-1] == 1


def test_a_zigzag_goes_to_and_fro_and_down() -> None:
    for seed in range(20):
        shapes, way = zigzag(shape(1), 1.2, np.random.default_rng(seed))
        finger = (shapes[:, INDEX_TIP, :2] + way)[:, 0]
        turns = [number for number, (a, b) in enumerate(itertools.pairwise(np.sign(np.diff(finger[::6])))) if a != b]
        assert len(turns) >= 2
        assert way[-1, 1] >= way[0, 1]


def test_hands_that_do_something_else_spell_nothing() -> None:
    for seed in range(10):
        assert set(busy(somebody(), np.random.default_rng(seed)).shown) == {NOT_SPELLING}
        motion = nearly(somebody(), np.random.default_rng(seed))
        assert set(motion.shown) - {BETWEEN, NOT_SPELLING} <= {LETTERS.index(letter) for letter in "IDYLGHKPUVRSX"}
        assert np.isfinite(motion.points).all()


def test_a_word_that_is_cut_together_has_no_ways_between() -> None:
    motion = spelled(somebody(), "HELLO", 3.0, np.random.default_rng(1))
    pieces = cut(motion, np.random.default_rng(2))
    assert word_of(pieces) == "HELLO"
    assert BETWEEN in motion.shown
    assert BETWEEN not in pieces.shown


def test_a_camera_sees_the_hand_at_its_own_times() -> None:
    motion = spelled(somebody(), "HELLO", 3.0, np.random.default_rng(1))
    for seed in range(20):
        film = filmed(motion, np.random.default_rng(seed), 15.0)
        assert (np.diff(film.times) > 0).all()
        assert len(film.times) == len(film.points) == len(film.shown)
        assert abs(film.times[-1] - len(motion.points) / FINE) < 0.3
        assert np.isfinite(film.points[:, 0, 0]).mean() > 0.4


def test_a_left_hand_is_made_a_right_one() -> None:
    points = np.random.default_rng(0).normal(200, 40, (21, 3))
    assert np.allclose(upright(points * [-1, 1, 1], -1.0), upright(points, 1.0))
