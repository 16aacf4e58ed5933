"""The whole way: clips in, readings out, with our own parts and with anybody's."""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

import signread
from signread import (
    Clip,
    Decision,
    Event,
    Frame,
    Hand,
    Observation,
    ProtocolError,
    Reading,
    Scored,
    Scores,
    Source,
    Transcript,
)
from signread.types import Picture

from .conftest import crop_model, hand_picture, square_reader, write_video


def frames(count: int = 3, step: float = 0.1) -> list[Frame]:
    return [Frame(hand_picture(), number * step) for number in range(count)]


class Nobody:
    """A tracker that never finds a hand."""

    def track(self, clip: Source) -> Iterator[Observation]:
        return (Observation() for _ in clip)


def test_three_lines_read_a_video(tmp_path: Path) -> None:
    reader = square_reader()
    readings = list(reader.read(signread.open_video(write_video(tmp_path / "v.mp4"))))
    assert len(readings) == 12
    assert all(reading.letter in reader.recogniser.labels for reading in readings)
    assert all(0 < reading.confidence <= 1 for reading in readings)
    assert [reading.time for reading in readings] == sorted(reading.time for reading in readings)


def test_a_reading_holds_all_that_led_to_it() -> None:
    frame = Frame(hand_picture(), time=2.5)
    (reading,) = square_reader().read([frame])
    assert reading.frame is frame
    assert reading.time == 2.5
    assert reading.hand is not None
    assert reading.scores is not None
    np.testing.assert_allclose(reading.scores.probabilities.sum(), 1, atol=1e-5)
    assert (reading.letter, reading.confidence) == reading.scores.best(1)[0]


def test_no_hand_is_no_letter() -> None:
    reading = signread.Reader(tracker=Nobody()).read_picture(hand_picture())
    assert (reading.hand, reading.scores, reading.letter, reading.confidence) == (None, None, None, 0.0)


def test_frames_are_read_as_they_come() -> None:
    taken = []

    def camera() -> Iterator[Frame]:
        for number in range(3):
            taken.append(number)
            yield Frame(hand_picture(), time=float(number))

    readings = square_reader().read(camera())
    next(readings)
    assert taken == [0]


def test_a_clip_is_closed_at_its_end_and_when_nobody_reads_on() -> None:
    closed = []

    def camera(name: str) -> Iterator[Frame]:
        try:
            yield from frames()
        finally:
            closed.append(name)

    reader = square_reader()
    list(reader.read(Clip(frames=camera("whole"))))
    readings = reader.read(Clip(frames=camera("left")))
    next(readings)
    readings.close()  # type: ignore[attr-defined]
    assert closed == ["whole", "left"]


@pytest.mark.usefixtures("hand_networks")
def test_a_reader_closes_the_tracker_that_it_opened_and_no_other() -> None:
    with signread.Reader() as reader:
        tracker = reader.tracker
        assert isinstance(tracker, signread.HandTracker)
        assert tracker._open
    assert not tracker._open
    mine = signread.HandTracker()
    with signread.Reader(tracker=mine):
        pass
    assert mine._open
    mine.close()


@pytest.mark.usefixtures("hand_networks")
def test_two_clips_read_at_once_do_not_touch_each_other(right_hands: list[Picture]) -> None:
    """Frame by frame in turn, and each as if it were alone: tracker, speller and text."""

    def held(letter: Picture) -> Clip:
        return Clip(frames=[Frame(letter, number / 10) for number in range(8)])

    reader = signread.Reader()
    one, other = right_hands[1], np.ascontiguousarray(right_hands[3][:, ::-1])
    alone = [list(reader.read(held(image))) for image in (one, other)]
    together = list(zip(reader.read(held(one)), reader.read(held(other)), strict=True))
    for number in (0, 1):
        for before, now in zip(alone[number], (pair[number] for pair in together), strict=True):
            assert (before.text, before.letter, before.confidence) == (now.text, now.letter, now.confidence)
    assert [readings[-1].text for readings in alone] == ["L", "Y"]
    reader.close()


def test_the_whole_way_reads_real_hands_of_either_side(reader: signread.Reader, right_hands: list[Picture]) -> None:
    for picture, letter in zip(right_hands, "BLWY", strict=True):
        for image in (picture, np.ascontiguousarray(picture[:, ::-1])):
            reading = reader.read_picture(image)
            assert reading.letter == letter
            assert reading.hand is not None
    nothing = reader.read_picture(np.zeros((240, 320, 3), np.uint8))
    assert (nothing.hand, nothing.letter) == (None, None)


@pytest.mark.usefixtures("hand_networks")
def test_a_threshold_of_ones_own(right_hands: list[Picture]) -> None:
    reading = signread.Reader(threshold=1.0).read_picture(right_hands[0])
    assert reading.letter is None
    assert reading.hand is not None
    assert 0 < reading.confidence < 1


def test_a_video_of_hello_is_spelled(reader: signread.Reader, hello: Path) -> None:
    *_, last = reader.read(signread.open_video(hello))
    assert last.text == "HELLO"
    assert last.transcript.written() == "HELLO"


class Told:
    """A recogniser that reads the same label in every frame."""

    labels, threshold = ("hello", "world"), 0.0

    def __init__(self, label: str = "hello") -> None:
        self.label = label

    def recognise(self, observed: Iterable[tuple[Frame, Observation]]) -> Iterator[Scores | None]:
        for _ in observed:
            yield Scores(self.labels, np.array([label == self.label for label in self.labels], float))


