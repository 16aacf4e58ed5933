"""The tracker on real pictures: it is MediaPipe's networks that are tried here, so nothing stands in for a hand."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import Clip, Frame, Hand, HandTracker, open_video
from signread.recognition.crop import hand_box
from signread.skeleton.hand import LITTLE_KNUCKLE, MIDDLE_KNUCKLE, WRIST, extent
from signread.sources.noise import NOISE_THRESHOLD, denoise, estimate_noise
from signread.tracking.landmarker import LONGEST_SIDE
from signread.types import Picture, Points

THUMB_TIP = 4

pytestmark = pytest.mark.usefixtures("hand_networks")


@pytest.fixture
def tracker(hand_networks: Path) -> Iterator[HandTracker]:
    made = HandTracker(hand_networks)
    yield made
    made.close()


def detect(tracker: HandTracker, image: Picture) -> Hand:
    hand = tracker.detect(image).hand
    assert hand is not None
    return hand


def video(*images: Picture, step: float = 0.1) -> Clip:
    return Clip(frames=[Frame(image, number * step) for number, image in enumerate(images)])


def palm_side(points: Points) -> float:
    """Positive where, palm towards the viewer and fingers up, the thumb is right of the little finger's knuckle."""
    up = points[MIDDLE_KNUCKLE, :2] - points[WRIST, :2]
    across = points[THUMB_TIP, :2] - points[LITTLE_KNUCKLE, :2]
    return float(up[0] * across[1] - up[1] * across[0])


def close_up(tracker: HandTracker, image: Picture) -> Picture:
    left, top, side, _ = hand_box(detect(tracker, image))
    return np.ascontiguousarray(image[max(top, 0) : top + side, max(left, 0) : left + side])


def test_a_right_hand_is_right_and_mirrored_it_is_left(tracker: HandTracker, right_hands: list[Picture]) -> None:
    """Pictures of a right hand, palm to the camera, as the camera took them: the thumb points to the viewer's right."""
    for picture in right_hands:
        hand, mirrored = detect(tracker, picture), detect(tracker, np.ascontiguousarray(picture[:, ::-1]))
        assert palm_side(hand.points) > 0 > palm_side(mirrored.points)
        assert (hand.handedness, mirrored.handedness) == ("right", "left")
        back = mirrored.points[:, 0] * -1 + picture.shape[1]
        assert np.abs(back - hand.points[:, 0]).mean() < 0.1 * extent(hand.points)


def test_size_and_place_do_not_matter(tracker: HandTracker, right_hands: list[Picture]) -> None:
    picture = right_hands[0]
    hand = detect(tracker, picture)
    for scale in (0.5, 2, 2.5 * LONGEST_SIDE / max(picture.shape)):
        points = detect(tracker, np.asarray(cv2.resize(picture, None, fx=scale, fy=scale), np.uint8)).points
        assert np.abs(points / scale - hand.points)[:, :2].mean() < 0.06 * extent(hand.points)


def test_a_hand_that_fills_the_picture_is_found(tracker: HandTracker, right_hands: list[Picture]) -> None:
    for picture in right_hands:
        close = detect(tracker, close_up(tracker, picture))
        assert extent(close.points) > 0.6 * extent(detect(tracker, picture).points)


@pytest.mark.parametrize("shape", [(20, 20), (1, 1), (2, 900), (1, 3000), (3000, 1), (480, 640), (6000, 8000)])
def test_no_hand_is_none(tracker: HandTracker, shape: tuple[int, int]) -> None:
    assert tracker.detect(np.full((*shape, 3), 90, np.uint8)).hands == ()


def test_a_noisy_picture_is_smoothed_and_its_hand_found(tracker: HandTracker, right_hands: list[Picture]) -> None:
    random = np.random.default_rng(0)
    for picture in right_hands:
        assert estimate_noise(picture) < NOISE_THRESHOLD
        assert denoise(picture) is picture
        noisy = np.clip(picture + random.normal(0, 15, picture.shape), 0, 255).astype(np.uint8)
        assert estimate_noise(noisy) > NOISE_THRESHOLD
        hand, again = detect(tracker, picture), detect(tracker, denoise(noisy))
        assert np.abs(again.points - hand.points)[:, :2].mean() < 0.07 * extent(hand.points)


