"""Which look at a frame comes next: how a hand is followed through a video, without anything that looks.

The policy asks for looks one after the other and is told what each found; a tracker carries them out
(`signread.tracking.hand_tracker`), and so does the page's (`web/src/core/policy.ts`). `conformance/tracking.json` holds
what it must do in both.
"""

from collections.abc import Generator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from signread.skeleton.hand import bounds, extent
from signread.tracking.attention import Attention
from signread.types import Hand, Handedness, Points

MEMORY_S = 0.5
"""Seconds for which a hand that was lost is looked for where it was."""
FOLLOW_WITHIN_S = 0.15
"""Seconds between frames up to which a hand is followed; where more pass, it is looked for in the whole picture."""
MAX_SCALE_JUMP = 2.5
"""How much larger or smaller a hand may become within that time: an open hand is twice as large as a fist."""
PARTS = 4
"""Parts of a picture in which a hand is looked for that is too far away to be found in the whole."""
PART_EVERY_S = 0.1
"""Seconds between looks for a hand that is gone: at one part after the other, and closely; twice a second at each."""
PASSES = 2
"""How often a picture is shown in which a hand is looked for anew; see `signread.tracking.hand_tracker`."""


OTHER_EVERY_S = 0.12
"""Seconds between looks at the other hand while it is there."""
FIRST_WAIT_S, LONGEST_WAIT_S = 1.5, 3.0
"""Seconds until another hand is looked for again while there is none, and after ever more looks in vain: each costs as
much as following the hand."""
KEEP_S = 2.0
"""Seconds for which the hand that signs may be away before another is taken for it."""
APART = 0.5
"""How far the middles of two hands are apart, in longer sides of the larger one's box; nearer they are the same."""


