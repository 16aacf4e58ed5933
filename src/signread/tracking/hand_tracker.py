"""The hand, found anywhere in the picture and followed: MediaPipe's Hand Landmarker.

Zhang et al., MediaPipe Hands: On-device Real-time Hand Tracking, 2020: a network finds palms, another gives 21
landmarks of each; in a video the first runs only where the second has lost the hand.

The second network sees a square that the palm proposes, in a video one that the landmarks before propose, which fits
better. So a picture that stands alone is shown twice, as a video that stands still: of people left out of the training
three more in a hundred are read right than after one pass (benchmarks/ablation.py). A third pass brings nothing; the
mirror image does, in which the networks err elsewhere, and which is read together with it.
"""

import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from signread.errors import ModelError
from signread.protocols import Source
from signread.skeleton.hand import extent
from signread.tracking.bundle import hand_bundle
from signread.tracking.landmarker import HandLandmarker, scaled_size
from signread.tracking.policy import PASSES, FollowPolicy, Look, Steps, View, search
from signread.types import Frame, Hand, Observation, Picture, Points, other_hand

MARGIN = 1 / 3
"""Of the longer side: how much is put around a picture in which no hand was found, for hands that fill it."""
NEAR_SIDES = 2.0
"""How large the square is in which a lost hand is looked for, in sides of its box."""
NEAR_PIXELS = 256
"""The least side of that square for the networks; a smaller one is scaled up."""
SAME_HAND = 0.3
"""How far points in the mirror image may be off, in longer sides of their box, to be those of the same hand."""

BLANK = np.zeros((64, 64, 3), np.uint8)
"""Shown to forget a hand: quicker than to make a landmarker anew."""


