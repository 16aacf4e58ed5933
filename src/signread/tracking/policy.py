"""Which look at a frame comes next: how a hand is followed through a video, without anything that looks.

The policy asks for looks one after the other and is told what each found; a tracker carries them out
(`signread.tracking.hand_tracker`), and so does the page's (`web/src/core/policy.ts`). `conformance/tracking.json` holds
what it must do in both.
"""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum

from signread.skeleton.hand import extent
from signread.types import Hand, Points

MEMORY_S = 0.5
"""Seconds for which a hand that was lost is looked for where it was, and between searches for one that is gone."""
FOLLOW_WITHIN_S = 0.15
"""Seconds between frames up to which a hand is followed; where more pass, it is looked for in the whole picture."""
MAX_SCALE_JUMP = 2.5
"""How much larger or smaller a hand may become within that time: an open hand is twice as large as a fist."""
PASSES = 2
"""How often a picture is shown in which a hand is looked for anew; see `signread.tracking.hand_tracker`."""


class View(Enum):
    """What a look is at.

    FOLLOW: the frame, where the hand was in the one before. WHOLE: the whole picture, as if it stood alone. CLOSE: the
    picture with a margin around it, for a hand that fills it. NEAR: the part of the picture around a hand's points.
    FORGET: nothing; what is followed is let go.
    """

    FOLLOW = "follow"
    WHOLE = "whole"
    CLOSE = "close"
    NEAR = "near"
    FORGET = "forget"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A look that is asked for. passes: how often it is repeated, each refining the one before. near: (21, 3)."""

    view: View
    passes: int = 1
    near: Points | None = None


Steps = Generator[Look, Hand | None, Hand | None]
"""Asks for looks, is sent what each found, and returns the hand of the frame."""

FORGET, FOLLOW, WHOLE, CLOSE = (Look(view) for view in (View.FORGET, View.FOLLOW, View.WHOLE, View.CLOSE))


def search(passes: int = PASSES) -> Steps:
    """The hand of a picture that stands alone: anywhere in it, or filling it."""
    hand = yield Look(View.WHOLE, passes)
    if hand is None:
        hand = yield Look(View.CLOSE, passes)
    return hand


class FollowPolicy:
    """Follows one hand through the frames of one clip."""

    def __init__(self) -> None:
        self._time: float | None = None
        self._searched = 0.0
        self._hand_time = 0.0
        self._hand_points: Points | None = None

    def steps(self, time: float, *, resized: bool = False) -> Steps:
        """The looks at the frame that comes next.

        time: seconds, more than that of the frame before. resized: whether its size is another than that one's.
        """
        elapsed = None if self._time is None else time - self._time
        self._time = time
        if elapsed is None or resized or elapsed > FOLLOW_WITHIN_S:
            if elapsed is None or resized:
                self._searched, self._hand_points = time, None
            yield FORGET
            hand = yield from search()
        else:
            hand = yield from self._follow(time)
        if hand is not None:
            self._hand_time, self._hand_points = time, hand.points
        return hand

    def _follow(self, time: float) -> Steps:
        hand = yield FOLLOW
        known = self._hand_points if time - self._hand_time <= MEMORY_S else None
        if hand is None:
            return (yield from self._find_again(time, known))
        if known is None or not _jumps(known, hand.points):
            return hand
        # What was once taken for a hand is followed, a knuckle say. It has to be looked for anew.
        yield FORGET
        if time - self._searched < FOLLOW_WITHIN_S:
            return None  # looking in every frame would take too long
        self._searched = time
        for look in (CLOSE, WHOLE, Look(View.NEAR, near=known)):
            hand = yield look
            if hand is not None and not _jumps(known, hand.points):
                return hand
        return None

    def _find_again(self, time: float, known: Points | None) -> Steps:
        if known is not None:
            hand = yield Look(View.NEAR, near=known)
            return hand or (yield CLOSE)
        if time - self._searched < MEMORY_S:
            return None
        self._searched = time  # now and then, for it costs as much again
        return (yield CLOSE)


def _jumps(before: Points, now: Points) -> bool:
    """Whether a hand grew or shrank faster than one comes nearer or goes away."""
    sizes = (extent(before), extent(now))
    return max(sizes) > min(sizes) * MAX_SCALE_JUMP
