"""The task of SignNet: where a stretch of signing lies among all signs."""

import hashlib
from collections.abc import Callable

import torch
from torch import Tensor, nn

from signread.datasets import word_sequences
from signread.datasets.word_sequences import SignSource
from signread.errors import DataError, UsageError
from signread.networks.sign_net import REPETITIONS
from signread.signs.segments import sample_of
from signread.signs.sequence import BODY_PLACES, STEPS, Sample
from signread.signs.sign_net import OUTPUT
from signread.skeleton import HAND
from signread.synthetic.signing import FINE, Key
from signread.training.recipes import Recipe
from signread.training.tasks.signs_set import SIGNS, SignsSet
from signread.training.tasks.task import DataRequest, PreparedData, Task

SAME = {"thank-you": "thankyou", "thanks": "thankyou"}
"""Words of the archives that are one sign."""
ANOTHER = {("FowlDeadPool", "no")}
"""Words of sources that are another sign than elsewhere."""
FEWEST_FRAMES = 5
"""Of a sequence that is learnt from."""
TRIED = 4


class _Signs:
    crop_size = 0
    preprocessing = (
        f"1: hands (N, {STEPS}, 2, {len(HAND)}, 2), seen (N, {STEPS}, 2), body (N, {STEPS}, {len(BODY_PLACES)}, 2) "
        "float32: right and left hand, where they were seen, nose, elbows, wrists, shoulders; in shoulder widths from "
        "between the shoulders, at equal times"
    )
    held_out_score = "validation_accuracy"
    validates_letters = False
    keeps_weights = False
    outputs = (OUTPUT,)

    def prepare(self, request: DataRequest, on_hands: Callable[[str, int, int], None]) -> PreparedData:  # noqa: ARG002
        if request.initial_weights or request.labelling:
            raise UsageError(f"{request.recipe.name} takes no --init and no --labels; those are for letters")
        sources = [word_sequences.read_signs(file) for path in request.paths for file in word_sequences.archives(path)]
        names = [source.name for source in sources]
        unknown = set(request.leave_out) - set(names)
        if unknown:
            raise DataError(f"{' '.join(sorted(unknown))}: no such source to leave out; there are {' '.join(names)}")
        kept = [source for source in sources if source.name not in request.leave_out]
        samples = _samples(kept)
        if sum(len(some) >= REPETITIONS for some in samples.values()) < 2:
            raise DataError(
                f"{', '.join(map(str, request.paths))}: expected archives of word sequences (.npz) with at least two "
                f"signs of {REPETITIONS} repetitions by one person, found {len(samples)} signs"
            )
        learnt = tuple(source.fingerprint for source in kept)
        fingerprint = hashlib.sha256(" ".join(sorted(learnt)).encode()).hexdigest()
        return PreparedData(
            labels=tuple(f"sign {number + 1}" for number in range(SIGNS)),
            fingerprint=fingerprint,
            fingerprints=learnt,
            description=f"signs of {', '.join(source.name for source in kept)}, and made-up ones of their parts",
            labelling="",
            on=lambda device: SignsSet(samples, fingerprint, device),
        )

    def graph(self, network: nn.Module, recipe: Recipe) -> nn.Module:  # noqa: ARG002
        return _SignGraph(network).eval()

    def trial_inputs(self) -> dict[str, Tensor]:
        random = torch.Generator().manual_seed(0)
        return {
            "hands": torch.randn(TRIED, STEPS, 2, len(HAND), 2, generator=random),
            "seen": (torch.rand(TRIED, STEPS, 2, generator=random) < 0.7).float(),
            "body": torch.randn(TRIED, STEPS, len(BODY_PLACES), 2, generator=random),
        }


class _SignGraph(nn.Module):
    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, hands: Tensor, seen: Tensor, body: Tensor) -> tuple[Tensor]:
        return (self.network(hands, seen, body),)


def _samples(sources: list[SignSource]) -> dict[Key, list[Sample]]:
    samples: dict[Key, list[Sample]] = {}
    for source in sources:
        for clip in source.clips:
            if len(clip.sequence) < FEWEST_FRAMES:
                continue
            word = clip.word.lower()
            word = f"{word} of {source.name}" if (source.name, word) in ANOTHER else SAME.get(word, word)
            try:
                sample = sample_of(clip.sequence, FINE)
            except DataError:
                continue  # without shoulders there is nothing to learn
            samples.setdefault((clip.signer, word), []).append(sample)
    return samples


SIGNS_TASK: Task = _Signs()
