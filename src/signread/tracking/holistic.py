"""Both hands, the body and the face at once: MediaPipe's Holistic Landmarker, for whole signs and what the head says.

It finds the body first (Bazarevsky et al., BlazePose, 2020), and from it where face and hands must be. Left and right
are therefore known from the body, not from the look of a hand. Where only letters are read,
`signread.tracking.hand_tracker` sees hands better and in less time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from signread.errors import ModelError
from signread.protocols import Source
from signread.skeleton.hand import WRIST
from signread.tracking.holistic_bundle import HOLISTIC
from signread.tracking.landmarker import create, shown, silence, unreported
from signread.types import Frame, Hand, Handedness, Observation, Points


class HolisticTracker:
    """Tracks one person: in each frame both hands, the body, and the face.

    bundle: a holistic_landmarker.task of one's own; else the one that is made and cached.

    An Observation has the higher hand first: it is the one that spells. Handedness is that of a picture as the camera
    took it; in a mirrored one a right hand is seen as a left hand. tests/tracking/test_holistic.py pins that down.

    Raises ModelError when the bundle is not there and cannot be made, or is none.
    """

    def __init__(self, bundle: Path | None = None) -> None:
        self._path = bundle or HOLISTIC.path()
        try:
            self._bundle = self._path.read_bytes()
        except OSError as error:
            raise ModelError(f"{self._path}: cannot be read ({error.strerror})") from error
        landmarker = create("Holistic", self._bundle, self._path)
        with unreported(), silence():
            landmarker.close()

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame; other clips may be tracked at the same time."""
        landmarker = create("Holistic", self._bundle, self._path)
        stamp = 0
        try:
            for frame in clip:
                stamp = max(stamp + 1, round(frame.time * 1000))
                yield _detect(landmarker, frame, stamp)
        finally:
            with unreported(), silence():
                landmarker.close()


def _detect(landmarker: Any, frame: Frame, stamp: int) -> Observation:
    picture, _ = shown(frame.image)
    with silence():
        result = landmarker.detect_for_video(picture, stamp)
    height, width = frame.image.shape[:2]
    size = np.array([width, height, width], np.float32)
    sides: tuple[tuple[Handedness, Any], ...] = (
        ("right", result.right_hand_landmarks),
        ("left", result.left_hand_landmarks),
    )
    hands = [Hand(points=_points(seen) * size, handedness=side) for side, seen in sides if seen]
    return Observation(
        hands=tuple(sorted(hands, key=lambda hand: float(hand.points[WRIST, 1]))),
        body=_points(result.pose_landmarks) * size if result.pose_landmarks else None,
        face=_points(result.face_landmarks) * size if result.face_landmarks else None,
    )


def _points(landmarks: Any) -> Points:
    return np.array([(point.x, point.y, point.z) for point in landmarks], np.float32)
