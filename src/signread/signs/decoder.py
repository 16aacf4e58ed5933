"""Letters and whole signs out of one stream: what is spelled stands beside what is signed.

Nobody says which of both comes: the speller reads letters as ever, and where a stretch turns out to be a sign, the sign
takes the place of what seemed to be spelled in it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from signread.protocols import Decoder
from signread.signs.head_marks import HeadMarks
from signread.signs.matcher import Matcher
from signread.signs.spotter import Spotted, Spotter
from signread.types import Decision, Event, Scored

LINE_S = 2.5
"""Seconds without a sign or a letter after which a sentence of signs is over."""
REMEMBERED = 60
"""Letters that a sign may take the place of."""
SPELLED, SURE = 2, 0.85
"""So many letters that are so sure, in a stretch and just before it, make it one that is spelled."""
BEFORE_S = 1.5
"""Seconds that are just before it."""
SURELY_SIGNED = 0.93
"""The similarity from which it is a sign all the same."""


class SignDecoder:
    """Adds signs, and what the head says, to what another decoder makes of letters.

    letters: the decoder of spelling. matcher: knows the signs. head: whether headshakes and nods are marked.
    """

    def __init__(self, letters: Decoder, matcher: Matcher, *, head: bool = True) -> None:
        self.letters = letters
        self.matcher = matcher
        self.head = head

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        """What each frame adds to what is spelled and signed, a frame later: so that the last one is known as such."""
        frames, given = tee(scored)
        stream = _Stream(Spotter(self.matcher), HeadMarks() if self.head else None)
        waiting: tuple[Scored, Decision] | None = None
        for pair in zip(frames, self.letters.decode(given), strict=True):
            if waiting is not None:
                yield stream.add(*waiting)
            waiting = pair
        if waiting is not None:
            yield stream.add(*waiting, last=True)


class _Stream:
    """What is remembered of one clip."""

    def __init__(self, spotter: Spotter, head: HeadMarks | None) -> None:
        self._spotter = spotter
        self._head = head
        self._mixing = Mixing()

    def add(self, scored: Scored, decision: Decision, *, last: bool = False) -> Decision:
        spotted = self._spotter.add(scored.time, scored.observation)
        if last:
            spotted += self._spotter.finish(scored.time)
        events = self._mixing.add(scored.time, spotted, decision.events, signing=self._spotter.is_signing)
        events += self._marks(scored, last)
        signing = self._mixing.is_signed
        return Decision(
            events=tuple(events),
            still_shown=decision.still_shown and not signing,
            tentative=() if signing else decision.tentative,
        )

    def _marks(self, scored: Scored, last: bool) -> list[Event]:
        if self._head is None:
            return []
        marks = self._head.add(scored.time, scored.observation, signing=self._spotter.is_signing)
        return marks + self._head.finish(scored.time) if last else marks


class Mixing:
    """Decides of each letter and each sign whether it was meant, for both are looked for in the same movements."""

    def __init__(self) -> None:
        self._letters: deque[Event] = deque(maxlen=REMEMBERED)
        self._spelled: deque[Event] = deque(maxlen=REMEMBERED)
        self._signed_until: float | None = None
        self._quiet_since = 0.0

    @property
    def is_signed(self) -> bool:
        """Whether what came last was a sign."""
        return self._signed_until is not None

    def add(self, time: float, spotted: Sequence[Spotted], spelled: Sequence[Event], *, signing: bool) -> list[Event]:
        """What is said, of what was spotted and spelled in a frame. signing: whether a hand is raised."""
        self._spelled += [event for event in spelled if event.kind == "letter" and event.confidence >= SURE]
        signs = [self._sign(one) for one in spotted if not self._is_spelled(one)]
        letters = [event for event in spelled if not self._is_of_sign(event)]
        for event in letters:
            if event.kind == "letter":
                self._letters.append(event)
                self._signed_until = None
            else:
                self._letters.clear()
        events = [*signs, *letters]
        if signing:
            self._quiet_since = time
        if self._signed_until is not None and time - self._quiet_since >= LINE_S:
            events.append(Event(kind="line", time=time))
            self._signed_until = None
        return events

    def _is_of_sign(self, event: Event) -> bool:
        """Whether a letter seemed to be spelled within a sign that has been read."""
        return event.kind == "letter" and self._signed_until is not None and event.begin < self._signed_until

    def _is_spelled(self, spotted: Spotted) -> bool:
        """Whether a stretch that resembles a sign lies within a word that is spelled."""
        letters = sum(event.time >= spotted.begin - BEFORE_S for event in self._spelled)
        return letters >= SPELLED and spotted.similarity < SURELY_SIGNED

    def _sign(self, spotted: Spotted) -> Event:
        replaced = 0
        while self._letters and self._letters[-1].begin >= spotted.begin:
            self._letters.pop()
            replaced += 1
        self._letters.clear()
        self._signed_until = spotted.end
        return Event(
            kind="sign",
            time=spotted.time,
            letter=spotted.name,
            begin=spotted.begin,
            end=spotted.end,
            confidence=min(max(spotted.similarity, 0.0), 1.0),
            alternatives=spotted.alternatives,
            replaces=replaced,
        )
