"""From a hand to the letter that it shows."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class LetterScores:
    """How likely each letter is.

    letters: the L names, in the model's order.
    probabilities: (L,) float32, at least 0, sum 1.
    """

    letters: tuple[str, ...]
    probabilities: np.ndarray

    def __post_init__(self) -> None:
        if self.probabilities.shape != (len(self.letters),):
            raise ValueError(f"probabilities must be ({len(self.letters)},), got {self.probabilities.shape}")

    def best(self, count: int = 3) -> list[tuple[str, float]]:
        """The `count` likeliest letters with their probabilities, likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")[:count]
        return [(self.letters[i], float(self.probabilities[i])) for i in order]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities over the last axis, float64."""
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    probabilities: np.ndarray = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities
