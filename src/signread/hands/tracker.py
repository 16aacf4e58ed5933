"""The hand, found anywhere in the picture and followed: MediaPipe's Hand Landmarker.

Zhang et al., MediaPipe Hands: On-device Real-time Hand Tracking, 2020: a network finds palms, another gives 21
landmarks of each; in a video the first runs only where the second has lost the hand.

The second network sees a square that the palm proposes, in a video one that the landmarks before propose, which fits
better. So a picture that stands alone is shown twice, as a video that stands still: of people left out of the training
three more in a hundred are read right than at the first look (benchmarks/ablation.py). A third look brings nothing;
its mirror image does, in which the networks err elsewhere, and which is read together with it.
"""

import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from signread.errors import ModelError
from signread.frames import Frame
from signread.hands import HandView
from signread.hands.bundle import hand_bundle
from signread.hands.crop import cut_crop
from signread.hands.grain import without_grain
from signread.hands.graph import Found, Graph, scaled

MARGIN = 1 / 3
"""Of the longer side: how much is put around a picture in which no hand was found, for hands that fill it."""

MEMORY = 0.5
"""Seconds for which a hand that was lost in a video is looked for where it was."""
FAST = 0.15
"""Seconds between frames up to which a hand is followed; where more pass, it is looked for in the whole picture."""
LEAP = 2.5
"""How much larger or smaller a hand may become within that time: an open hand is twice as large as a fist."""
SAME = 0.3
"""How far landmarks in the mirror image may be off, in longer sides of their box, to be those of the same hand."""
AREA = 2.0
"""How large the square is in which it is looked for, in sides of the last box."""
AREA_PIXELS = 256
"""The least side of that square for the networks; a smaller one is scaled up."""

ALONE, MOVING = "alone", "moving"
"""The two graphs of a tracker, each of which follows what it saw last."""

LOOKS = 2
"""How often a picture that stands alone is shown."""

NOTHING = np.zeros((64, 64, 3), np.uint8)
"""Shown to forget a hand: quicker than to make the graph anew."""

NEW_SEQUENCE = 5.0
"""Seconds without a frame after which the next one begins a new sequence: the hand may be anywhere by then."""