def test_of_two_hands_one(tracker: HandTracker, right_hands: list[Picture]) -> None:
    picture = right_hands[0]
    small = cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    both = np.zeros((picture.shape[0], picture.shape[1] + small.shape[1], 3), np.uint8)
    both[: small.shape[0], : small.shape[1]] = small
    both[:, small.shape[1] :] = picture
    left = hand_box(detect(tracker, picture))[0]
    one = hand_box(detect(tracker, both))
    places = (left * 0.6, left + small.shape[1])
    assert min(abs(one[0] - place) for place in places) < 0.2 * one[2]


def side_by_side(one: Picture, other: Picture) -> Picture:
    height = max(one.shape[0], other.shape[0])
    padded = [cv2.copyMakeBorder(part, 0, height - len(part), 0, 0, cv2.BORDER_REPLICATE) for part in (one, other)]
    return np.asarray(np.concatenate(padded, axis=1), np.uint8)


@pytest.mark.parametrize("on_the_left", [True, False])
def test_of_two_hands_in_a_video_the_one_that_moves(
    tracker: HandTracker, right_hands: list[Picture], *, on_the_left: bool
) -> None:
    resting, width = right_hands[1], right_hands[0].shape[1]

    def both(number: int) -> Picture:
        image = right_hands[0]
        shift = np.array([[1, 0, 12 * (number % 3)], [0, 1, 4 * number]], np.float32)
        moved = cv2.warpAffine(image, shift, image.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        moving = np.asarray(moved, np.uint8)
        return side_by_side(moving, resting) if on_the_left else side_by_side(resting, moving)

    images = [both(number // 2) for number in range(24)]
    edge = width if on_the_left else resting.shape[1]
    for live in (False, True):
        clip = video(*images, step=0.06)
        clip.is_live = live
        hands = [one.hands for one in tracker.track(clip)]
        places = [bool(hand[0].points[:, 0].mean() < edge) for hand in hands if hand]
        assert places[-6:] == [on_the_left] * 6
        assert len(hands[-1]) == 2
        if not live:  # a file is looked at ahead, so that its first letter is not lost
            assert places == [on_the_left] * len(images)


def test_the_side_that_is_wanted_is_followed(hand_networks: Path, right_hands: list[Picture]) -> None:
    right = right_hands[0]
    left = np.ascontiguousarray(right_hands[1][:, ::-1])
    image = side_by_side(right, left)
    for side in ("left", "right"):
        tracker = HandTracker(hand_networks, side=side)
        clip = video(*[image] * 6, step=0.13)
        clip.is_live = False
        (*_, last) = tracker.track(clip)
        (picture,) = tracker.track(Clip.of_picture(image))
        for one in (last, picture):
            assert [hand.handedness for hand in one.hands] == [side, "left" if side == "right" else "right"]


def test_a_picture_is_seen_the_same_whatever_came_before(
    tracker: HandTracker, hand_networks: Path, right_hands: list[Picture]
) -> None:
    fresh = [detect(HandTracker(hand_networks), picture) for picture in right_hands[:2]]
    for before in (*right_hands, np.zeros_like(right_hands[0])):
        tracker.detect(before)
        for picture, wanted in zip(right_hands, fresh, strict=False):
            np.testing.assert_array_equal(detect(tracker, picture).points, wanted.points)


def test_the_second_pass_refines_the_first(hand_networks: Path, right_hands: list[Picture]) -> None:
    once, twice = HandTracker(hand_networks, passes=1), HandTracker(hand_networks)
    for picture in right_hands:
        first, second = detect(once, picture), detect(twice, picture)
        assert 0 < np.abs(first.points - second.points)[:, :2].mean() < 0.1 * extent(first.points)


def test_a_picture_is_looked_at_in_the_mirror_too_and_a_video_is_not(
    tracker: HandTracker, hand_networks: Path, right_hands: list[Picture]
) -> None:
    for picture in right_hands:
        mirror = np.ascontiguousarray(picture[:, ::-1])
        (observation,) = tracker.track(Clip.of_picture(picture))
        assert observation.mirrored is not None
        reflected, alone = observation.mirrored.hand, detect(tracker, mirror)
        assert reflected is not None
        np.testing.assert_array_equal(reflected.points, alone.points)
        assert (reflected.handedness, observation.hands[0].handedness) == ("left", "right")
    followed = list(tracker.track(video(*[right_hands[0]] * 2)))
    assert [(len(one.hands), one.mirrored) for one in followed] == [(1, None), (1, None)]
    assert HandTracker(hand_networks, mirrored=False).detect(right_hands[0]).mirrored is None


def test_another_hand_in_the_mirror_is_not_taken_for_the_same(tracker: HandTracker, right_hands: list[Picture]) -> None:
    picture = right_hands[0]
    hand = detect(tracker, picture)
    aside = Hand(points=hand.points + np.array([200, 0, 0], np.float32), handedness=hand.handedness)
    assert tracker._with_mirrored(picture, aside).mirrored is None
    instead = tracker._with_mirrored(picture, None).hand
    assert instead is not None
    assert instead.handedness == hand.handedness
    assert np.abs(instead.points - hand.points)[:, :2].mean() < 0.1 * extent(hand.points)


def test_a_video_is_followed_and_agrees_with_its_pictures(tracker: HandTracker, hello: Path) -> None:
    frames = list(open_video(hello))
    followed = [one.hand for one in tracker.track(Clip(frames=frames))]
    assert sum(hand is not None for hand in followed) >= 0.95 * len(frames)
    for hand, frame in zip(followed[6::12], frames[6::12], strict=True):
        still = tracker.detect(frame.image).hand
        if hand is not None and still is not None:
            assert np.abs(hand.points - still.points)[:, :2].mean() < 0.15 * extent(still.points)


def test_a_hand_lost_for_a_moment_is_looked_for_where_it_was(tracker: HandTracker, right_hands: list[Picture]) -> None:
    picture = right_hands[0]
    hand = detect(tracker, picture)
    assert tracker._show_near(picture, hand.points) is not None
    assert tracker._show_near(picture, hand.points + 10_000) is None
    observation, lost, again = tracker.track(video(picture, np.full_like(picture, 128), picture))
    assert lost.hand is None
    assert observation.hand is not None
    assert again.hand is not None
    assert np.abs(again.hand.points - observation.hand.points)[:, :2].mean() < 0.05 * extent(observation.hand.points)


def test_a_hand_that_fills_a_video_is_found_again(tracker: HandTracker, right_hands: list[Picture]) -> None:
    for picture in right_hands:
        followed = list(tracker.track(video(*[close_up(tracker, picture)] * 10)))
        assert sum(one.hand is not None for one in followed) >= 9


def test_a_picture_that_changes_its_size_is_searched_anew(tracker: HandTracker, right_hands: list[Picture]) -> None:
    small = right_hands[0]
    large = np.asarray(cv2.resize(small, None, fx=2, fy=2), np.uint8)
    hands = [one.hand for one in tracker.track(video(small, small, large, large, step=0.04))]
    assert None not in hands
    sizes = [extent(hand.points) for hand in hands if hand is not None]
    assert 1.8 < sizes[2] / sizes[1] < 2.2


def test_two_threads_leave_standard_error_as_it_was(hand_networks: Path, right_hands: list[Picture]) -> None:
    before = os.fstat(2)
    tracker = HandTracker(hand_networks)

    def look() -> None:
        for _ in range(6):
            tracker.detect(right_hands[0])

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.path.samestat(os.fstat(2), before)


def test_another_video_begins_anew(tracker: HandTracker, right_hands: list[Picture]) -> None:
    first, second = right_hands[0], np.ascontiguousarray(right_hands[1][:, ::-1])
    for picture in (first, second, first):
        for one in tracker.track(video(*[picture] * 3, step=0.04)):
            assert one.hand is not None
            assert one.hand.handedness == ("right" if picture is first else "left")


def test_a_clip_that_is_left_leaves_its_landmarker_to_the_next(
    tracker: HandTracker, right_hands: list[Picture]
) -> None:
    alone = tracker.track(video(*[right_hands[0]] * 5))
    beside = tracker.track(video(*[right_hands[0]] * 5))
    for clip in (alone, alone, beside, beside):
        next(clip)
    made = set(tracker._open)
    alone.close()  # type: ignore[attr-defined]
    beside.close()  # type: ignore[attr-defined]
    for _ in tracker.track(video(*[right_hands[1]] * 3, step=0.04)):
        assert tracker._open == made


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], hand_networks: Path, right_hands: list[Picture]) -> None:
    tracker = HandTracker(hand_networks)
    tracker.detect(right_hands[0])
    tracker.close()
    tracker.close()
    assert capfd.readouterr() == ("", "")
