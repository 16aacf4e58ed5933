"""When a hand that spells shows what: a plain value, from which Python and a page make the same movement."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Literal

import numpy as np

from signread.errors import UsageError
from signread.handshapes.joint_angles import PATH, Handshape, american
from signread.synthetic.shapes import smooth

Hand = Literal["right", "left"]

LETTERS_A_SECOND = 2.0
SLOWEST, FASTEST = 0.25, 8.0
REST = "rest"
"""The handshape of a hand that shows nothing."""
RESTS_S = 0.5
"""Before the first letter, after the last, and between words."""
LOWERED = 1.8
"""Palms by which a hand at rest is lower."""
AT_REST = (0.0, 95.0, 20.0)
"""Degrees of lean, tip and turn: the hand hangs down."""
CHANGING = 0.45
"""Of a letter's time, the part in which the hand gets there from the letter before."""
LEAST_CHANGE_S, MOST_CHANGE_S = 0.09, 0.35
RISE_S = 0.35
"""From rest to a letter, and back."""
LAST_HELD = 1.6
"""Times as long as the others the last letter of a word is held."""
AJAR, OPENED = 0.15, 0.55
"""How far towards an open hand the fingers go between two letters; and where the thumb lies among them in one."""
SLIDE = 1.2
"""Palms, outward, by which a letter is shown once more."""
DRAWN_S, AFTER_DRAWN_S = 0.85, 0.15
"""Seconds that a letter which moves takes at least, and for which the hand stays at its end."""
STEP_S = 1 / 30
"""Of movements."""


@dataclass(frozen=True, slots=True)
class Key:
    """How the hand is at a time, in seconds; between one key and the next it goes from there to here.

    handshape: as `signread.handshapes` names them, or "rest". lean, tip, turn: degrees at the wrist. x, y: palms to the
    right and up, as a viewer sees a right hand. ajar: how far towards an open hand the fingers go on the way here.
    even: whether the way is part of a movement, and is gone at one speed.
    """

    time: float
    handshape: str
    lean: float
    tip: float
    turn: float
    x: float
    y: float
    ajar: float = 0.0
    even: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter or digit, and from when to when it is shown, in seconds."""

    letter: str
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Plan:
    """text: what is spelled, as it can be. hand: which; a left one is the mirror image. duration: seconds in all."""

    text: str
    hand: Hand
    duration: float
    letters: tuple[Shown, ...]
    keys: tuple[Key, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1) + "\n"


def spell(text: str, *, speed: float = LETTERS_A_SECOND, hand: Hand = "right") -> Plan:
    """Plans how a hand spells a text: letters A to Z and digits, with a rest between words.

    speed: letters a second, 0.25 to 8; J and Z take the time they need. Small letters are as good as large ones, and an
    accent is left out, É as E; marks such as commas end a word or are passed over.

    Raises UsageError naming what no hand can spell here, where there is nothing to spell, and for another speed.
    """
    if not SLOWEST <= speed <= FASTEST:
        raise UsageError(f"{speed:g} letters a second: a hand can do {SLOWEST:g} to {FASTEST:g}")
    words = spelled_words(text)
    if not words:
        raise UsageError(f"{text!r}: nothing to spell; a hand spells letters and digits")
    track = _Track(speed)
    for word in words:
        track.word(word)
    return Plan(" ".join(words), hand, track.time, tuple(track.letters), tuple(track.keys))


def spelled_words(text: str) -> list[str]:
    """The words of a text as they can be spelled: A to Z and 0 to 9.

    Raises UsageError naming the first character that is a letter or sign of another script, or a picture.
    """
    known, kept = first_variants(), []
    for character in unicodedata.normalize("NFKD", text):
        upper = "SS" if character == "ß" else character.upper()
        kind = unicodedata.category(character)
        if all(letter in known for letter in upper):
            kept.append(upper)
        elif character in "'\u2019" or kind in ("Mn", "Cf"):
            continue
        elif kind[0] in "PZC" or character in "+=<>|~^`":
            kept.append(" ")
        else:
            name = unicodedata.name(character, "no name")
            raise UsageError(f"{character!r} ({name.lower()}) cannot be spelled; a hand spells A to Z and 0 to 9 here")
    return "".join(kept).split()


@cache
def first_variants() -> Mapping[str, Handshape]:
    """The handshape by which each letter is shown."""
    first: dict[str, Handshape] = {}
    for shape in american():
        first.setdefault(shape.letter, shape)
    return first


class _Track:
    """A plan in the making, from a hand at rest to a hand at rest."""

    def __init__(self, speed: float) -> None:
        self._each, self.time, self._x = 1 / speed, 0.0, 0.0
        self._change = min(max(CHANGING * self._each, LEAST_CHANGE_S), MOST_CHANGE_S)
        self.letters: list[Shown] = []
        self.keys = [self._resting()]
        self._stay(RESTS_S)

    def word(self, word: str) -> None:
        """From rest to rest."""
        before: Handshape | None = None
        for place, letter in enumerate(word):
            shape, last = first_variants()[letter], place == len(word) - 1
            held = (self._each - self._change) * (LAST_HELD if last else 1.0)
            if shape is before and not shape.path:
                self._x -= SLIDE
                self._go(shape, self._change, 0.0)
            else:
                self._x /= 2
                self._go(shape, self._change if before else max(self._change, RISE_S), _ajar(before, shape))
            begun = self.time
            if shape.path:
                self._draw(shape, max(DRAWN_S, held))
                self._stay(AFTER_DRAWN_S)
            else:
                self._stay(held)
            self.letters.append(Shown(letter, round(begun, 4), round(self.time, 4)))
            before = shape
        self.time, self._x = self.time + RISE_S, 0.0
        self.keys.append(self._resting(ajar=AJAR))
        self._stay(RESTS_S)

    def _resting(self, ajar: float = 0.0) -> Key:
        return Key(round(self.time, 4), REST, *AT_REST, 0.0, -LOWERED, ajar)

    def _stay(self, seconds: float) -> None:
        self.time += seconds
        self.keys.append(replace(self.keys[-1], time=round(self.time, 4), ajar=0.0, even=False))

    def _go(self, shape: Handshape, seconds: float, ajar: float) -> None:
        """To a letter, or to where its path begins."""
        self.time += seconds
        self._reach(shape, shape.path[0] if shape.path else (0.0,) * len(PATH), ajar=ajar)

    def _draw(self, shape: Handshape, seconds: float) -> None:
        begun, ways = self.time, np.array(shape.path)
        for step in range(1, round(seconds / STEP_S) + 1):
            self.time = begun + step * STEP_S
            part = float(smooth(step * STEP_S / seconds))
            self._reach(shape, [float(np.interp(part, ways[:, 0], way)) for way in ways.T], even=True)
        self._x += shape.path[-1][PATH.index("right")]

    def _reach(self, shape: Handshape, way: Sequence[float], *, ajar: float = 0.0, even: bool = False) -> None:
        lean, tip, turn = (angle + more for angle, more in zip(shape.wrist, way[1:4], strict=True))
        right, up = way[4:]
        self.keys.append(Key(round(self.time, 4), shape.name, lean, tip, turn, self._x + right, up, ajar, even))


def is_tucked(shape: Handshape) -> bool:
    """Whether a digit lies on another, so that a hand must open to get there or away."""
    return any("palm" not in one and "palm" not in other for one, other in shape.touches)


def _ajar(before: Handshape | None, shape: Handshape) -> float:
    """How far a hand opens between two letters."""
    return OPENED if before and (is_tucked(before) or is_tucked(shape)) else AJAR