class HandTracker:
    """Finds one hand in a frame, in any picture and anywhere in it.

    Frames of one source with growing times are a video, in which the hand is followed; any other frame is searched
    through by itself. Where several hands are seen, the one is taken whose palm MediaPipe is surest of.

    size: of the crop, in pixels. bundle: a hand_landmarker.task of one's own; else the one that is made and cached.

    smooth: whether a grainy picture is smoothed before it is looked at. Training does without, to meet grain as it is.
    looks: how often a picture that stands alone is shown. Training meets first looks too.
    mirrored: whether a picture that stands alone is looked at in the mirror as well; see `HandView.others`.

    Handedness is that of a picture as the camera took it; in a mirrored one a right hand is seen as a left hand (and
    reads the same letters). tests/hands/test_tracker.py pins that down with real pictures of either kind.

    Raises ModelError when the bundle is not there and cannot be made, or is none.
    """

    def __init__(
        self,
        size: int,
        bundle: Path | None = None,
        *,
        smooth: bool = True,
        looks: int = LOOKS,
        mirrored: bool = True,
    ) -> None:
        self.size = size
        self.smooth = smooth
        self.looks = looks
        self.mirrored = mirrored
        self._path = bundle or hand_bundle()
        try:
            self._bundle = self._path.read_bytes()
        except OSError as error:
            raise ModelError(f"{self._path}: cannot be read ({error.strerror})") from error
        self._frame: Frame | None = None
        self._searched = 0.0
        self._hand: tuple[float, np.ndarray] | None = None
        self._graphs: dict[str, Graph] = {}
        # MediaPipe's graphs must be closed before Python takes its modules apart.
        self._finalizer = weakref.finalize(self, _close, self._graphs)
        self._graph(ALONE)

    def find(self, frame: Frame) -> HandView | None:
        """The hand in the frame, None where there is none."""
        before, self._frame = self._frame, frame
        follows = (
            before is not None
            and frame.source == before.source
            and frame.image.shape == before.image.shape
            and 0 < frame.time - before.time < NEW_SEQUENCE
        )
        if not follows:
            self._forget()
        if self.smooth:
            frame = replace(frame, image=without_grain(frame.image))
        others: tuple[HandView, ...] = ()
        if not follows or before is None:
            found = self._search(frame.image)
            if self.mirrored:
                found, others = self._with_mirrored(frame.image, found)
        elif frame.time - before.time > FAST:
            self._begin_anew()
            found = self._search(frame.image)
        else:
            found = self._follow(frame)
        if found is None:
            return None
        self._hand = (frame.time, found[0])
        return self._view(frame.image, found, others)

    def close(self) -> None:
        """Lets go of MediaPipe's graphs; a later frame would make them anew."""
        self._forget()
        _close(self._graphs)

    def _view(self, image: np.ndarray, found: Found, others: tuple[HandView, ...] = ()) -> HandView:
        landmarks, handedness = found
        crop, box = cut_crop(image, landmarks, self.size)
        return HandView(crop, box, landmarks, handedness, others)

    def _with_mirrored(self, image: np.ndarray, found: Found | None) -> tuple[Found | None, tuple[HandView, ...]]:
        """What was found, or else what the mirror image shows; and the view of the same hand in the mirror."""
        mirrored = np.ascontiguousarray(image[:, ::-1])
        again = self._search(mirrored)
        if again is None:
            return found, ()
        back = again[0] * np.array([-1, 1, 1], np.float32) + np.array([image.shape[1], 0, 0], np.float32)
        if found is None:
            return (back, -again[1]), ()
        off = np.abs(found[0] - back)[:, :2].mean()
        same = off < SAME * float(np.ptp(found[0][:, :2], axis=0).max())
        return found, (self._view(mirrored, again),) if same else ()

    def _search(self, image: np.ndarray) -> Found | None:
        """The hand of a picture that stands alone."""
        return self._look(image, self.looks) or self._search_close(image, self.looks)

    def _search_close(self, image: np.ndarray, looks: int = 1) -> Found | None:
        """A hand that fills the picture: palms are found by what is around them, so something is put there."""
        margin = round(max(image.shape[:2]) * MARGIN)
        around = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        found = self._look(around, looks)
        return found and _moved(found, -margin, -margin)

    def _follow(self, frame: Frame) -> Found | None:
        """The hand of a frame that follows on others."""
        found = self._graph(MOVING).show(frame.image, frame.time)
        known = None if self._hand is None or frame.time - self._hand[0] > MEMORY else self._hand[1]
        if found and known is not None and _leaps(known, found[0]):
            # MediaPipe follows what it once took for a hand, a knuckle say. It has to look anew.
            self._begin_anew()
            if frame.time - self._searched < FAST:
                return None  # looking in every frame would take too long
            self._searched = frame.time
            ways = (self._search_close, self._look, partial(self._search_near, landmarks=known))
            again = (way(frame.image) for way in ways)
            return next((hand for hand in again if hand is not None and not _leaps(known, hand[0])), None)
        if found:
            return found
        if known is not None:
            return self._search_near(frame.image, known) or self._search_close(frame.image)
        if frame.time - self._searched < MEMORY:
            return None
        self._searched = frame.time  # now and then, for it costs as much again
        return self._search_close(frame.image)

    def _search_near(self, image: np.ndarray, landmarks: np.ndarray) -> Found | None:
        """The hand near a place where it just was, seen larger than in the whole picture."""
        low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
        reach = float((high - low).max()) * AREA / 2
        left, top = np.maximum((low + high) / 2 - reach, 0).astype(int)
        right, bottom = np.ceil((low + high) / 2 + reach).astype(int)
        part = image[top:bottom, left:right]
        if not part.size:
            return None
        scale = max(AREA_PIXELS / max(part.shape[:2]), 1.0)
        part = cv2.resize(part, scaled(part, scale), interpolation=cv2.INTER_LINEAR)
        found = self._look(part)
        return found and _moved((found[0] / scale, found[1]), left, top)

    def _look(self, image: np.ndarray, looks: int = 1) -> Found | None:
        """The hand of a picture that stands alone, shown so many times."""
        graph, found = self._graph(ALONE), None
        if graph.holds:
            graph.show(NOTHING)
        for _ in range(looks):
            seen = graph.show(image)
            if seen is None:
                break
            found = seen
        return found

    def _graph(self, name: str) -> Graph:
        if name not in self._graphs:
            self._graphs[name] = Graph(self._bundle, self._path)
        return self._graphs[name]

    def _forget(self) -> None:
        self._hand = None
        self._searched = 0.0
        self._begin_anew()

    def _begin_anew(self) -> None:
        """The graph that follows a hand forgets it."""
        if MOVING in self._graphs:
            self._graphs.pop(MOVING).close()


def _leaps(before: np.ndarray, now: np.ndarray) -> bool:
    """Whether landmarks grew or shrank faster than a hand comes nearer or goes away."""
    sizes = [float(np.ptp(landmarks[:, :2], axis=0).max()) for landmarks in (before, now)]
    return max(sizes) > min(sizes) * LEAP


def _moved(found: Found, right: float, down: float) -> Found:
    return found[0] + np.array([right, down, 0], np.float32), found[1]


def _close(graphs: dict[str, Graph]) -> None:
    while graphs:
        graphs.popitem()[1].close()
