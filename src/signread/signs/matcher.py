"""Which of some signs a stretch of signing is: the one with the nearest example, or none that is near enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from signread.signs.sequence import Sample
from signread.signs.sign_net import SignNet

THRESHOLD = 0.5
"""The least similarity of a clip to an example of a sign (cosine of their embeddings) for it to be that sign.

Low: it refuses what is nothing like any of them. Signs that are not known are 0.75 alike to one that is (median), and
a hundredth of those that are known less than that to a single example (people left out of the training).
"""
ALLOWED, LEAST_NEEDED, MOST_NEEDED, LONE = 0.04, 0.8, 0.94, 0.92
"""Most stretches of a stream are no sign, so more is needed there: as much as the examples of the sign are mostly alike
among themselves, less what is allowed, within bounds; and of a sign with one example alone so much.

Of people left out, five examples a sign: 95 in 100 of their signs have that, and 3 stretches in ten minutes of
spelling, none in a minute of other signs (0.8 for all: 97, 224, 30).
"""
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a stretch of signing is.

    name: the sign; None where none is near enough. similarity: to the nearest example, at most 1, also where none is.
    needed: the similarity that the nearest sign needs where it may as well be none, in a stream. alternatives: the
    likeliest signs with their similarities, likeliest first.
    """

    name: str | None
    similarity: float
    needed: float = 1.0
    alternatives: tuple[tuple[str, float], ...] = ()


class Matcher:
    """Compares with examples, as they are and as the other hand would sign them.

    signs: by name, each with one sample or more. Nothing is trained: a sign that is added is known at once.
    """

    def __init__(self, net: SignNet, signs: Mapping[str, Sequence[Sample]], threshold: float = THRESHOLD) -> None:
        self.names = tuple(name for name, examples in signs.items() if examples)
        self.threshold = threshold
        self._net = net
        examples = [(place, one) for place, name in enumerate(self.names) for one in signs[name]]
        self._of = np.array([place for place, _ in examples] * 2, int)
        samples = [one for _, one in examples]
        self._examples = net.embed([*samples, *(one.mirrored() for one in samples)]) if samples else None
        self._needed = [self._needed_by(place) for place in range(len(self.names))]

    def match(self, sample: Sample) -> Match:
        """What a stretch of signing is."""
        return self.match_all([sample])[0]

    def match_all(self, samples: Sequence[Sample]) -> list[Match]:
        """What each of some stretches is, at once."""
        if self._examples is None or not samples:
            return [Match(name=None, similarity=0.0) for _ in samples]
        similar = self._net.embed(samples) @ self._examples.T
        of_sign = np.full((len(samples), len(self.names)), -1.0)
        for place in range(len(self.names)):
            of_sign[:, place] = similar[:, self._of == place].max(1)
        return [self._decided(row) for row in of_sign]

    def _needed_by(self, place: int) -> float:
        assert self._examples is not None  # noqa: S101
        own = self._examples[: len(self._of) // 2][self._of[: len(self._of) // 2] == place]
        if len(own) == 1:
            return LONE
        alike = (own @ own.T - 2 * np.eye(len(own))).max(1)
        return float(np.clip(np.median(alike) - ALLOWED, LEAST_NEEDED, MOST_NEEDED))

    def _decided(self, similarities: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Match:
        order = np.argsort(-similarities, kind="stable")[:ALTERNATIVES]
        best = float(similarities[order[0]])
        return Match(
            name=self.names[order[0]] if best >= self.threshold else None,
            similarity=best,
            needed=self._needed[order[0]],
            alternatives=tuple((self.names[place], float(similarities[place])) for place in order),
        )
