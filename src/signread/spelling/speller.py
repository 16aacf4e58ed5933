"""Letter scores over time in, spelled letters out, as they come."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from signread.errors import ShapeError
from signread.handshapes.alphabet import NO_LETTER
from signread.spelling.movements import Drawn, Movements
from signread.spelling.paths import Letter, Paths
from signread.spelling.slides import Array, Slides
from signread.spelling.spell_net import SpellNet
from signread.spelling.thresholds import Thresholds
from signread.types import Decision, Event, Handedness, Scored

ALTERNATIVES = 5
"""How many of the likeliest letters an event names."""
STARTS = {"J": "I", "Z": "D"}
"""The letters that move, and the held letter that has the shape of each: a model that knows it can spell both."""
REMEMBERED = 8
"""How many letters back a movement can reach."""
TENTATIVE = 2
"""How many letters are named before they are decided."""
SIGNS: dict[Handedness | None, int] = {"right": 1, "left": -1, None: 0}


class Speller:
    """Turns the scores of single frames into letters, spaces and line ends: once each, and as soon as they are sure.

    It knows only the past, does the same work for every frame and keeps nothing of what is long over. Its times are
    those of the frames: how many of these there are in a second matters little.

    labels: what the recogniser tells apart. thresholds: the numbers by which it decides; its own if left out. net: what
    sees a J or a Z; the network that ships if left out. Only labels that have the shapes of both, I and D, need one.
    """

    def __init__(
        self, labels: Sequence[str], thresholds: Thresholds | None = None, net: SpellNet | None = None
    ) -> None:
        self.labels = tuple(labels)
        self.thresholds = thresholds or Thresholds()
        self.net = net or _shipped() if all(start in self.labels for start in STARTS.values()) else None

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        """What each frame adds to what is spelled.

        Raises ValueError for a time that does not grow, ShapeError for scores of other labels.
        """
        spelling = _Spelling(self.labels, self.thresholds, self.net)
        for one in scored:
            ended: list[Event] = []
            if spelling.is_broken_off(one.time):
                ended = spelling.finish(one.time)
                spelling = _Spelling(self.labels, self.thresholds, self.net)
            events = (*ended, *spelling.add(one))
            yield Decision(events=events, still_shown=spelling.still_shown, tentative=spelling.tentative)


@cache
def _shipped() -> SpellNet:
    return SpellNet()


@dataclass(slots=True)
class _Emitted:
    """A letter that was emitted, and until when it was shown."""

    begin: float
    until: float


class _Spelling:
    """What is remembered of one clip."""

    def __init__(self, labels: tuple[str, ...], thresholds: Thresholds, net: SpellNet | None) -> None:
        self._labels = labels
        self._thresholds = thresholds
        self._is_letter = np.array([name != NO_LETTER for name in labels])
        self._paths = Paths(labels, thresholds)
        self._slides = Slides(thresholds)
        self._movements = None if net is None else Movements(net, thresholds)
        self._time: float | None = None
        self._absent = 0.0
        self._gone = False
        self._unfinished = ""
        self._emitted: deque[_Emitted] = deque(maxlen=REMEMBERED)

    @property
    def still_shown(self) -> bool:
        """Whether the hand still shows the letter that was emitted last; for a J an I, for a Z a D."""
        return bool(self._emitted) and self._paths.still_shown

    @property
    def tentative(self) -> tuple[str, ...]:
        return tuple(self._labels[label] for label in self._paths.tentative[:TENTATIVE])

    def is_broken_off(self, time: float) -> bool:
        """Whether nothing is known of so long a time that a sentence would be over in it."""
        return self._time is not None and time - self._time >= self._thresholds.line

    def finish(self, time: float) -> list[Event]:
        """What is said at last, at `time` seconds: the last letters, and that the sentence is over."""
        last = [] if self._time is None else self._paths.flush(self._time)
        letters = [self._letter(time, letter) for letter in last]
        return [*letters, Event(kind="line", time=time)] if self._unfinished else letters

    def add(self, scored: Scored) -> list[Event]:
        """What a frame adds to what is spelled."""
        time, hand = scored.time, scored.observation.hand
        if scored.scores is not None and scored.scores.labels != self._labels:
            raise ShapeError(f"scores must be of the labels {self._labels}, got {scored.scores.labels}")
        if self._time is not None and not time > self._time:
            raise ValueError(f"time must grow: {time} s came after {self._time} s")
        passed = 0.0 if self._time is None else time - self._time
        self._time = time
        probabilities = points = None
        if scored.scores is not None:
            probabilities = np.where(self._is_letter, scored.scores.probabilities, 0.0)
        if probabilities is not None and hand is not None and hand.has_points:
            points = hand.points[:, :2].astype(np.float64)
        drawn, holds = None, 1.0
        if self._movements is not None:
            drawn = self._movements.add(time, points, SIGNS[hand.handedness if hand is not None else None])
            if self._moves_aside(probabilities):
                drawn = None
            else:
                holds = self._movements.holds
        slid = self._slides.add(passed, points, self._paths.last, self._paths.slide_pace)
        speed, rests = self._slides.speed, self._slides.rests
        # Hardly a word begins doubled: there a hand must slide far.
        if self._movements is not None and self._paths.knows_pace:
            slid = slid or self._movements.repeats
        self._paths.add(time, passed, probabilities, speed, slid=slid, rests=rests, holds=holds)
        letters = [self._letter(time, letter) for letter in self._paths.decide(time)]
        if not letters and self.still_shown:
            self._emitted[-1].until = time
        events = letters + self._pauses(time, passed, probabilities is not None)
        if drawn is not None:
            events.append(self._drawn(time, drawn))
        return events

    def _moves_aside(self, probabilities: Array | None) -> bool:
        """Whether the hand surely shows the last letter all along: it goes aside with it, and draws nothing."""
        last = self._paths.last
        if probabilities is None or last is None or not self.still_shown or self._labels[last] in STARTS.values():
            return False
        return bool(probabilities[last] >= self._thresholds.surely_held)

    def _pauses(self, time: float, passed: float, there: bool) -> list[Event]:
        gone, self._gone = self._gone, not there
        if there:
            self._absent = max(self._absent - passed * self._thresholds.absence_decay, 0.0)
            return []
        if not gone:
            return []
        self._absent += min(passed, self._thresholds.gap)
        if self._unfinished == "word" and self._absent >= self._thresholds.space:
            last = [self._letter(time, letter) for letter in self._paths.flush(time)]
            self._unfinished = "line"
            self._emitted.clear()
            return [*last, Event(kind="space", time=time)]
        if self._unfinished == "line" and self._absent >= self._thresholds.line:
            self._unfinished = ""
            return [Event(kind="line", time=time)]
        return []

    def _letter(self, time: float, letter: Letter) -> Event:
        probabilities = letter.probabilities
        best = np.argsort(-probabilities, kind="stable")[:ALTERNATIVES]
        self._unfinished = "word"
        self._emitted.append(_Emitted(letter.begin, letter.end))
        return Event(
            kind="letter",
            time=time,
            letter=self._labels[letter.label],
            begin=letter.begin,
            end=letter.end,
            confidence=float(probabilities[letter.label]),
            alternatives=tuple((self._labels[place], float(probabilities[place])) for place in best),
        )

    def _drawn(self, time: float, drawn: Drawn) -> Event:
        """A moving letter takes the place of what was read of its hand."""
        replaces, begin = 0, drawn.begin
        while self._emitted and self._emitted[-1].until >= drawn.begin - self._thresholds.moment:
            begin = min(begin, self._emitted.pop().begin)
            replaces += 1
        self._emitted.append(_Emitted(begin, time))
        self._unfinished, self._absent = "word", 0.0
        self._paths.settle(self._labels.index(STARTS[drawn.letter]), time, self._thresholds.grace)
        return Event(
            kind="letter",
            time=time,
            letter=drawn.letter,
            begin=begin,
            end=time,
            confidence=drawn.confidence,
            alternatives=((drawn.letter, drawn.confidence),),
            replaces=replaces,
        )
