"""English words and how often each is used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import MissingExtraError
from signread.handshapes.alphabet import LETTERS

RAREST = 30
"""How often a word must stand in the word list's 1.6 billion words; below are mostly slips of the pen."""
FREQUENCY_POWER = 0.5
"""The power to which frequencies are taken: what is spelled by hand is rarer than what is spoken."""
OUT_OF_VOCABULARY = 0.05
"""How many of the words that people spell are names or other words that no list has."""


@dataclass(frozen=True, slots=True, eq=False)
class WordGroup:
    """The W words of one length m: their letters as numbers (W, m), the logarithm of how often each is used (W,)."""

    words: Sequence[str]
    letters: NDArray[np.int64]
    prior: NDArray[np.float64]


@cache
def lexicon() -> dict[int, WordGroup]:
    """The words of the list by their length. Raises MissingExtraError without the extra `words`."""
    by_length: dict[int, list[str]] = {}
    counts = _counts()
    for word in counts:
        by_length.setdefault(len(word), []).append(word)
    whole = math.log(sum(times**FREQUENCY_POWER for times in counts.values())) - math.log(1 - OUT_OF_VOCABULARY)
    return {
        length: WordGroup(
            words,
            np.array([letter_numbers(word) for word in words]),
            FREQUENCY_POWER * np.log([counts[word] for word in words]) - whole,
        )
        for length, words in by_length.items()
    }


@cache
def bigrams() -> NDArray[np.float64]:
    """(27, 27) logarithms of how often a letter follows another in the list's words; 26 is the begin and the end."""
    edge = len(LETTERS)
    counts = np.ones((edge + 1, edge + 1))
    for group in lexicon().values():
        framed = np.pad(group.letters, ((0, 0), (1, 1)), constant_values=edge)
        np.add.at(counts, (framed[:, :-1], framed[:, 1:]), 1)
    logarithms: NDArray[np.float64] = np.log(counts / counts.sum(axis=1, keepdims=True))
    return logarithms


def letter_numbers(word: str) -> list[int]:
    """The place of each letter in the alphabet. Raises ValueError for what is no capital letter."""
    return [LETTERS.index(letter) for letter in word]


def has_words() -> bool:
    """Whether the word list is installed."""
    try:
        lexicon()
    except MissingExtraError:
        return False
    return True


@cache
def _counts() -> dict[str, int]:
    """How often each word is used, its letters only: nobody spells an apostrophe."""
    try:
        from spellchecker import SpellChecker
    except ImportError as error:
        raise MissingExtraError("finding the likeliest words", "words") from error
    dictionary: Any = SpellChecker().word_frequency.dictionary
    counts: dict[str, int] = {}
    for word, times in dictionary.items():
        letters = word.replace("'", "").upper()
        if times >= RAREST and letters and set(letters) <= set(LETTERS):
            counts[letters] = counts.get(letters, 0) + times
    return counts
