"""The likeliest word for the letters that were seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from signread.alphabet import LETTERS
from signread.spelling.mistaken import MISTAKEN
from signread.spelling.text import Word, as_spelled, in_a_row

RAREST = 30
"""How often a word must stand in the word list's 1.6 billion words; below are mostly slips of the pen."""
EVENED = 0.5
"""The power to which frequencies are taken: what is spelled by hand is rarer than what is spoken."""
NOT_IN_THE_LIST = 0.05
"""How many of the words that people spell are names or other words that no list has."""
SLIP = 0.01
"""How often a letter is read wrong however certain it seems."""
MISSED, MISSED_DOUBLE, ADDED = 0.01, 0.05, 0.002
"""How often a letter is not seen, how often the second of a double one; how often one is seen that was not there."""
SURE = 0.5
"""The probability from which a word is put in place of the letters, where that is asked for."""
DISTRUST = 0.1
"""How much what a letter is often mistaken for weighs, however certain it seems; its own uncertainty is added."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word that may be meant. probability: against all other words, and against the letters as they were spelled."""

    word: str
    probability: float


def likeliest(word: Word, count: int = 3) -> list[Suggestion]:
    """The words that were most likely meant, likeliest first; the letters as they were spelled are one of them.

    Bayes' rule: how often a word is used, times how likely its letters look as these were seen. Letters may be read as
    others, above all as those they resemble, and one may be missed or added. What is in no list counts by how much its
    letters follow each other as in English. What no word comes near to stays alone.
    """
    shown = tuple((event.letter, event.confidence, event.alternatives) for event in word)
    return list(_likeliest(shown))[:count]


_Shown = tuple[tuple[str, float, tuple[tuple[str, float], ...]], ...]
"""What counts of a word's letters: name, confidence, alternatives."""
MOST = 5
"""How many suggestions there are at most."""


@lru_cache(maxsize=20_000)
def _likeliest(shown: _Shown) -> Sequence[Suggestion]:
    names = [letter for letter, _, _ in shown]
    spelled = in_a_row(names)
    if len(spelled) < 2 or not set(names) <= set(LETTERS):
        return [Suggestion(spelled, 1.0)]
    seen = _seen(shown)
    known = lexicon()
    found: dict[str, float] = {}
    for length in (len(spelled) - 1, len(spelled), len(spelled) + 1):
        group = known.get(length)
        if group is None:
            continue
        scores = group.prior + _fit(seen, group.letters)
        for place in np.argsort(-scores)[:MOST]:
            found[group.words[place]] = float(scores[place])
    as_it_is = float(seen[np.arange(len(spelled)), _numbers(spelled)].sum())
    unknown = math.log(NOT_IN_THE_LIST) + _like_english(spelled) + as_it_is
    found[spelled] = np.logaddexp(found[spelled], unknown) if spelled in found else unknown
    total = float(np.logaddexp.reduce(list(found.values())))
    best = sorted(found.items(), key=lambda pair: -pair[1])[:MOST]
    return [Suggestion(name, math.exp(score - total)) for name, score in best]


def correction(word: Word) -> str:
    """The word that most likely was meant, where that is likelier than not; else the letters as they were spelled."""
    best = likeliest(word, 1)[0]
    return best.word if best.probability > SURE else as_spelled(word)


def _seen(shown: _Shown) -> np.ndarray:
    """(n, 26): the logarithm of how likely each letter looks as the word's n letters were seen."""
    seen = np.full((len(shown), len(LETTERS)), SLIP / len(LETTERS))
    for row, (letter, confidence, alternatives) in enumerate(shown):
        distrust = DISTRUST + (1 - DISTRUST) * (1 - confidence) / 2
        for shares, weight in ((dict(alternatives), 1 - distrust), (MISTAKEN[letter], distrust)):
            for name, probability in shares.items():
                if name in LETTERS:
                    seen[row, LETTERS.index(name)] += (1 - SLIP) * weight * probability
    logarithms: np.ndarray = np.log(seen)
    return logarithms


def _fit(seen: np.ndarray, words: np.ndarray) -> np.ndarray:
    """How well words of one length, (W, m), fit letters, (n, 26), as logarithms (W,); m is n - 1, n or n + 1."""
    n, m = len(seen), words.shape[1]
    if m == n:
        return np.asarray(seen[np.arange(n), words].sum(axis=1))
    shorter = min(n, m)
    rows = np.arange(shorter)
    if m < n:  # one letter too many was seen
        before, after = seen[rows, words], seen[rows + 1, words]
        cost: float | np.ndarray = math.log(ADDED)
    else:  # one was missed
        before, after = seen[rows, words[:, :-1]], seen[rows, words[:, 1:]]
        double = np.zeros(words.shape, bool)
        double[:, 1:] = words[:, 1:] == words[:, :-1]
        cost = np.where(double, math.log(MISSED_DOUBLE), math.log(MISSED))
    ahead = np.concatenate([np.zeros((len(words), 1)), before.cumsum(axis=1)], axis=1)
    behind = np.concatenate([after[:, ::-1].cumsum(axis=1)[:, ::-1], np.zeros((len(words), 1))], axis=1)
    return np.asarray((ahead + behind + cost).max(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The W words of one length m: their numbers (W, m), and the logarithm of how often each is used (W,)."""

    words: Sequence[str]
    letters: np.ndarray
    prior: np.ndarray


@cache
def _counts() -> dict[str, int]:
    """How often each word is used, its letters only: nobody spells an apostrophe."""
    from spellchecker import SpellChecker

    counts: dict[str, int] = {}
    for word, times in SpellChecker().word_frequency.dictionary.items():
        letters = word.replace("'", "").upper()
        if times >= RAREST and letters and set(letters) <= set(LETTERS):
            counts[letters] = counts.get(letters, 0) + times
    return counts


@cache
def lexicon() -> dict[int, Group]:
    """The words of the list by their length."""
    by_length: dict[int, list[str]] = {}
    counts = _counts()
    for word in counts:
        by_length.setdefault(len(word), []).append(word)
    whole = math.log(sum(times**EVENED for times in counts.values())) - math.log(1 - NOT_IN_THE_LIST)
    return {
        length: Group(
            words,
            np.array([_numbers(word) for word in words]),
            EVENED * np.log([counts[word] for word in words]) - whole,
        )
        for length, words in by_length.items()
    }


@cache
def follows() -> np.ndarray:
    """(27, 27) logarithms of how often a letter follows another in the list's words; 26 is the begin and the end."""
    edge = len(LETTERS)
    counts = np.ones((edge + 1, edge + 1))
    for group in lexicon().values():
        framed = np.pad(group.letters, ((0, 0), (1, 1)), constant_values=edge)
        np.add.at(counts, (framed[:, :-1], framed[:, 1:]), 1)
    follows: np.ndarray = np.log(counts / counts.sum(axis=1, keepdims=True))
    return follows


def _like_english(word: str) -> float:
    edge = len(LETTERS)
    numbers = [edge, *_numbers(word), edge]
    return float(follows()[numbers[:-1], numbers[1:]].sum())


def _numbers(word: str) -> list[int]:
    return [LETTERS.index(letter) for letter in word]
