import numpy as np
import pytest

from signread import Frame, Hand, Observation, Reading, Scores, draw
from signread.output.overlay import BOX_COLOUR, JOINT_COLOUR, TENTATIVE_COLOUR, TEXT_COLOUR

from ..conftest import hand_picture, square_reader


def reading_of(image: np.ndarray) -> Reading:
    return square_reader().read_picture(image)


def test_letter_and_box_are_drawn_and_the_frame_is_left_alone() -> None:
    image = hand_picture(480, 640)
    before = image.copy()
    reading = reading_of(image)
    drawn = draw(reading)
    np.testing.assert_array_equal(image, before)
    assert drawn.shape == image.shape
    assert (drawn[:84] == 255).all(axis=2).sum() > 300  # white letters in the band
    assert (drawn == BOX_COLOUR).all(axis=2).sum() > 500


def test_the_mirror_turns_the_picture_but_not_the_text() -> None:
    reading = reading_of(hand_picture(480, 640))
    straight, mirrored = draw(reading), draw(reading, mirror=True)
    np.testing.assert_array_equal(mirrored[200:400, 180:460], straight[200:400, ::-1][:, 180:460])
    np.testing.assert_array_equal(mirrored[:84, :60] == 255, straight[:84, :60] == 255)


def test_no_hand_is_said() -> None:
    reading = Reading(frame=Frame(hand_picture(240, 320)), observation=Observation(), scores=None)
    drawn = draw(reading, note="12 frames/s")
    assert (drawn[:42] == 255).all(axis=2).any()
    assert (drawn[-20:] > 150).all(axis=2).any()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (20, 20), (30, 2000), (3000, 4000)])
def test_any_size_can_be_drawn_on(height: int, width: int) -> None:
    assert draw(reading_of(hand_picture(height, width)), note="x").shape == (height, width, 3)


def read_as(hand: Hand, labels: tuple[str, ...], threshold: float = 0.0) -> Reading:
    frame = Frame(np.zeros((480, 640, 3), np.uint8))
    scores = Scores(labels, np.array([0.3, 0.7]))
    return Reading(frame=frame, observation=Observation(hands=(hand,)), scores=scores, threshold=threshold)


def test_a_tracked_hand_is_drawn_with_its_joints_where_they_are() -> None:
    points = np.zeros((21, 3), np.float32)
    points[:, 0], points[:, 1] = np.linspace(200, 300, 21), np.linspace(200, 400, 21)
    reading = read_as(Hand(points=points, handedness="right"), ("A", "B"))
    straight, mirrored = draw(reading), draw(reading, mirror=True)
    assert tuple(straight[400, 300]) == JOINT_COLOUR
    assert tuple(mirrored[400, 639 - 300]) == JOINT_COLOUR


def test_a_hand_without_a_letter_is_said() -> None:
    hand = Hand(points=np.full((21, 3), np.nan, np.float32), handedness=None, box=(9, 90, 40, 40))
    nothing = draw(read_as(hand, ("A", "nothing")))
    unsure, sure = (draw(read_as(hand, ("A", "B"), threshold)) for threshold in (0.8, 0.6))
    np.testing.assert_array_equal(nothing, unsure)
    assert (unsure != sure).any()


def test_what_may_yet_follow_stands_grey_behind_the_text_and_an_aside_behind_that() -> None:
    frame = Frame(np.full((480, 640, 3), 90, np.uint8))

    def drawn(tentative: tuple[str, ...], aside: str = "") -> tuple[int, int]:
        """Columns in which something grey, or white, is the farthest to the right at the foot."""
        reading = Reading(frame=frame, observation=Observation(), scores=None, tentative=tentative)
        foot = draw(reading, text="HE", aside=aside)[-60:]
        grey, white = (
            int(np.flatnonzero((foot == colour).all(axis=2).any(axis=0)).max(initial=0))
            for colour in (TENTATIVE_COLOUR, TEXT_COLOUR)
        )
        return grey, white

    grey, white = drawn(())
    assert grey == 0 < white
    grey, white_before = drawn(("L",))
    assert grey > white_before == white
    grey, behind = drawn(("L",), "   (HELLO?)")
    assert behind > grey
