"""The hand, found anywhere in the picture and followed: MediaPipe's Hand Landmarker.

Zhang et al., MediaPipe Hands: On-device Real-time Hand Tracking, 2020: a network finds palms, another gives 21
landmarks of each; in a video the first runs only where the second has lost the hand.

The second network sees a square that the palm proposes, in a video one that the landmarks before propose, which fits
better. So a picture that stands alone is shown twice, as a video that stands still: of people left out of the training
three more in a hundred are read right than after one pass (benchmarks/ablation.py). A third pass brings nothing; the
mirror image does, in which the networks err elsewhere, and which is read together with it.
"""

import math
import threading
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from signread.protocols import Source
from signread.skeleton.hand import bounds, extent
from signread.tracking.ahead import Ahead
from signread.tracking.attention import Attention
from signread.tracking.bundle import HANDS
from signread.tracking.landmarker import MIN_CONFIDENCE, SURE, HandLandmarker, read_bundle, scaled_size
from signread.tracking.policy import OTHER_EVERY_S, PASSES, FollowPolicy, Look, Steps, View, search
from signread.types import Frame, Hand, Handedness, Observation, Picture, Points, other_hand

MARGIN = 1 / 3
"""Of the longer side: how much is put around a picture in which no hand was found, for hands that fill it."""
NEAR_SIDES = 2.0
"""How large the square is in which a lost hand is looked for, in sides of its box."""
NEAR_PIXELS = 256
"""The least side of that square for the networks; a smaller one is scaled up."""
PART_SHARE = 0.6
"""Of a picture's width and height, what each part has: a hand of which one part has little is whole in another."""
SAME_HAND = 0.3
"""How far points in the mirror image may be off, in longer sides of their box, to be those of the same hand."""

COVER = 0.25
"""Of a hand's longer side: how much around it is covered when another is looked for."""
LOOK_AHEAD_S = 2.5
"""Seconds of a file that are looked at to tell which of two hands signs: each letter's change is a movement."""
GREY = 128
BLANK = np.zeros((64, 64, 3), np.uint8)
"""Shown to forget a hand: quicker than to make a landmarker anew."""


