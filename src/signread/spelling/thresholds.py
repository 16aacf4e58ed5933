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
    """Without a hand, or without any frame, after which a sentence is over."""
    absence_decay: float = 4.0
    """How many times faster than a hand's absence grows it is forgotten when one is seen, for it may be none."""

    drawn: float = 0.5
    """The probability from which a J or a Z is believed to have just been drawn."""
    way: float = 0.3
    """The least probability of its being drawn, not long before: what ends as a J without a way there is no J."""
    drawn_surely: float = 0.22
    """The probability of its having been drawn that is enough where its way was sure."""
    sure_way: float = 0.8
    """The probability from which that is so."""
    draws: float = 0.5
    """The same, of its being drawn, from which its beginning counts."""
    pause: float = 0.6
    """Without that, after which another may begin, and the way is long ago."""
    surely_held: float = 0.9
    """The probability from which a letter that is held through a movement makes it none: an L that slides is no Z."""
    again: float = 0.8
    """The probability from which a letter is believed to be shown once more."""
    moment: float = 0.15
    """How long before its beginning a letter may have ended that it takes the place of."""
    grace: float = 0.1
    """After it, in which nothing else is read."""
    handedness_s: float = 0.5
    """The time constant with which handedness is smoothed."""
