"""The likeliest word for the letters that were read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from signread.handshapes.alphabet import LETTERS
from signread.language.confusions import CONFUSIONS
from signread.language.lexicon import OUT_OF_VOCABULARY, bigrams, letter_numbers, lexicon
from signread.types import Event

SLIP = 0.01
"""How often a letter is read wrong however certain it seems."""
MISSED, MISSED_BY_GAP = -3.5, 4.5
"""The logarithm of the odds that a letter was missed between two that came at the word's pace, and how much that grows
with the logarithm of how much longer it took. `benchmarks/correction.py` shows what they were chosen by."""
MISSED_FIRST, MISSED_LAST = -3.5, -4.0
"""The same, before the first letter and after the last."""
ADDED = -6.2
"""The logarithm of how often a letter is read that was not there."""
FAR = 2
"""How many letters may be missed, and how many added."""
USUAL_GAP_S, LEAST_GAP_S = 0.35, 0.03
"""From letter to letter, where a word does not tell."""
SURE = 0.5
"""The probability from which a word is put in place of the letters, where that is asked for."""
DISTRUST = 0.1
"""How much what a letter is often taken for weighs, however certain it seems; its own uncertainty is added."""
MOST = 5
"""How many suggestions there are at most."""

Word = Sequence[Event]
"""The letters of a word."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that may be meant. probability: against all other words, and against the letters as they were spelled."""

    word: str
    probability: float


def likeliest(word: Word, count: int = 3) -> list[Suggestion]:
    """The words that were most likely meant, likeliest first; the letters as they were spelled are one of them.

    Bayes' rule: how often a word is used, times how likely its letters look as these were read. Letters may be read as
    others, above all as those they resemble; some may be missed, above all where it took long from one to the next, and
    one added. What is in no list counts by how much its letters follow each other as in English. What no word comes
    near to stays alone.

    Raises MissingExtraError without the extra `words`.
    """
    evidence = tuple((event.letter, event.confidence, event.alternatives) for event in word)
    return list(_likeliest(evidence, _missed([event.begin for event in word])))[:count]


def correct(word: Word) -> str:
    """The word that most likely was meant, where that is likelier than not; else the letters as they were spelled."""
    best = likeliest(word, 1)[0]
    return best.word if best.probability > SURE else as_spelled(word)


def as_spelled(word: Word) -> str:
    """The word's letters."""
    return joined([event.letter for event in word])


def joined(names: Sequence[str]) -> str:
    """Letters one after the other; signs with longer names are kept apart."""
    return ("" if all(len(name) == 1 for name in names) else " ").join(names)


_Evidence = tuple[tuple[str, float, tuple[tuple[str, float], ...]], ...]
"""What counts of a word's letters: name, confidence, alternatives."""


def _missed(begins: Sequence[float]) -> tuple[float, ...]:
    """The logarithm of the odds that a letter was missed before each of n letters, and after the last."""
    gaps = [max(after - before, LEAST_GAP_S) for before, after in pairwise(begins)]
    pace = median([*gaps, USUAL_GAP_S] if len(gaps) < 2 else gaps)
    return (MISSED_FIRST, *(MISSED + MISSED_BY_GAP * math.log(gap / pace) for gap in gaps), MISSED_LAST)


@lru_cache(maxsize=20_000)
def _likeliest(evidence: _Evidence, missed: Sequence[float]) -> Sequence[Suggestion]:
    names = [letter for letter, _, _ in evidence]
    spelled = joined(names)
    if len(spelled) < 2 or not set(names) <= set(LETTERS):
        return [Suggestion(spelled, 1.0)]
    likelihood = _likelihood(evidence)
    groups = lexicon()
    scores: dict[str, float] = {}
    for length in range(len(spelled) - 1, len(spelled) + FAR + 1):
        group = groups.get(length)
        if group is None:
            continue
        fits = group.prior + _fit(likelihood, missed, group.letters)
        for place in np.argsort(-fits)[:MOST]:
            scores[group.words[place]] = float(fits[place])
    as_it_is = float(likelihood[np.arange(len(spelled)), letter_numbers(spelled)].sum())
    unknown = math.log(OUT_OF_VOCABULARY) + _like_english(spelled) + as_it_is
    scores[spelled] = np.logaddexp(scores[spelled], unknown) if spelled in scores else unknown
    total = float(np.logaddexp.reduce(list(scores.values())))
    best = sorted(scores.items(), key=lambda pair: -pair[1])[:MOST]
    return [Suggestion(name, math.exp(score - total)) for name, score in best]


def _likelihood(evidence: _Evidence) -> NDArray[np.float64]:
    """(n, 26): the logarithm of how likely each letter looks as the word's n letters were read."""
    likelihood = np.full((len(evidence), len(LETTERS)), SLIP / len(LETTERS))
    for row, (letter, confidence, alternatives) in enumerate(evidence):
        distrust = DISTRUST + (1 - DISTRUST) * (1 - confidence) / 2
        for shares, weight in ((dict(alternatives), 1 - distrust), (CONFUSIONS[letter], distrust)):
            for name, probability in shares.items():
                if name in LETTERS:
                    likelihood[row, LETTERS.index(name)] += (1 - SLIP) * weight * probability
    logarithms: NDArray[np.float64] = np.log(likelihood)
    return logarithms


def _fit(likelihood: NDArray[np.float64], missed: Sequence[float], words: NDArray[np.int64]) -> NDArray[np.float64]:
    """How well words of one length, (W, m), fit n letters that were read, as logarithms (W,).

    This is the best of all ways to lay the letters of the word beside those that were read (Wagner and Fischer, 1974).
    """
    n, m = len(likelihood), words.shape[1]
    best: dict[tuple[int, int], NDArray[np.float64]] = {(0, 0): np.zeros(len(words))}
    for row in range(n + 1):
        for place in range(max(row - FAR, 0), min(row + FAR, m) + 1):
            ways = []
            if (row - 1, place - 1) in best:
                ways.append(best[row - 1, place - 1] + likelihood[row - 1, words[:, place - 1]])
            if (row, place - 1) in best:
                ways.append(best[row, place - 1] + missed[row])
            if (row - 1, place) in best:
                ways.append(best[row - 1, place] + ADDED)
            if ways:
                best[row, place] = np.max(ways, axis=0)
    return best[n, m]


def _like_english(word: str) -> float:
    edge = len(LETTERS)
    numbers = [edge, *letter_numbers(word), edge]
    return float(bigrams()[numbers[:-1], numbers[1:]].sum())
