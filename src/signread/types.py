"""The nouns: what goes from a camera to a text, one after the other.

    Clip -> Observation -> Scores -> Event -> Transcript

All are immutable, check themselves, and need NumPy alone. `Transcript` has a room of its own, `signread.transcript`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from signread.errors import ShapeError
from signread.skeleton import BODY, HAND

Picture = NDArray[np.uint8]
"""(H, W, 3) RGB, or (H, W) grey."""
Points = NDArray[np.float32]
"""(P, 3) in picture pixels, in the order of a skeleton; z on the scale of x. NaN where a point was not seen."""
Probabilities = NDArray[np.floating[Any]]
"""(L,) over a recogniser's labels, at least 0, sum 1."""

FACE_POINTS = 478
"""Of MediaPipe's face mesh, irises included."""

Handedness = Literal["left", "right"]
Box = tuple[int, int, int, int]
"""Left, top, width and height in picture pixels."""


def other_hand(handedness: Handedness | None) -> Handedness | None:
    """What a hand is in the mirror."""
    return None if handedness is None else "left" if handedness == "right" else "right"


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a clip.

    image: (H, W, 3) uint8 RGB. time: seconds since the clip began.

    Raises ShapeError for an image of another shape or type.
    """

    image: Picture
    time: float = 0.0

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or self.image.dtype != np.uint8:
            raise ShapeError(f"image must be (H, W, 3) uint8, got {self.image.shape} {self.image.dtype}")


@dataclass(slots=True, eq=False, kw_only=True)
class Clip:
    """One sequence of frames: a video, a camera, or a picture, which is a clip of one frame and says so.

    It is gone through once, as a file is; a context manager that lets go of its file or camera.

    frames: with growing times. name: of the file or camera. is_picture: whether it is a single picture that stands
    alone. size: width and height of the first. rate: frames a second. duration: seconds. The last three are None where
    not known. frames_lost: how many so far could not be decoded, or only in part. is_live: whether frames come while
    they are filmed, so that nobody should wait for the next before using one.
    """

    frames: Iterable[Frame]
    name: str = ""
    is_picture: bool = False
    size: tuple[int, int] | None = None
    rate: float | None = None
    duration: float | None = None
    frames_lost: int = 0
    is_live: bool = True

    def __post_init__(self) -> None:
        self.frames = iter(self.frames)

    @classmethod
    def of_picture(cls, image: Picture, name: str = "") -> Self:
        """A picture, (H, W, 3) uint8 RGB, as a clip."""
        height, width = image.shape[:2]
        return cls(frames=[Frame(image)], name=name, is_picture=True, size=(width, height), duration=0.0)

    def __iter__(self) -> Iterator[Frame]:
        return iter(self.frames)

    def close(self) -> None:
        """Lets go of the file or camera; there are no more frames then."""
        close = getattr(self.frames, "close", None)
        if close is not None:
            close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Hand:
    """One hand as a tracker saw it. No pixels and no crop: those are a model's business.

    points: (21, 3) float32 in picture pixels, in the order of `skeleton.HAND`. NaN where not seen.
    handedness: the signer's real hand, whatever the mirroring; None where unknown.
    confidence: how sure the tracker is of the hand, in 0..1.
    box: where the hand is, for trackers that find no points; None where the points say it.

    Raises ShapeError for points of another shape, a box that is none, an unknown handedness, a confidence out of range,
    and for a hand that has neither points nor box.
    """

    points: Points
    handedness: Handedness | None
    confidence: float = 1.0
    box: Box | None = None

    def __post_init__(self) -> None:
        if np.shape(self.points) != (len(HAND), 3) or not isinstance(self.points, np.ndarray):
            raise ShapeError(f"points must be an array ({len(HAND)}, 3), got {_shape_of(self.points)}")
        if self.handedness not in ("left", "right", None):
            raise ShapeError(f"handedness must be 'left', 'right' or None, got {self.handedness!r}")
        if self.box is not None and not _is_box(self.box):
            raise ShapeError(
                f"box must be left, top, width, height: whole numbers, the last two above 0; got {self.box}"
            )
        if self.box is None and np.isnan(self.points).all():
            raise ShapeError("a hand of which no point was seen needs a box, got neither")
        if not 0 <= self.confidence <= 1:
            raise ShapeError(f"confidence must be in 0..1, got {self.confidence}")

    @property
    def has_points(self) -> bool:
        """Whether every point was seen."""
        return bool(np.isfinite(self.points).all())


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Observation:
    """What a tracker saw in one frame.

    hands: the hands, the one that signs first; empty where there is none.
    body: (33, 3) in picture pixels, in the order of `skeleton.BODY`; face: (478, 3), in that of MediaPipe's face mesh.
    None where there is none, or the tracker does not look.
    mirrored: the same hands as the tracker saw them in the mirror image of the frame, in its pixels; None where it did
    not look. A recogniser reads them in a second pass (test-time augmentation).

    Raises ShapeError for hands that are no tuple of them, for a body or face of other shapes, and where the mirror
    image has another number of hands.
    """

    hands: tuple[Hand, ...] = ()
    body: Points | None = None
    face: Points | None = None
    mirrored: "Observation | None" = None

    def __post_init__(self) -> None:
        _require_tuple("hands", self.hands, Hand)
        for name, points, count in (("body", self.body, len(BODY)), ("face", self.face, FACE_POINTS)):
            if points is not None and np.shape(points) != (count, 3):
                raise ShapeError(f"{name} must be ({count}, 3), got {_shape_of(points)}")
        if self.mirrored is not None and len(self.mirrored.hands) != len(self.hands):
            raise ShapeError(f"the mirror image must have {len(self.hands)} hands, got {len(self.mirrored.hands)}")

    @property
    def hand(self) -> Hand | None:
        """The hand that signs; None where there is none."""
        return self.hands[0] if self.hands else None

    def side(self, handedness: Handedness) -> Hand | None:
        """The signer's right or left hand; None where it was not seen."""
        return next((hand for hand in self.hands if hand.handedness == handedness), None)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How likely each label is in one frame.

    labels: the L names, in the recogniser's order. probabilities: (L,), finite, at least 0.

    Raises ShapeError for another number of probabilities, and for such as are none.
    """

    labels: tuple[str, ...]
    probabilities: Probabilities

    def __post_init__(self) -> None:
        if self.probabilities.shape != (len(self.labels),):
            raise ShapeError(f"probabilities must be ({len(self.labels)},), got {self.probabilities.shape}")
        if not (np.isfinite(self.probabilities) & (self.probabilities >= 0)).all():
            raise ShapeError("probabilities must be finite numbers and at least 0")

    def best(self, count: int = 3) -> list[tuple[str, float]]:
        """The `count` likeliest labels with their probabilities, likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")[:count]
        return [(self.labels[place], float(self.probabilities[place])) for place in order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a decoder gets of one frame: no pixels.

    time: seconds. observation: what the tracker saw. scores: what the recogniser made of it, None without a hand.
    """

    time: float
    observation: Observation
    scores: Scores | None


NAMED = frozenset({"letter", "sign", "mark"})
"""Kinds of events that have a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was spelled, signed, or said by the head.

    kind: "letter"; "sign", a whole word; "mark", a marking of the head: "no" for a headshake, "yes" for a nod; "space",
    the end of a word; "line", the end of a sentence.
    time: seconds at which it was decided; what was decided stays, but see `replaces`.
    letter: the name of the letter, sign or mark; empty for the other kinds.
    begin: seconds at which it began to be shown. end: seconds until which it is known to have been shown.
    confidence: the letter's mean probability while it was shown, or the sign's similarity to its nearest example, in
    0..1.
    alternatives: the likeliest letters in that time with their mean probabilities, likeliest first; of signs alike.
    replaces: how many of the letters before it it takes the place of: a J begins as an I that is held still, and a sign
    may look like letters while it is not over.

    Raises ShapeError for another kind, a letter, sign or mark without a name, and a name without one.
    """

    kind: Literal["letter", "sign", "mark", "space", "line"]
    time: float
    letter: str = ""
    begin: float = 0.0
    end: float = 0.0
    confidence: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()
    replaces: int = 0

    def __post_init__(self) -> None:
        if self.kind not in NAMED | {"space", "line"}:
            raise ShapeError(f"kind must be 'letter', 'sign', 'mark', 'space' or 'line', got {self.kind!r}")
        if (self.kind in NAMED) != bool(self.letter):
            raise ShapeError(f"a letter, sign or mark has a name, and a {self.kind} has {self.letter!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decoder says of one frame.

    events: what the frame added, in the order of their times; mostly nothing.
    still_shown: whether the hand still shows the letter that was decided last.
    tentative: what seems to be spelled since, and may yet change.
    """

    events: tuple[Event, ...] = ()
    still_shown: bool = False
    tentative: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_tuple("events", self.events, Event)
        _require_tuple("tentative", self.tentative, str)


def _require_tuple(name: str, values: object, kind: type) -> None:
    if not isinstance(values, tuple) or not all(isinstance(value, kind) for value in values):
        raise ShapeError(f"{name} must be a tuple of {kind.__name__}s, got {type(values).__name__}")


def _shape_of(value: object) -> str:
    return str(value.shape) if isinstance(value, np.ndarray) else type(value).__name__


def _is_box(box: object) -> bool:
    if not isinstance(box, tuple) or len(box) != 4 or not all(isinstance(side, int) for side in box):
        return False
    return bool(box[2] > 0 and box[3] > 0)


__all__ = [
    "Box",
    "Clip",
    "Decision",
    "Event",
    "Frame",
    "Hand",
    "Handedness",
    "Observation",
    "Picture",
    "Points",
    "Probabilities",
    "Scored",
    "Scores",
    "other_hand",
]
