"""MediaPipe's Hand Landmarker, as `signread.tracking.hand_tracker` shows it pictures."""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from signread.errors import ModelError
from signread.types import Hand, Picture

SURE = 0.6
"""The least score of a second hand: a face is taken for one below it."""
MIN_CONFIDENCE = 0.2
"""The least score of a palm and of a hand. MediaPipe's own 0.5 loses a fifth of the hands before a face; what is found
too much costs little, because the letter model can say "no letter"."""

LONGEST_SIDE = 1280
"""Pixels; a larger picture is made smaller first: the networks see 224 pixels of it."""

NOWHERE = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "no_proxy": "", "NO_PROXY": ""}
"""Settings of libcurl with which nothing reaches a network: port 9 is the one that discards."""

_PROCESS = threading.RLock()
"""Held while something of the whole process is changed for a moment."""


class HandLandmarker:
    """MediaPipe in its video mode: a hand that it saw is followed into the next picture.

    bundle: a hand_landmarker.task. path: where it came from, for errors. min_confidence: of a palm and of a hand.
    is_tracking: whether the last picture showed a hand.

    Raises ModelError when MediaPipe cannot be loaded, and for a bundle that is none.
    """

    def __init__(self, bundle: bytes, path: Path, min_confidence: float = MIN_CONFIDENCE) -> None:
        self._landmarker = create(
            "Hand",
            bundle,
            path,
            num_hands=1,  # with two wanted and one there, palms would be looked for in every frame
            min_hand_detection_confidence=min_confidence,
            min_hand_presence_confidence=min_confidence,
        )
        self._stamp = 0
        self.is_tracking = False

    def detect(self, image: Picture, time: float = 0.0) -> Hand | None:
        """The surest hand of a picture, (H, W, 3) uint8 RGB. time: seconds, where the pictures are a video."""
        self._stamp = max(self._stamp + 1, round(time * 1000))
        picture, scale = shown(image)
        with silence():
            result = self._landmarker.detect_for_video(picture, self._stamp)
        self.is_tracking = bool(result.hand_landmarks)
        if not self.is_tracking:
            return None
        size = np.array([picture.width, picture.height, picture.width], np.float32) / scale
        points = np.array([(point.x, point.y, point.z) for point in result.hand_landmarks[0]], np.float32) * size
        return Hand(points=points, handedness="right" if is_right(result.handedness[0]) else "left")

    def close(self) -> None:
        """Lets go of MediaPipe's graph."""
        with unreported(), silence():
            self._landmarker.close()


def read_bundle(path: Path) -> bytes:
    """A file of networks. Raises ModelError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error


def scaled_size(image: Picture, scale: float) -> tuple[int, int]:
    """Width and height of a picture made larger or smaller."""
    height, width = image.shape[:2]
    return max(round(width * scale), 1), max(round(height * scale), 1)


def is_right(categories: Any) -> bool:
    """What MediaPipe takes a hand for."""
    return bool(categories[0].category_name == "Right")


def create(kind: Literal["Hand", "Holistic"], bundle: bytes, path: Path, **options: Any) -> Any:
    """One of MediaPipe's landmarkers in its video mode. path: where the bundle came from, for errors.

    Raises ModelError when MediaPipe cannot be loaded, and for a bundle that is none.
    """
    try:
        with silence():
            from mediapipe.tasks.python import BaseOptions, vision
    except (ImportError, OSError) as error:
        raise ModelError(f"MediaPipe cannot be loaded ({error}); install it with: pip install mediapipe") from error
    asked = getattr(vision, f"{kind}LandmarkerOptions")(
        base_options=BaseOptions(model_asset_buffer=bundle), running_mode=vision.RunningMode.VIDEO, **options
    )
    try:
        with unreported(), silence():
            return getattr(vision, f"{kind}Landmarker").create_from_options(asked)
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0][:120]
        raise ModelError(
            f"{path}: not a bundle of MediaPipe's {kind} Landmarker ({reason}); expected a "
            f"{kind.lower()}_landmarker.task"
        ) from error


def shown(image: Picture) -> tuple[Any, float]:
    """A picture as MediaPipe takes it, and by how much it was made smaller."""
    import mediapipe

    scale = min(LONGEST_SIDE / max(image.shape[:2]), 1.0)
    if scale < 1:
        image = np.asarray(cv2.resize(image, scaled_size(image, scale), interpolation=cv2.INTER_AREA), np.uint8)
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(image)), scale


@contextlib.contextmanager
def unreported() -> Iterator[None]:
    """MediaPipe reports to its maker how it was used, when a graph ends, and has no switch against it.

    It sends by libcurl, which is shown the way to a proxy that is not there.
    """
    with _PROCESS:
        before = {name: os.environ.get(name) for name in NOWHERE}
        os.environ.update(NOWHERE)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """MediaPipe's C++ part talks on standard error, whatever it is told; what goes wrong comes as exceptions."""
    with _PROCESS:  # two threads at once would each take the other's silence for what was there before
        try:
            before = os.dup(2)
        except OSError:  # standard error is closed
            yield
            return
        try:
            with open(os.devnull, "wb") as nothing:  # noqa: PTH123
                os.dup2(nothing.fileno(), 2)
            yield
        finally:
            os.dup2(before, 2)
            os.close(before)
