"""The letters that are a movement, J and Z, and those that come twice: as SpellNet sees the last seconds of a hand."""

import math
from dataclasses import dataclass

from signread.spelling.slides import Array, share
from signread.spelling.spell_net import OUTPUTS, SpellNet
from signread.spelling.thresholds import Thresholds
from signread.spelling.window import Window

MOVING = ("J", "Z")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter that was drawn: its name, how sure that is, and the seconds at which the hand began to move."""

    letter: str
    confidence: float
    begin: float


@dataclass(slots=True)
class _Drawing:
    """Of one letter: since when the hand may be drawing it, when it last seemed to, when it was last on the way, and
    surely so; whether it was emitted, and whether the hand has done something else since."""

    begin: float = 0.0
    until: float = -math.inf
    way: float = -math.inf
    sure_way: float = -math.inf
    emitted: bool = False
    paused: bool = False


class Movements:
    """Looks for a J or a Z in the frames of a hand.

    holds: how far what the hand shows counts as a letter that is held: not while it shows how a J or Z ended.
    repeats: whether it shows its letter once more.
    """

    def __init__(self, net: SpellNet, thresholds: Thresholds) -> None:
        self._net = net
        self._thresholds = thresholds
        self._window = Window()
        self._handedness = 0.0
        self._time: float | None = None
        self._drawings = {letter: _Drawing() for letter in MOVING}
        self.holds = 1.0
        self.repeats = False

    def add(self, time: float, points: Array | None, handedness: int) -> Drawn | None:
        """What a frame adds. points: (21, 2) landmarks, None without a hand. handedness: 1 right, -1 left."""
        thresholds = self._thresholds
        self._window.add(time, points)
        if points is None:
            self.holds, self.repeats = 1.0, False
            return None
        if self._time is None or time - self._time > thresholds.gap:
            self._handedness = float(handedness)
        else:
            self._handedness += (handedness - self._handedness) * share(time - self._time, thresholds.handedness_s)
        self._time = time
        likely = dict(zip(OUTPUTS, self._net.read(self._window.grid, self._handedness).tolist(), strict=True))
        self.holds = 1 - likely["J"] - likely["Z"]
        self.repeats = likely["again"] >= thresholds.again
        drawn = [self._follow(time, letter, likely[f"into {letter}"], likely[letter]) for letter in MOVING]
        return next((one for one in drawn if one is not None), None)

    def _follow(self, time: float, letter: str, draws: float, ended: float) -> Drawn | None:
        thresholds, drawing = self._thresholds, self._drawings[letter]
        if time - drawing.until > thresholds.pause:
            drawing.begin, drawing.paused = time, True
        if drawing.paused and draws >= thresholds.draws:
            drawing.emitted = drawing.paused = False
        if draws + ended >= thresholds.draws:
            drawing.until = time
        if draws >= thresholds.way:
            drawing.way = time
        if draws >= thresholds.sure_way:
            drawing.sure_way = time
        latest = time - thresholds.pause
        drawn = ended >= thresholds.drawn and drawing.way >= latest
        surely = ended >= thresholds.drawn_surely and drawing.sure_way >= latest
        if drawing.emitted or not (drawn or surely):
            return None
        drawing.emitted, drawing.paused = True, False
        return Drawn(letter, ended, drawing.begin)
