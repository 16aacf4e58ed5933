"""Every number by which the speller decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Times are seconds. Lengths are in palms: the root mean square distance of wrist and knuckles from their middle.

    Chosen on words made from the hands of people whom the reading network did not learn from: calm ones in pictures,
    and up to six letters a second in landmarks. `benchmarks/spelling.py` and `benchmarks/quick_spelling.py` make such
    words and show what other values would bring. Real clips were looked at while it was built, as docs/results.md says.
    """

    doubt: float = 0.45
    """The probability that counts neither for a letter nor against it."""
    stays: float = 0.3
    """The probability down to which a letter that was decided counts as still shown."""
    absent: float = 0.15
    """The probability that every letter is taken to have while no hand is found: fast hands are lost for moments."""
    fast: float = 7.0
    """Palms a second at which a hand that goes somewhere counts half as much for the letter that it shows."""
    gap: float = 0.6
    """Between two frames; over a longer one nobody knows what the hand did."""

    letter_share: float = 0.17
    """Of the time from one letter to the next: how long a letter must be shown with certainty to be one."""
    usual_pace: float = 0.35
    """From one letter to the next, before a person's own pace is known."""
    slowest_pace: float = 0.8
    """A slower one asks for no more."""
    start: float = 0.15
    """How much longer the first letter of a word must be shown, or what follows it must make up for."""
    lead: float = 0.05
    """How much longer still until it is decided."""
    decide_within: float = 0.6
    """From a letter's beginning, after which it is decided as it then seems."""
    idle: float = 1.0
    """Without a letter, after which the next one is the first of a word."""

    slide: float = 0.65
    """How far a hand moves aside to show its letter once more."""
    rest_share: float = 0.4
    """Of the time from one letter to the next: how long the hand rests before a slide."""
    settle_share: float = 0.2
    """The same, for the time constant with which its place is smoothed."""
    still: float = 3.0
    """Palms a second below which that place stands still."""
    drift: float = 1.0
    """The time constant with which the place of a letter follows the hand, for arms that sink."""
    release: float = 0.35
    """How long another shape, or none, is shown before the same letter counts anew."""

    space: float = 0.5
    """Without a hand, after which a word is over."""
    line: float = 2.0
    """Without a hand, after which a sentence is over."""
    absence_decay: float = 4.0
    """How many times faster than a hand's absence grows it is forgotten when one is seen, for it may be none."""

    moment: float = 0.1
    """How long before a movement a letter may have ended that it takes the place of."""
    smoothing_s: float = 0.5
    """The time constant with which handedness and the palm's size are smoothed, for the letters that move."""
    lost: float = 0.5
    """Without a hand, after which a movement is over."""

    is_i: float = 0.5
    """The probability from which a hand is an I with which a J can begin."""
    upright: float = 45.0
    """Degrees by which the little finger of an I may lean."""
    swing: float = 10.0
    """Degrees by which it leans inward before it swings round."""
    swing_time: float = 0.5
    """From the last I to that."""
    hook_time: float = 1.2
    """From there to the end of the hook."""
    hooked: float = 65.0
    """Degrees from the horizontal, on the outer side, in which a J ends."""
    little: float = 1.0
    """How far the little finger still reaches then."""
    is_another: float = 0.75
    """The probability of any other letter from which it is that letter and no J."""
    seen: float = 0.1
    """How long the end of a J is seen."""

    grace: float = 0.5
    """Added to the time after which the hand that ended a J or Z is read again."""

    turn: float = 0.9
    """How far the finger comes back before its way counts as turned."""
    leg: float = 1.5
    """How far each of a Z's three ways goes to the side, at least."""
    level: float = 0.6
    """How much the first and the last may rise or fall, of their length."""
    aslant: float = 0.5
    """How much the second falls, at least, of its length to the side."""
    pointing: float = 0.3
    """The part of the time for which no finger reaches farther than the index finger."""
    zigzag_time: float = 3.2
    """In which a Z is drawn."""