class HandTracker:
    """Finds the hand that signs in each frame, anywhere in it; in a video it follows the hand.

    Of two hands in a video it follows the one that moves while the other rests, and keeps to it; in a file it looks
    ahead where it first sees two. In a picture the one is taken whose palm MediaPipe is surest of. The other hand comes
    second in an Observation, as it was last seen.

    bundle: a hand_landmarker.task of one's own; else the one that is made and cached.
    passes: how often a picture that stands alone is shown. mirrored: whether its mirror image is looked at as well.
    side: the signer's hand that is taken where both are seen. both: whether another hand is looked for at all.

    Handedness is that of a picture as the camera took it; in a mirrored one a right hand is seen as a left hand (and
    reads the same letters). tests/tracking/test_hand_tracker.py pins that down with real pictures of either kind.

    Raises ModelError when the bundle is not there and cannot be made, or is none.
    """

    def __init__(
        self,
        bundle: Path | None = None,
        *,
        passes: int = PASSES,
        mirrored: bool = True,
        side: Handedness | None = None,
        both: bool = True,
    ) -> None:
        self.passes = passes
        self.mirrored = mirrored
        self.side = side
        self.both = both
        self._path = bundle or HANDS.path()
        self._bundle = read_bundle(self._path)
        self._open: set[HandLandmarker] = set()
        self._idle: list[HandLandmarker] = []
        # MediaPipe's graphs must be closed before Python takes its modules apart.
        self._finalizer = weakref.finalize(self, _close_all, self._open)
        self._lock = threading.Lock()
        self._still: HandLandmarker | None = self._make()
        self._sure: HandLandmarker | None = None

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame; other clips may be tracked at the same time."""
        if clip.is_picture:
            return (self.detect(frame.image) for frame in clip)
        return self._follow(clip)

    def detect(self, image: Picture) -> Observation:
        """What is in a picture that stands alone, (H, W, 3) uint8 RGB, and in its mirror image."""
        hand = self._search(image)
        other = self._other(image, hand.points) if self.both and hand is not None else None
        if hand is not None and other is not None and self.side not in (None, hand.handedness):
            hand, other = (other, hand) if other.handedness == self.side else (hand, other)
        seen = self._with_mirrored(image, hand) if self.mirrored else observation(hand)
        if other is None:
            return seen
        mirrored = seen.mirrored and observation(seen.mirrored.hand, in_mirror(other, image.shape[1]))
        return Observation(hands=(*seen.hands, other), mirrored=mirrored)

    def close(self) -> None:
        """Lets go of MediaPipe's graphs; a later frame would make them anew."""
        self._still = self._sure = None
        self._idle.clear()
        _close_all(self._open)

    def _follow(self, clip: Source) -> Iterator[Observation]:
        policy, video, shape = FollowPolicy(self.side), _Video(self), None
        frames = Ahead(clip)
        met = False
        try:
            for frame in frames:
                resized = shape is not None and shape != frame.image.shape
                shape = frame.image.shape
                hand = self._carry_out(policy.steps(frame.time, resized=resized), frame, video)
                meets = policy.other is not None and not met and not is_live(clip)
                met = policy.other is not None
                if hand is not None and meets and self._moves_more(frames.within(LOOK_AHEAD_S), hand, policy.other):
                    hand = self._carry_out(policy.switch(hand), frame, video)
                yield observation(hand, policy.other if hand is not None else None)
        finally:
            video.close()

    def _moves_more(self, frames: Iterable[Frame], hand: Hand | None, other: Hand | None) -> bool:
        """Whether the other one of two hands moves more in the frames to come."""
        attention, last = Attention(self.side), -math.inf
        for frame in frames:
            if frame.time - last < OTHER_EVERY_S or hand is None or other is None:
                continue
            last = frame.time
            found = self._other(frame.image, other.points)
            second = self._other(frame.image, hand.points)
            if found is None or second is None:
                continue
            hand, other = found, second
            attention.add(frame.time, hand, other)
        return attention.likelier

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
        hand: Hand | None = None
        match look:
            case Look(View.FOLLOW):
                hand = video.follow(frame)
            case Look(View.WHOLE, passes):
                hand = self._show(frame.image, passes)
            case Look(View.CLOSE, passes):
                hand = self._show_close(frame.image, passes)
            case Look(View.NEAR, near=points) if points is not None:
                hand = self._show_near(frame.image, points)
            case Look(View.PART, part=part):
                hand = self._show_part(frame.image, part)
            case Look(View.OTHER, near=points) if points is not None:
                hand = self._other(frame.image, points) if self.both else None
            case Look(View.TAKE, near=points) if points is not None:
                hand = video.follow(replace(frame, image=covered(frame.image, points)))
            case _:
                video.forget()
        return hand

    def _show_part(self, image: Picture, number: int) -> Hand | None:
        """A hand that surely is one, in one of the picture's four parts, which overlap."""
        height, width = image.shape[:2]
        across, down = math.ceil(PART_SHARE * width), math.ceil(PART_SHARE * height)
        left, top = (width - across) * (number % 2), (height - down) * (number // 2)
        hand = self._show_surely(np.ascontiguousarray(image[top : top + down, left : left + across]))
        return hand and moved(hand, left, top)

    def _other(self, image: Picture, points: Points) -> Hand | None:
        """Another hand than the one with these points, where there surely is one."""
        return self._show_surely(covered(image, points))

    def _show_surely(self, image: Picture) -> Hand | None:
        with self._lock:
            landmarker = self._sure = self._sure or self._make(SURE)
            _forget(landmarker)
            return landmarker.detect(image)

    def _search(self, image: Picture) -> Hand | None:
        return self._carry_out(search(self.passes), Frame(image), _Video(self))

    def _show(self, image: Picture, passes: int = 1) -> Hand | None:
        """The hand of a picture that stands alone, shown so many times."""
        with self._lock:
            landmarker = self._still = self._still or self._make()
            _forget(landmarker)
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
        low, high = bounds(points)
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
        back = in_mirror(reflected, image.shape[1])
        if hand is None:
            return observation(back)
        apart = np.abs(hand.points - back.points)[:, :2].mean()
        same = apart < SAME_HAND * extent(hand.points)
        return Observation(hands=(hand,), mirrored=observation(reflected) if same else None)

    def _make(self, min_confidence: float = MIN_CONFIDENCE) -> HandLandmarker:
        made = HandLandmarker(self._bundle, self._path, min_confidence)
        self._open.add(made)
        return made

    def _borrow(self) -> HandLandmarker:
        """A landmarker that follows nothing yet; to make one takes as long as three frames."""
        with self._lock:
            return self._idle.pop() if self._idle else self._make()

    def _give_back(self, landmarker: HandLandmarker) -> None:
        with self._lock:
            if landmarker in self._open:
                _forget(landmarker)
                self._idle.append(landmarker)


class _Video:
    """The landmarker that follows the hand of one clip, borrowed when it is first needed."""

    def __init__(self, tracker: HandTracker) -> None:
        self._tracker = tracker
        self._landmarker: HandLandmarker | None = None

    def follow(self, frame: Frame) -> Hand | None:
        self._landmarker = self._landmarker or self._tracker._borrow()
        return self._landmarker.detect(frame.image, frame.time)

    def forget(self) -> None:
        if self._landmarker is not None:
            _forget(self._landmarker)

    def close(self) -> None:
        if self._landmarker is not None:
            self._tracker._give_back(self._landmarker)
            self._landmarker = None


def is_live(clip: Source) -> bool:
    """Whether the frames of a clip come while they are filmed; of a source that does not say so, they may."""
    return bool(getattr(clip, "is_live", True))


def covered(image: Picture, points: Points) -> Picture:
    """The picture with a hand, points (21, 3), hidden under grey."""
    low, high = bounds(points)
    margin = COVER * float((high - low).max())
    left, top = np.maximum(low - margin, 0).astype(int)
    right, bottom = np.maximum(np.ceil(high + margin), 0).astype(int)
    hidden = image.copy()
    hidden[top:bottom, left:right] = GREY
    return hidden


def observation(hand: Hand | None, other: Hand | None = None) -> Observation:
    """One hand, or none; and another one."""
    return Observation(hands=tuple(one for one in (hand, other) if one is not None))


def in_mirror(hand: Hand, width: int) -> Hand:
    """The hand in the mirror image of a picture so many pixels wide."""
    points = hand.points * np.array([-1, 1, 1], np.float32) + np.array([width, 0, 0], np.float32)
    return Hand(points=points, handedness=other_hand(hand.handedness))


def moved(hand: Hand, right: float, down: float) -> Hand:
    """The hand at another place of the picture."""
    return Hand(points=hand.points + np.array([right, down, 0], np.float32), handedness=hand.handedness)


def _forget(landmarker: HandLandmarker) -> None:
    """Lets a landmarker follow nothing."""
    if landmarker.is_tracking:
        landmarker.detect(BLANK)


def _close_all(landmarkers: set[HandLandmarker]) -> None:
    while landmarkers:
        landmarkers.pop().close()
