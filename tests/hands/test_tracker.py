"""The tracker on real pictures: it is MediaPipe's networks that are tried here, so nothing stands in for a hand."""

import dataclasses
import os
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

import signread
from signread import Frame
from signread.hands.grain import GRAINY, grain
from signread.hands.graph import LARGEST
from signread.hands.tracker import HandTracker

THUMB, LITTLE, WRIST, MIDDLE = 4, 17, 0, 9


@pytest.fixture(scope="module")
def tracker() -> HandTracker:
    return HandTracker(64)


def palm_side(landmarks: np.ndarray) -> float:
    """Positive where, palm towards the viewer and fingers up, the thumb is right of the little finger's knuckle."""
    up = landmarks[MIDDLE, :2] - landmarks[WRIST, :2]
    across = landmarks[THUMB, :2] - landmarks[LITTLE, :2]
    return float(up[0] * across[1] - up[1] * across[0])


def test_a_right_hand_is_right_and_mirrored_it_is_left(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    """Pictures of a right hand, palm to the camera, as the camera took them: the thumb points to the viewer's right."""
    for picture in right_hands:
        seen = tracker.find(Frame(picture))
        mirrored = tracker.find(Frame(np.ascontiguousarray(picture[:, ::-1])))
        assert seen is not None
        assert mirrored is not None
        assert palm_side(seen.landmarks) > 0 > palm_side(mirrored.landmarks)
        assert (seen.handedness, mirrored.handedness) == (1, -1)
        back = mirrored.landmarks[:, 0] * -1 + picture.shape[1]
        assert np.abs(back - seen.landmarks[:, 0]).mean() < 0.1 * seen.box[2]


def test_size_and_place_do_not_matter(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    picture = right_hands[0]
    seen = tracker.find(Frame(picture))
    assert seen is not None
    for scale in (0.5, 2, 2.5 * LARGEST / max(picture.shape)):
        found = tracker.find(Frame(cv2.resize(picture, None, fx=scale, fy=scale)))
        assert found is not None
        assert np.abs(found.landmarks / scale - seen.landmarks)[:, :2].mean() < 0.05 * seen.box[2]
        assert found.crop.shape == (64, 64)


def test_a_hand_that_fills_the_picture_is_found(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    for picture in right_hands:
        seen = tracker.find(Frame(picture))
        assert seen is not None
        left, top, side, _ = seen.box
        close = picture[max(top, 0) : top + side, max(left, 0) : left + side]
        found = tracker.find(Frame(np.ascontiguousarray(close)))
        assert found is not None
        assert found.box[2] > 0.6 * side


@pytest.mark.parametrize("shape", [(20, 20), (1, 1), (2, 900), (1, 3000), (3000, 1), (480, 640), (6000, 8000)])
def test_no_hand_is_none(tracker: HandTracker, shape: tuple[int, int]) -> None:
    assert tracker.find(Frame(np.full((*shape, 3), 90, np.uint8))) is None


def test_grain_is_measured_and_smoothed(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    random = np.random.default_rng(0)
    flat = np.full((240, 320, 3), 128, np.uint8)
    noise = random.normal(0, 10, (240, 320, 1))  # the same in all colours, as grey values are
    assert grain(flat) == 0
    assert grain((flat + noise).astype(np.uint8)) == pytest.approx(10, abs=0.5)
    for picture in right_hands:
        assert grain(picture) < GRAINY
        grainy = np.clip(picture + random.normal(0, 15, picture.shape), 0, 255).astype(np.uint8)
        assert grain(grainy) > GRAINY
        seen, found = tracker.find(Frame(picture)), tracker.find(Frame(grainy))
        assert seen is not None
        assert found is not None
        assert np.abs(found.landmarks - seen.landmarks)[:, :2].mean() < 0.05 * seen.box[2]


def test_of_two_hands_one(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    picture = right_hands[0]
    small = cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    both = np.zeros((picture.shape[0], picture.shape[1] + small.shape[1], 3), np.uint8)
    both[: small.shape[0], : small.shape[1]] = small
    both[:, small.shape[1] :] = picture
    seen, found = tracker.find(Frame(picture)), tracker.find(Frame(both))
    assert seen is not None
    assert found is not None
    places = (seen.box[0] * 0.6, seen.box[0] + small.shape[1])
    assert min(abs(found.box[0] - place) for place in places) < 0.2 * seen.box[2]


def test_a_picture_is_seen_the_same_whatever_came_before(right_hands: list[np.ndarray]) -> None:
    one = HandTracker(64)
    for before in (*right_hands, np.zeros_like(right_hands[0])):
        one.find(Frame(before))
        for picture in right_hands[:2]:
            seen, fresh = one.find(Frame(picture)), HandTracker(64).find(Frame(picture))
            assert seen is not None
            assert fresh is not None
            np.testing.assert_array_equal(seen.landmarks, fresh.landmarks)


def test_the_second_look_finds_what_the_first_found(right_hands: list[np.ndarray]) -> None:
    once, twice = HandTracker(64, looks=1), HandTracker(64)
    for picture in right_hands:
        first, second = once.find(Frame(picture)), twice.find(Frame(picture))
        assert first is not None
        assert second is not None
        assert 0 < np.abs(first.landmarks - second.landmarks)[:, :2].mean() < 0.1 * first.box[2]


def test_a_picture_is_looked_at_in_the_mirror_too_and_a_frame_that_follows_is_not(
    right_hands: list[np.ndarray],
) -> None:
    tracker = HandTracker(64)
    for picture in right_hands:
        seen, mirrored = tracker.find(Frame(picture)), tracker.find(Frame(np.ascontiguousarray(picture[:, ::-1])))
        assert seen is not None
        assert mirrored is not None
        (other,) = seen.others
        np.testing.assert_array_equal(other.landmarks, mirrored.landmarks)
        np.testing.assert_array_equal(other.crop, mirrored.crop)
        assert other.handedness == mirrored.handedness == -seen.handedness
    tracker.find(Frame(right_hands[0], 0.0, "v"))
    followed = tracker.find(Frame(right_hands[0], 0.1, "v"))
    assert followed is not None
    assert not followed.others
    alone = HandTracker(64, mirrored=False).find(Frame(right_hands[0]))
    assert alone is not None
    assert not alone.others


def test_another_hand_in_the_mirror_is_not_taken_for_the_same(right_hands: list[np.ndarray]) -> None:
    tracker = HandTracker(64)
    found = tracker._look(right_hands[0])
    assert found is not None
    aside = (found[0] + np.array([200, 0, 0], np.float32), found[1])
    assert tracker._with_mirrored(right_hands[0], aside) == (aside, ())
    instead, others = tracker._with_mirrored(right_hands[0], None)
    assert instead is not None
    assert not others
    assert instead[1] == found[1]
    assert np.abs(instead[0] - found[0])[:, :2].mean() < 0.1 * np.ptp(found[0][:, :2], axis=0).max()


def test_a_video_is_followed_and_agrees_with_its_pictures(tracker: HandTracker, hello: Path) -> None:
    moving = list(signread.open_video(hello))
    followed = [tracker.find(frame) for frame in moving]
    alone = [tracker.find(dataclasses.replace(frame, source="")) for frame in moving[6::12]]
    assert sum(hand is not None for hand in followed) >= 0.95 * len(moving)
    for hand, still in zip(followed[6::12], alone, strict=True):
        if hand is not None and still is not None:
            assert np.abs(hand.landmarks - still.landmarks)[:, :2].mean() < 0.15 * still.box[2]


def test_a_hand_lost_for_a_moment_is_looked_for_where_it_was(right_hands: list[np.ndarray]) -> None:
    tracker = HandTracker(64)
    picture = right_hands[0]
    seen = tracker.find(Frame(picture, 0.0, "v"))
    assert seen is not None
    assert tracker._search_near(picture, seen.landmarks) is not None
    assert tracker._search_near(picture, seen.landmarks + 10_000) is None
    nothing = np.full_like(picture, 128)
    assert tracker.find(Frame(nothing, 0.1, "v")) is None
    again = tracker.find(Frame(picture, 0.2, "v"))
    assert again is not None
    assert np.abs(again.landmarks - seen.landmarks)[:, :2].mean() < 0.05 * seen.box[2]


def test_a_hand_that_fills_a_video_is_found_again(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    for number, picture in enumerate(right_hands):
        seen = tracker.find(Frame(picture))
        assert seen is not None
        left, top, side, _ = seen.box
        close = np.ascontiguousarray(picture[max(top, 0) : top + side, max(left, 0) : left + side])
        found = [tracker.find(Frame(close, time / 10, f"close {number}")) for time in range(10)]
        assert sum(hand is not None for hand in found) >= 9


def test_two_threads_leave_standard_error_as_it_was(right_hands: list[np.ndarray]) -> None:
    before = os.fstat(2)
    trackers = [HandTracker(64), HandTracker(64)]

    def look(tracker: HandTracker) -> None:
        for _ in range(20):
            tracker.find(Frame(right_hands[0]))

    threads = [threading.Thread(target=look, args=(tracker,)) for tracker in trackers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert os.path.samestat(os.fstat(2), before)


def test_another_video_begins_anew(tracker: HandTracker, right_hands: list[np.ndarray]) -> None:
    first, second = right_hands[0], np.ascontiguousarray(right_hands[1][:, ::-1])
    for source, picture in (("a", first), ("b", second), ("a", first)):
        for time in (0.0, 0.04, 0.08):
            hand = tracker.find(Frame(picture, time, source))
            assert hand is not None
            assert hand.handedness == (1 if picture is first else -1)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str], right_hands: list[np.ndarray]) -> None:
    tracker = HandTracker(64)
    tracker.find(Frame(right_hands[0]))
    tracker.close()
    tracker.close()
    assert capfd.readouterr() == ("", "")
