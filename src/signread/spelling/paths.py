"""Which letters were most likely spelled so far: the best path through them, decided as soon as it is sure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signread.handshapes.alphabet import NO_LETTER
from signread.spelling.slides import Array
from signread.spelling.thresholds import Thresholds

FLOOR = 0.02
"""Added to every probability, so that a single frame cannot rule a letter out."""
NEVER = -math.inf
"""The score of a path that there is not, and the time of what never was."""
INTERVALS = 3
"""How many of the last ways from letter to letter make the pace, which is their median."""


@dataclass(slots=True, eq=False, kw_only=True)
class Letter:
    """A letter of a path: its number, when it began, and the letter before it, if that is not yet decided.

    end: when it was last seen. lasted: seconds for which it was shown. sums: (L,) the probabilities of that time, times
    seconds.
    """

    label: int
    begin: float
    before: "Letter | None"
    sums: Array
    end: float
    lasted: float = 0.0

    @property
    def probabilities(self) -> Array:
        """(L,) their mean while it was shown."""
        return self.sums / max(self.lasted, 1e-6)

    @property
    def first(self) -> "Letter":
        """The first undecided letter of the path that ends with this one."""
        return self if self.before is None else self.before.first


@dataclass(slots=True, eq=False)
class _Repetition:
    """The path on which the last letter of the best one is shown once more."""

    score: float
    letter: Letter


class Paths:
    """Adds up evidence for every sequence of letters, and keeps the best of those that end with each letter.

    This is Viterbi's algorithm (1967) over the last letter, in continuous time: an interval between two frames speaks
    for a letter by the logarithm of its probability over `doubt`, times its seconds, so the frame rate does not matter.
    A letter costs a share of the person's pace, and the first of a word `start` more: what flickers, or is passed on
    the way from one shape to another, is no letter unless it lasts. A letter is decided once every path that lacks it
    is worse by `lead`, or after `decide_within`.
    """

    def __init__(self, labels: Sequence[str], thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._letters = [number for number, name in enumerate(labels) if name != NO_LETTER]
        self._none = len(labels)
        self._unit = math.log((1 + FLOOR) / (thresholds.doubt + FLOOR))
        self._probabilities: Array = np.zeros(len(labels))
        self._rates = [0.0] * len(labels)
        self._last_shown = [NEVER] * len(labels)
        self._intervals: list[float] = []
        self._last_begin = self._last_decided = self._blocked_until = NEVER
        self._clear()

    def _clear(self) -> None:
        count = self._none
        # Of the best path whose last letter is each one; last comes the path without any.
        self._scores = [NEVER] * count + [0.0]
        self._paths: list[Letter | None] = [None] * (count + 1)
        # Of the best path on which each letter is shown right now; its score before that letter cost anything.
        self._open_scores = [NEVER] * count
        self._open_bases = [NEVER] * count
        self._open_paths: list[Letter | None] = [None] * count
        self._repetition: _Repetition | None = None
        self._repeated = False
        self._current = self._none
        self._since = self._other = 0.0

    @property
    def last(self) -> int | None:
        """The last letter of the best path, None without one."""
        best = self._best()
        return None if best == self._none else best

    @property
    def still_shown(self) -> bool:
        """Whether the last letter is decided, and the hand still shows it."""
        last = self._best()
        decided = last < self._none and self._paths[last] is None
        return decided and bool(self._probabilities[last] >= self._thresholds.stays)

    @property
    def tentative(self) -> list[int]:
        """The letters of the best path that are not yet decided."""
        labels: list[int] = []
        letter = self._paths[self._best()]
        while letter is not None:
            labels.insert(0, letter.label)
            letter = letter.before
        return labels

    def _pace(self, time: float) -> float:
        """Seconds from one letter to the next, or as long as one has been held by now, if that is more."""
        held = 0.0 if self._current == self._none else time - self._since
        return max(self._usual_pace, min(held, self._thresholds.slowest_pace))

    @property
    def knows_pace(self) -> bool:
        """Whether there were letters from which to tell how quickly the hand spells."""
        return bool(self._intervals)

    @property
    def slide_pace(self) -> float:
        """The same for slides: a hand of unknown pace is given the time of a slow one, for no word begins doubled."""
        return self._usual_pace if self.knows_pace else self._thresholds.slowest_pace

    @property
    def _usual_pace(self) -> float:
        latest = ([self._thresholds.usual_pace] * INTERVALS + self._intervals)[-INTERVALS:]
        return sorted(latest)[INTERVALS // 2]

    def add(
        self,
        time: float,
        passed: float,
        probabilities: Array | None,
        speed: float,
        *,
        slid: bool,
        rests: bool,
        holds: float = 1.0,
    ) -> None:
        """What a frame adds.

        passed: seconds since the frame before. probabilities: (L,), None without a hand. speed: of the palm, in palms
        a second. slid: whether the hand has slid aside since the last letter began. rests: whether it stands still now.
        holds: how far what it shows counts as a letter that is held.
        """
        before = self.last
        half = passed / 2 if passed <= self._thresholds.gap else 0.0
        slowed = half / (1 + (speed / self._thresholds.fast) ** 2)
        self._gain(time - half, half, slowed, rests=rests)
        self._probabilities = np.zeros(self._none) if probabilities is None else probabilities
        self._rates = self._rates_of(None if probabilities is None else probabilities * holds)
        for label in self._letters:
            if self._probabilities[label] > self._thresholds.doubt:
                self._last_shown[label] = time
        self._follow(time, passed)
        self._forget(time)
        cost = self._thresholds.letter_share * self._pace(time)
        self._repeat(time, half, cost, slid=slid and before == self.last)
        self._enter(time, half, cost)
        self._gain(time, half, slowed, rests=rests)

    def decide(self, time: float) -> list[Letter]:
        """The letters that are sure by now; they leave the paths."""
        decided: list[Letter] = []
        while (path := self._paths[self._best()]) is not None:
            first = path.first
            rivals = (s for s, other in zip(self._scores, self._paths, strict=True) if not _begins(other, first))
            lead = max(self._scores) - max(rivals, default=NEVER)
            if lead < self._thresholds.lead and time - first.begin <= self._thresholds.decide_within:
                break
            decided.append(self._emit(first, time))
        best = max(self._scores)
        self._scores = [score - best for score in self._scores]
        self._open_scores = [score - best for score in self._open_scores]
        self._open_bases = [score - best for score in self._open_bases]
        if self._repetition is not None:
            self._repetition.score -= best
        return decided

    def flush(self, time: float) -> list[Letter]:
        """The letters of the best path, sure or not; what comes then is a new word."""
        decided: list[Letter] = []
        while (path := self._paths[self._best()]) is not None:
            decided.append(self._emit(path.first, time))
        self._clear()
        return decided

    def settle(self, label: int, time: float, grace: float) -> None:
        """The last letter is this one, whatever was thought; what is shown within `grace` seconds is no other."""
        self._clear()
        self._scores = [NEVER] * (self._none + 1)
        self._scores[label] = 0.0
        self._current, self._since, self._last_shown[label] = label, time, time
        self._other = -grace
        self._blocked_until = time + grace

    def _best(self) -> int:
        return self._scores.index(max(self._scores))

    def _follow(self, time: float, passed: float) -> None:
        """How long the last letter of the best path has been the last one, and how long another shape was shown."""
        best = self._best()
        if best != self._current:
            self._current, self._since, self._other, self._repeated = best, time, 0.0, False
            self._repetition = None
        if best < self._none:
            other = self._other + passed * (1 - float(self._probabilities[best]) / self._thresholds.doubt)
            self._other = (
                max(other, min(self._other, 0.0)) if passed <= self._thresholds.gap else self._thresholds.release
            )

    def _forget(self, time: float) -> None:
        """A path whose last letter has long not been shown goes on as one without it: a word may begin."""
        idle = self._thresholds.idle
        if time - self._last_decided > 2 * idle:
            self._intervals = []
        for label in self._letters:
            path = self._paths[label]
            begin = NEVER if path is None else path.begin
            if self._scores[label] == NEVER or time - max(self._last_shown[label], begin) <= idle:
                continue
            if self._scores[label] > self._scores[self._none]:
                self._scores[self._none], self._paths[self._none] = self._scores[label], path
            self._scores[label] = self._open_scores[label] = NEVER
            self._paths[label] = None
            if label == self._current:
                self._repetition = None

    def _repeat(self, time: float, half: float, cost: float, *, slid: bool) -> None:
        """Begins a path on which the last letter comes once more: after a slide, or where it was let go in between."""
        released = self._other >= self._thresholds.release
        last = self._current
        if last == self._none or self._repetition is not None or not (released or (slid and not self._repeated)):
            return
        if self._probabilities[last] < self._thresholds.doubt or self._scores[last] == NEVER:
            return
        letter = self._letter(last, time - half, self._paths[last])
        self._repetition = _Repetition(self._scores[last] - cost, letter)
        self._other = 0.0

    def _rates_of(self, probabilities: Array | None) -> list[float]:
        """What each letter gains in a second, 1 where it is certain."""
        likely = np.full(self._none, self._thresholds.absent) if probabilities is None else probabilities
        rates = np.log((likely + FLOOR) / (self._thresholds.doubt + FLOOR)) / self._unit
        return [float(rate) for rate in rates]

    def _enter(self, time: float, half: float, cost: float) -> None:
        """Lets every letter begin, after the best path without it, where that is better than to go on with it."""
        after = [score - cost for score in self._scores]
        after[self._none] -= self._thresholds.start
        best = after.index(max(after))
        second = max((place for place in range(len(after)) if place != best), key=after.__getitem__)
        for label in self._letters:
            if self._scores[label] > self._open_scores[label]:
                self._open_scores[label] = self._open_bases[label] = self._scores[label]
                self._open_paths[label] = self._paths[label]
            before = second if label == best else best
            if after[before] > self._open_scores[label] and time >= self._blocked_until:
                self._open_scores[label], self._open_bases[label] = after[before], after[before] + cost
                self._open_paths[label] = self._letter(label, time - half, self._paths[before])

    def _gain(self, time: float, half: float, slowed: float, *, rests: bool) -> None:
        """What half the time between two frames adds, by the probabilities of the nearer one."""
        for label in self._letters:
            rate = self._rates[label]
            repeats = self._repetition is not None and label == self._current
            if rate < 0:
                self._open_scores[label] += rate * half
            elif not repeats:
                self._open_scores[label] += rate * slowed
                self._count(self._open_paths[label], time, half)
            if self._open_scores[label] > self._scores[label] and self._open_scores[label] >= self._open_bases[label]:
                self._scores[label], self._paths[label] = self._open_scores[label], self._open_paths[label]
        if self._repetition is not None:
            self._gain_again(self._repetition, time, half, slowed, rests=rests)

    def _gain_again(self, repetition: _Repetition, time: float, half: float, slowed: float, *, rests: bool) -> None:
        last = self._current
        rate = self._rates[last]
        if rate < 0:
            repetition.score += rate * half
        elif rests:
            repetition.score += rate * slowed
            self._count(repetition.letter, time, half)
        if repetition.score > self._scores[last]:
            self._scores[last] = self._open_scores[last] = self._open_bases[last] = repetition.score
            self._paths[last] = self._open_paths[last] = repetition.letter
            self._repetition, self._repeated = None, True
        elif repetition.score < self._scores[last] - 2 * self._thresholds.letter_share * self._thresholds.slowest_pace:
            self._repetition = None

    def _letter(self, label: int, begin: float, before: Letter | None) -> Letter:
        return Letter(label=label, begin=begin, before=before, sums=np.zeros(self._none), end=begin)

    def _count(self, letter: Letter | None, time: float, passed: float) -> None:
        if letter is not None:
            letter.sums += passed * self._probabilities
            letter.lasted += passed
            letter.end = time

    def _emit(self, first: Letter, time: float) -> Letter:
        """Takes a letter from the paths that begin with it, and drops the others."""
        kept = [_begins(path, first) for path in self._paths]
        kept_open = [_begins(path, first) for path in self._open_paths]
        if self._repetition is not None and _begins(self._repetition.letter, first):
            _without(self._repetition.letter, first)
        self._paths = [_without(path, first) if keep else None for path, keep in zip(self._paths, kept, strict=True)]
        self._scores = [score if keep else NEVER for score, keep in zip(self._scores, kept, strict=True)]
        self._open_paths = [
            _without(path, first) if keep else None for path, keep in zip(self._open_paths, kept_open, strict=True)
        ]
        self._open_scores = [score if keep else NEVER for score, keep in zip(self._open_scores, kept_open, strict=True)]
        interval = first.begin - self._last_begin
        if interval < 2 * self._thresholds.idle:
            self._intervals = [*self._intervals, interval][-INTERVALS:]
        self._last_begin, self._last_decided = first.begin, time
        return first


def _begins(path: Letter | None, first: Letter) -> bool:
    return path is not None and path.first is first


def _without(path: Letter | None, first: Letter) -> Letter | None:
    """The path after its first letter."""
    if path is None or path is first:
        return None
    letter = path
    while letter.before is not None:
        if letter.before is first:
            letter.before = None
        else:
            letter = letter.before
    return path
