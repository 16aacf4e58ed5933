"""Signs in batches, real and made-up, as the loop trains on them: so many signs a batch, each said so many times."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from signread.networks.sign_net import REPETITIONS
from signread.signs.sequence import Sample
from signread.synthetic.signing import Key, Repertoire, Repetitions, vary

SIGNS = 40
"""In a batch."""
BATCHES = 100
"""In an epoch: there is no end of made-up signs."""
MADE_UP = 0.6
"""The share of signs that are made up."""
RESEMBLED = 0.6
"""How often a made-up sign has one beside it in the batch that differs in one thing."""
BY_ONE = 0.5
"""How often all repetitions of a real sign are one person's."""
MIRRORED = 0.3
"""How often a real sign is by the other hand."""


class SignsSet:
    """A `signread.training.tasks.task.TrainingSet`: row n of a batch is a repetition of its sign n // REPETITIONS.

    samples: of FINE steps, by person and word. The same word is the same sign, whoever signs it.
    """

    angles = None

    def __init__(
        self, samples: Mapping[Key, Sequence[Sample]], fingerprint: str, device: str | torch.device = "cpu"
    ) -> None:
        self._repertoire = Repertoire(samples)
        self._fingerprint = fingerprint
        self._words: dict[str, list[Key]] = {}
        for key, some in samples.items():
            if len(some) >= REPETITIONS:
                self._words.setdefault(key[1], []).append(key)
        self.targets = (torch.arange(BATCHES * SIGNS * REPETITIONS) // REPETITIONS % SIGNS).to(device)
        self.validation = torch.arange(0, device=device)

    def fingerprint(self) -> str:
        return self._fingerprint

    def epoch(self, random: torch.Generator) -> Tensor:  # noqa: ARG002
        return torch.arange(len(self.targets)).to(self.targets.device)

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """hands, seen and body of a batch, whatever its rows are called: it is made anew each time."""
        seed = int(torch.randint(2**31, (), generator=random)) if random is not None else 0
        batch = self._batch(len(rows) // REPETITIONS, np.random.default_rng(seed))
        return tuple(torch.from_numpy(part).to(rows.device) for part in (batch.hands, batch.seen, batch.body))

    def _batch(self, signs: int, random: np.random.Generator) -> Repetitions:
        words = list(random.permutation(list(self._words)))
        parts: list[Repetitions] = []
        while len(parts) < signs:
            if words and random.random() > MADE_UP:
                parts.append(self._real(self._words[words.pop()], random))
                continue
            sign = self._repertoire.invent(random)
            parts.append(self._repertoire.perform(sign, REPETITIONS, random))
            if len(parts) < signs and random.random() < RESEMBLED:
                parts.append(self._repertoire.perform(self._repertoire.resembling(sign, random), REPETITIONS, random))
        return vary(Repetitions.together(parts), random)

    def _real(self, keys: Sequence[Key], random: np.random.Generator) -> Repetitions:
        by = [keys[int(random.integers(len(keys)))]] if random.random() < BY_ONE else keys
        done = self._repertoire.repeated(by, REPETITIONS, random)
        return done.mirrored() if random.random() < MIRRORED else done
