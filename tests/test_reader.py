from pathlib import Path

import numpy as np

import signread
from signread.hands import HandView

from .conftest import hand_picture, square_reader, write_video


class Nobody:
    """A finder that never finds a hand."""

    def find(self, _: signread.Frame) -> HandView | None:
        return None


def test_three_lines_read_a_video(tmp_path: Path) -> None:
    reader = square_reader()
    readings = list(reader.read(signread.open_video(write_video(tmp_path / "v.mp4"))))
    assert len(readings) == 12
    assert all(reading.letter in reader.model.letters for reading in readings)
    assert all(0 < reading.confidence <= 1 for reading in readings)
    assert [reading.time for reading in readings] == sorted(reading.time for reading in readings)


def test_a_reading_holds_all_that_led_to_it() -> None:
    frame = signread.Frame(hand_picture(), time=2.5, source="here")
    (reading,) = square_reader().read([frame])
    assert reading.frame is frame
    assert reading.time == 2.5
    assert reading.hand is not None
    assert reading.scores is not None
    np.testing.assert_allclose(reading.scores.probabilities.sum(), 1, atol=1e-5)
    assert (reading.letter, reading.confidence) == reading.scores.best(1)[0]


def test_no_hand_is_no_letter() -> None:
    (reading,) = signread.Reader(finder=Nobody()).read([signread.Frame(hand_picture())])
    assert (reading.hand, reading.scores, reading.letter, reading.confidence) == (None, None, None, 0.0)


def test_frames_are_read_as_they_come() -> None:
    taken = []

    def frames() -> "signread.frames.Frames":
        for number in range(3):
            taken.append(number)
            yield signread.Frame(hand_picture(), time=float(number))

    readings = square_reader().read(frames())
    next(readings)
    assert taken == [0]


def test_the_whole_way_reads_real_hands_of_either_side(right_hands: list[np.ndarray]) -> None:
    reader = signread.Reader()
    for picture, letter in zip(right_hands, "BLWY", strict=True):
        for image in (picture, np.ascontiguousarray(picture[:, ::-1])):
            (reading,) = reader.read([signread.Frame(image)])
            assert reading.letter == letter
            assert reading.hand is not None
    (nothing,) = reader.read([signread.Frame(np.zeros((240, 320, 3), np.uint8))])
    assert (nothing.hand, nothing.letter) == (None, None)


def test_a_threshold_of_ones_own(right_hands: list[np.ndarray]) -> None:
    (reading,) = signread.Reader(threshold=1.0).read([signread.Frame(right_hands[0])])
    assert reading.letter is None
    assert reading.hand is not None
    assert 0 < reading.confidence < 1


def test_a_video_of_hello_has_its_letters(hello: Path) -> None:
    seen = [reading.letter for reading in signread.Reader().read(signread.open_video(hello))]
    assert {"H", "E", "L", "O"} <= set(seen)
