"""Both hands, the body and the face of one person, for whole signs and what the head says.

Hands are found in every frame by MediaPipe's Hand Landmarker; body and face in every second one or so by its Holistic
Landmarker, which finds the body first (Bazarevsky et al., BlazePose, 2020) and from it where face and hands must be. It
takes twice as long as the other, and loses more hands in bad light; but it finds small ones, and so it is asked where a
hand is missing as well (benchmarks/bodies.py). Left and right are known from the body's wrists, not from the look of a
hand. Where only letters are read, `signread.tracking.hand_tracker` sees hands better and in less time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from signread.protocols import Source
from signread.skeleton.body import WRISTS
from signread.skeleton.hand import WRIST
from signread.tracking.bundle import HANDS
from signread.tracking.holistic_bundle import HOLISTIC
from signread.tracking.landmarker import create, is_right, read_bundle, shown, silence, unreported
from signread.types import Frame, Hand, Handedness, Observation, Points

SURE = 0.5
"""The least score of a hand: of two that are looked for a face is one below it."""
WITHIN_S = 0.08
"""Seconds from one look for body and face to the next, at most, where there are frames enough."""


class HolisticTracker:
    """Tracks one person: in each frame both hands and the body, and the face where it was looked for.

    bundle: a holistic_landmarker.task of one's own; else the one that is made and cached. hands: the same, a
    hand_landmarker.task.

    An Observation has the higher hand first: it is the one that spells. Handedness is that of a picture as the camera
    took it; in a mirrored one a right hand is seen as a left hand. tests/tracking/test_holistic.py pins that down.

    Raises ModelError when a bundle is not there and cannot be made, or is none.
    """

    def __init__(self, bundle: Path | None = None, hands: Path | None = None) -> None:
        paths = (bundle or HOLISTIC.path(), hands or HANDS.path())
        self._holistic, self._hands = ((path, read_bundle(path)) for path in paths)
        _Person(self._holistic, self._hands).close()

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame; other clips may be tracked at the same time."""
        person = _Person(self._holistic, self._hands)
        try:
            for frame in clip:
                yield person.observe(frame)
        finally:
            person.close()


class _Person:
    """Who is seen in one clip."""

    def __init__(self, holistic: tuple[Path, bytes], hands: tuple[Path, bytes]) -> None:
        self._holistic = create("Holistic", holistic[1], holistic[0])
        self._hands = create(
            "Hand",
            hands[1],
            hands[0],
            num_hands=2,
            min_hand_detection_confidence=SURE,
            min_hand_presence_confidence=SURE,
        )
        self._stamp = 0
        self._time: float | None = None
        self._looked_at = 0.0
        self._whole = Observation()

    def close(self) -> None:
        with unreported(), silence():
            self._holistic.close()
            self._hands.close()

    def observe(self, frame: Frame) -> Observation:
        """What is in the frame that comes next."""
        self._stamp = max(self._stamp + 1, round(frame.time * 1000))
        # Whether it would be too late with the next frame, as long after this one as this one after the last.
        is_time = self._time is None or 2 * frame.time - self._time - self._looked_at > WITHIN_S
        self._time = frame.time
        picture, _ = shown(frame.image)
        height, width = frame.image.shape[:2]
        size = np.array([width, height, width], np.float32)
        if is_time:
            self._look(picture, size, frame.time)
        with silence():
            result = self._hands.detect_for_video(picture, self._stamp)
        found = [_points(seen) * size for seen in result.hand_landmarks]
        called: list[Handedness] = ["right" if is_right(each) else "left" for each in result.handedness]
        hands = sided(found, called, self._whole.body)
        if len(hands) < len(self._whole.hands) and not is_time:
            self._look(picture, size, frame.time)
            is_time = True
        seen_sides = {hand.handedness for hand in hands}
        hands += [hand for hand in self._whole.hands if is_time and hand.handedness not in seen_sides]
        return Observation(
            hands=tuple(sorted(hands, key=lambda hand: float(hand.points[WRIST, 1]))),
            body=self._whole.body,
            face=self._whole.face if is_time else None,
        )

    def _look(self, picture: Any, size: Points, time: float) -> None:
        """Sees the whole person."""
        self._looked_at = time
        with silence():
            result = self._holistic.detect_for_video(picture, self._stamp)
        sides: tuple[tuple[Handedness, Any], ...] = (
            ("right", result.right_hand_landmarks),
            ("left", result.left_hand_landmarks),
        )
        self._whole = Observation(
            hands=tuple(Hand(points=_points(seen) * size, handedness=side) for side, seen in sides if seen),
            body=_points(result.pose_landmarks) * size if result.pose_landmarks else None,
            face=_points(result.face_landmarks) * size if result.face_landmarks else None,
        )


def sided(found: list[Points], called: list[Handedness], body: Points | None) -> list[Hand]:
    """At most two hands, (21, 3) each: the right one and the left one are at the nearer of the body's wrists.

    called: what each looks like, which counts where no body is seen.
    """
    if body is None:
        return [Hand(points=points, handedness=side) for points, side in zip(found, called, strict=True)][:1]
    right, left = ([float(np.linalg.norm(points[WRIST, :2] - body[wrist, :2])) for points in found] for wrist in WRISTS)
    if len(found) == 1:
        return [Hand(points=found[0], handedness="right" if right[0] <= left[0] else "left")]
    if len(found) == 2 and right[0] + left[1] > right[1] + left[0]:
        found = found[::-1]
    sides: tuple[Handedness, ...] = ("right", "left")
    return [Hand(points=points, handedness=side) for points, side in zip(found, sides, strict=False)]


def _points(landmarks: Any) -> Points:
    return np.array([(point.x, point.y, point.z) for point in landmarks], np.float32)