class Every:
    """A decoder that spells the likeliest label of every frame, and says that the last is still shown."""

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        for one in scored:
            name = one.scores.best(1)[0][0] if one.scores else ""
            event = Event(kind="letter", time=one.time, letter=name, begin=one.time, end=one.time)
            yield Decision(events=(event,) if one.time in (0.0, 0.2) else (), still_shown=True)


def test_signs_with_long_names_are_kept_apart_in_the_library_as_on_the_command_line() -> None:
    reader = signread.Reader(tracker=Nobody(), recogniser=Told(), decoder=Every())
    *_, last = reader.read(frames(4, 0.1))
    assert last.text == last.transcript.written() == "hello hello"


def test_a_letter_lasts_as_long_as_it_is_still_shown() -> None:
    reader = signread.Reader(tracker=Nobody(), recogniser=Told(), decoder=Every())
    *_, last = reader.read(frames(5, 0.1))
    assert [event.end for event in last.transcript.letters] == [pytest.approx(0.1), pytest.approx(0.4)]


class ShortHand:
    def track(self, clip: Source) -> Iterator[Observation]:
        return (Observation(hands=(Hand(points=np.zeros((20, 3), np.float32), handedness=None),)) for _ in clip)


class Lazy:
    def track(self, clip: Source) -> Iterator[Observation]:
        return (Observation() for _ in itertools.islice(clip, 1))


class Talkative:
    def track(self, clip: Source) -> Iterator[Observation]:
        for _ in clip:
            yield Observation()
        yield Observation()


class Silent:
    def track(self, clip: Source) -> Iterator[Observation]:
        return (None for _ in clip)  # type: ignore[misc]


class Returning:
    def track(self, clip: Source) -> Observation:  # noqa: ARG002
        return Observation()


class Strange(Told):
    def recognise(self, observed: Iterable[tuple[Frame, Observation]]) -> Iterator[Scores | None]:
        return (Scores(("A", "B"), np.array([0.5, 0.5])) for _ in observed)


class Backwards:
    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        for one in scored:
            yield Decision(events=(Event(kind="space", time=9.0 - one.time),))


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"tracker": ShortHand()}, r"ShortHand: points must be an array \(21, 3\), got \(20, 3\)"),
        ({"tracker": Lazy()}, "Lazy: stopped after 1 answers, there are more frames; yield one for each"),
        ({"tracker": Talkative()}, "Talkative: gave more than 3 answers to 3 frames"),
        ({"tracker": Silent()}, "Silent: gave a NoneType, expected Observation"),
        ({"tracker": Returning()}, "Returning: returned a Observation, expected an iterator; yield one answer"),
        ({"tracker": Nobody(), "decoder": Backwards()}, "Backwards: decided space at 8.9 s, after something at 9.0 s"),
    ],
)
def test_a_part_that_does_not_keep_to_its_protocol_is_named(part: dict[str, object], message: str) -> None:
    reader = signread.Reader(crop_model(), **part)  # type: ignore[arg-type]
    with pytest.raises(ProtocolError, match=message):
        list(reader.read(frames()))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([Frame(hand_picture(), 1.0), Frame(hand_picture(), 1.0)], "frames: a frame at 1.0 s after one at 1.0 s"),
        ([Clip(frames=[])], "frames: gave a Clip, expected a Frame; read clips one by one"),
    ],
)
def test_frames_go_forwards_and_are_frames(wrong: list[Frame], message: str) -> None:
    with pytest.raises(ProtocolError, match=message):
        list(square_reader().read(wrong))


def test_scores_are_of_the_recognisers_own_labels() -> None:
    with pytest.raises(
        ProtocolError, match=r"Strange: scores of the labels \('A', 'B'\), its own are \('hello', 'world'\)"
    ):
        list(signread.Reader(tracker=Nobody(), recogniser=Strange(), decoder=Every()).read(frames()))


def test_what_is_given_in_a_wrong_place_is_said() -> None:
    with pytest.raises(ValueError, match="not both"):
        signread.Reader(crop_model(), recogniser=Told(), tracker=Nobody())
    with pytest.raises(TypeError, match=r"model must be a path, got Nobody; give parts by name: Reader\(tracker="):
        signread.Reader(Nobody())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"tracker must be an object, got the class Nobody; write Nobody\(\)"):
        signread.Reader(tracker=Nobody)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"read takes a clip, got the path hello.mp4; open it"):
        square_reader().read("hello.mp4")  # type: ignore[arg-type]


def test_a_clip_that_ends_in_a_letter_keeps_what_seemed_to_be_spelled() -> None:
    scores = Scores(("A", "B"), np.array([0.2, 0.8]))
    frame = Frame(np.zeros((4, 4, 3), np.uint8), 1.5)
    transcript = Transcript().add([Event(kind="letter", time=1.0, letter="A")])
    reading = Reading(
        frame=frame, observation=Observation(), scores=scores, transcript=transcript, tentative=("B", "A")
    )
    assert reading.text == "A"
    assert reading.finished.text == "ABA\n"
    assert [event.confidence for event in reading.finished.letters] == [1.0, 0.8, 0.2]
    assert Reading(frame=frame, observation=Observation(), scores=None).finished.text == ""