class View(Enum):
    """What a look is at.

    FOLLOW: the frame, where the hand was in the one before. WHOLE: the whole picture, as if it stood alone. CLOSE: the
    picture with a margin around it, for a hand that fills it. NEAR: the part of the picture around a hand's points.
    PART: one of the picture's PARTS, for a hand far away that is surely one. FORGET: nothing; what is followed is let
    go. OTHER: the whole picture with the hand of these points covered, for another that is surely one. TAKE: the frame
    with that hand covered; what is found is followed from then on.
    """

    FOLLOW = "follow"
    WHOLE = "whole"
    CLOSE = "close"
    NEAR = "near"
    PART = "part"
    FORGET = "forget"
    OTHER = "other"
    TAKE = "take"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A look that is asked for.

    passes: how often it is repeated, each refining the one before. near: (21, 3), around which it looks, or which it
    covers. part: which one, from 0.
    """

    view: View
    passes: int = 1
    near: Points | None = None
    part: int = 0


Steps = Generator[Look, Hand | None, Hand | None]
"""Asks for looks, is sent what each found, and returns the hand of the frame."""

FORGET, FOLLOW, WHOLE, CLOSE = (Look(view) for view in (View.FORGET, View.FOLLOW, View.WHOLE, View.CLOSE))
PLACES = (*(Look(View.PART, part=part) for part in range(PARTS)), CLOSE)
"""Where a hand that is gone is looked for, one after the other."""


def search(passes: int = PASSES) -> Steps:
    """The hand of a picture that stands alone: anywhere in it, or filling it."""
    hand = yield Look(View.WHOLE, passes)
    if hand is None:
        hand = yield Look(View.CLOSE, passes)
    return hand


class FollowPolicy:
    """Follows one hand through the frames of one clip: of two the one that signs.

    side: the signer's hand that is followed where both are seen; None for the one that moves while the other rests.
    other: the other hand, where one was just seen.
    """

    def __init__(self, side: Handedness | None = None) -> None:
        self.other: Hand | None = None
        self._attention = Attention(side)
        self._look_for_other, self._wait = 0.0, FIRST_WAIT_S
        self._time: float | None = None
        self._searched = 0.0
        self._hand_time = 0.0
        self._hand_points: Points | None = None
        self._place = 0

    def steps(self, time: float, *, resized: bool = False) -> Steps:
        """The looks at the frame that comes next.

        time: seconds, more than that of the frame before. resized: whether its size is another than that one's.
        """
        elapsed = None if self._time is None else time - self._time
        self._time = time
        if elapsed is None or resized or elapsed > FOLLOW_WITHIN_S:
            if elapsed is None or resized:
                self._searched, self._hand_points, self._place = time, None, 0
                self._look_for_other, self._wait = time, FIRST_WAIT_S
            yield FORGET
            hand = yield from search()
            if hand is None:
                hand = yield from self._search_afar(time, everywhere=elapsed is None or resized)
        else:
            hand = yield from self._follow(time)
        if hand is not None and self._is_other(time, hand):
            hand = yield from self._take(hand)
        elif hand is not None:
            hand = yield from self._attend(time, hand)
        if hand is not None:
            self._hand_time, self._hand_points = time, hand.points
        return hand

    def switch(self, followed: Hand) -> Steps:
        """Follows the other hand from now on; gives it, or the one that was followed if it is gone."""
        taken = yield from self._take(followed)
        if taken is None:
            return followed
        self._attention.switch()
        self.other = followed
        self._hand_points = taken.points
        return taken

    def _take(self, wrong: Hand) -> Steps:
        """Another hand than this one, which is followed from now on."""
        yield FORGET
        return (yield Look(View.TAKE, near=wrong.points))

    def _is_other(self, time: float, hand: Hand) -> bool:
        """Whether what was found is the hand that rests, while the one that signs was just there."""
        if self.other is None or self._hand_points is None or time - self._hand_time > KEEP_S:
            return False
        return _between(hand.points, self.other.points) < _between(hand.points, self._hand_points)

    def _attend(self, time: float, hand: Hand) -> Steps:
        """The hand that signs, of the one that is followed and another, which is looked at now and then."""
        if time < self._look_for_other:
            return hand
        other = yield Look(View.OTHER, near=hand.points)
        self.other = other if other is not None and _are_apart(hand.points, other.points) else None
        self._look_for_other = time + (self._wait if self.other is None else OTHER_EVERY_S)
        self._wait = min(2 * self._wait, LONGEST_WAIT_S) if self.other is None else FIRST_WAIT_S
        self._attention.add(time, hand, self.other)
        if self._attention.should_switch:
            return (yield from self.switch(hand))
        return hand

    def _follow(self, time: float) -> Steps:
        hand = yield FOLLOW
        known = self._known(time)
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
        if time - self._searched < PART_EVERY_S:
            return None
        self._searched = time  # now and then, for it costs as much again
        return (yield self._next_place())

    def _search_afar(self, time: float, *, everywhere: bool) -> Steps:
        """A hand that is too small for the whole picture: where it was, or in the parts."""
        known = self._known(time)
        if known is not None:
            hand = yield Look(View.NEAR, near=known)
            if hand is not None:
                return hand
        for _ in range(PARTS if everywhere else 1):
            hand = yield self._next_place()
            if hand is not None:
                return hand
        return None

    def _known(self, time: float) -> Points | None:
        """Where the hand was just now."""
        return self._hand_points if time - self._hand_time <= MEMORY_S else None

    def _next_place(self) -> Look:
        """Where a hand that is gone is looked for next."""
        look = PLACES[self._place]
        self._place = (self._place + 1) % len(PLACES)
        return look


def _are_apart(one: Points, other: Points) -> bool:
    """Whether these are two hands."""
    return _between(one, other) > APART * max(extent(one), extent(other))


def _between(one: Points, other: Points) -> float:
    """How far the middles of two hands' boxes are apart, across or down."""
    middles = [(first + last) / 2 for first, last in (bounds(one), bounds(other))]
    return float(np.abs(middles[0] - middles[1]).max())


def _jumps(before: Points, now: Points) -> bool:
    """Whether a hand grew or shrank faster than one comes nearer or goes away."""
    sizes = (extent(before), extent(now))
    return max(sizes) > min(sizes) * MAX_SCALE_JUMP