class HandTracker:
    """Finds one hand in each frame, anywhere in it; in a video it follows the hand.

    Where several hands are seen, the one is taken whose palm MediaPipe is surest of.

    bundle: a hand_landmarker.task of one's own; else the one that is made and cached.
    passes: how often a picture that stands alone is shown. mirrored: whether its mirror image is looked at as well.

    Handedness is that of a picture as the camera took it; in a mirrored one a right hand is seen as a left hand (and
    reads the same letters). tests/tracking/test_hand_tracker.py pins that down with real pictures of either kind.

    Raises ModelError when the bundle is not there and cannot be made, or is none.
    """

    def __init__(self, bundle: Path | None = None, *, passes: int = PASSES, mirrored: bool = True) -> None:
        self.passes = passes
        self.mirrored = mirrored
        self._path = bundle or hand_bundle()
        try:
            self._bundle = self._path.read_bytes()
        except OSError as error:
            raise ModelError(f"{self._path}: cannot be read ({error.strerror})") from error
        self._open: set[HandLandmarker] = set()
        # MediaPipe's graphs must be closed before Python takes its modules apart.
        self._finalizer = weakref.finalize(self, _close_all, self._open)
        self._lock = threading.Lock()
        self._still: HandLandmarker | None = self._landmarker()

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame; other clips may be tracked at the same time."""
        if clip.is_picture:
            return (self.detect(frame.image) for frame in clip)
        return self._follow(clip)

    def detect(self, image: Picture) -> Observation:
        """What is in a picture that stands alone, (H, W, 3) uint8 RGB, and in its mirror image."""
        hand = self._search(image)
        return self._with_mirrored(image, hand) if self.mirrored else observation(hand)

    def close(self) -> None:
        """Lets go of MediaPipe's graphs; a later frame would make them anew."""
        self._still = None
        _close_all(self._open)

    def _follow(self, clip: Source) -> Iterator[Observation]:
        policy, video, shape = FollowPolicy(), _Video(self), None
        try:
            for frame in clip:
                resized = shape is not None and shape != frame.image.shape
                shape = frame.image.shape
                yield observation(self._carry_out(policy.steps(frame.time, resized=resized), frame, video))
        finally:
            video.forget()

    def _carry_out(self, steps: Steps, frame: Frame, video: "_Video") -> Hand | None:
        """Looks as the policy asks, and returns the hand that it settles on."""
        hand: Hand | None = None
        try:
            look = next(steps)
            while True:
                hand = self._look(look, frame, video)
                look = steps.send(hand)
        except StopIteration as end:
            settled: Hand | None = end.value
            return settled

    def _look(self, look: Look, frame: Frame, video: "_Video") -> Hand | None:
        match look:
            case Look(View.FOLLOW):
                return video.follow(frame)
            case Look(View.WHOLE, passes):
                return self._show(frame.image, passes)
            case Look(View.CLOSE, passes):
                return self._show_close(frame.image, passes)
            case Look(View.NEAR, near=points) if points is not None:
                return self._show_near(frame.image, points)
            case _:
                video.forget()
                return None

    def _search(self, image: Picture) -> Hand | None:
        return self._carry_out(search(self.passes), Frame(image), _Video(self))

    def _show(self, image: Picture, passes: int = 1) -> Hand | None:
        """The hand of a picture that stands alone, shown so many times."""
        with self._lock:
            landmarker = self._still = self._still or self._landmarker()
            if landmarker.is_tracking:
                landmarker.detect(BLANK)
            hand = None
            for _ in range(passes):
                refined = landmarker.detect(image)
                if refined is None:
                    break
                hand = refined
            return hand

    def _show_close(self, image: Picture, passes: int = 1) -> Hand | None:
        """A hand that fills the picture: palms are found by what is around them, so something is put there."""
        margin = round(max(image.shape[:2]) * MARGIN)
        around = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        hand = self._show(np.asarray(around, np.uint8), passes)
        return hand and moved(hand, -margin, -margin)

    def _show_near(self, image: Picture, points: Points) -> Hand | None:
        """The hand near a place where it just was, seen larger than in the whole picture."""
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        reach = float((high - low).max()) * NEAR_SIDES / 2
        left, top = np.maximum((low + high) / 2 - reach, 0).astype(int)
        right, bottom = np.ceil((low + high) / 2 + reach).astype(int)
        part = image[top:bottom, left:right]
        if not part.size:
            return None
        scale = max(NEAR_PIXELS / max(part.shape[:2]), 1.0)
        part = np.asarray(cv2.resize(part, scaled_size(part, scale), interpolation=cv2.INTER_LINEAR), np.uint8)
        hand = self._show(part)
        return hand and moved(Hand(points=hand.points / scale, handedness=hand.handedness), left, top)

    def _with_mirrored(self, image: Picture, hand: Hand | None) -> Observation:
        """The hand, or else the one that the mirror image shows; and the same hand as seen in the mirror."""
        mirror = np.ascontiguousarray(image[:, ::-1])
        reflected = self._search(mirror)
        if reflected is None:
            return observation(hand)
        back = reflected.points * np.array([-1, 1, 1], np.float32) + np.array([image.shape[1], 0, 0], np.float32)
        if hand is None:
            return observation(Hand(points=back, handedness=other_hand(reflected.handedness)))
        apart = np.abs(hand.points - back)[:, :2].mean()
        same = apart < SAME_HAND * extent(hand.points)
        return Observation(hands=(hand,), mirrored=observation(reflected) if same else None)

    def _landmarker(self) -> HandLandmarker:
        made = HandLandmarker(self._bundle, self._path)
        self._open.add(made)
        return made

    def _release(self, landmarker: HandLandmarker) -> None:
        if landmarker in self._open:
            self._open.remove(landmarker)
            landmarker.close()


class _Video:
    """The landmarker that follows the hand of one clip; made when it is first needed, and anew to forget a hand."""

    def __init__(self, tracker: HandTracker) -> None:
        self._tracker = tracker
        self._landmarker: HandLandmarker | None = None

    def follow(self, frame: Frame) -> Hand | None:
        self._landmarker = self._landmarker or self._tracker._landmarker()
        return self._landmarker.detect(frame.image, frame.time)

    def forget(self) -> None:
        if self._landmarker is not None:
            self._tracker._release(self._landmarker)
            self._landmarker = None


def observation(hand: Hand | None) -> Observation:
    """One hand, or none."""
    return Observation(hands=() if hand is None else (hand,))


def moved(hand: Hand, right: float, down: float) -> Hand:
    """The hand at another place of the picture."""
    return Hand(points=hand.points + np.array([right, down, 0], np.float32), handedness=hand.handedness)


def _close_all(landmarkers: set[HandLandmarker]) -> None:
    while landmarkers:
        landmarkers.pop().close()
