"""The task of SpellNet: the last seconds of a hand, and whether it drew a J or a Z."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from signread.datasets import word_sequences
from signread.datasets.pictures import is_picture_set
from signread.datasets.spellers import spellers
from signread.datasets.word_sequences import WordSource
from signread.errors import DataError, UsageError
from signread.skeleton import HAND
from signread.skeleton.hand import PALM
from signread.spelling.spell_net import OUTPUTS
from signread.spelling.window import STEP_S, STEPS
from signread.synthetic.person import Person
from signread.synthetic.shapes import Array
from signread.training.recipes import Recipe
from signread.training.tasks.hand_sources import open_sources
from signread.training.tasks.spelling_set import FEWEST_FRAMES, Cast, SpellingSet
from signread.training.tasks.task import LETTER_OUTPUTS, DataRequest, PreparedData, Task

SPELLED_WORDS = ("a", "i", "idle")
"""Words of the archives that are letters, or no movement."""
LEAST_WAY = 1.5
"""Palms that a hand moves, at least, in a sequence that is learnt from as one that does not spell."""
TRIED = 16


class _Spelling:
    crop_size = 0
    preprocessing = (
        f"1: points (N, {STEPS}, {len(HAND)}, 2) float32 in picture pixels, {STEP_S} s apart, the last now, NaN where "
        "no hand was seen; handedness (N,) float32, -1 left, 1 right; all mirroring and scaling in the graph"
    )
    held_out_score = "validation_accuracy"
    validates_letters = False
    keeps_weights = False
    outputs = LETTER_OUTPUTS

    def prepare(self, request: DataRequest, on_hands: Callable[[str, int, int], None]) -> PreparedData:
        if request.initial_weights or request.labelling:
            raise UsageError(f"{request.recipe.name} takes no --init and no --labels; those are for letters")
        words = [word_sequences.read(file) for path in request.paths for file in word_sequences.archives(path)]
        pictures = [path for path in request.paths if is_picture_set(path) or not word_sequences.archives(path)]
        sets = open_sources(pictures, strict=request.strict) if pictures else []
        names = [one.name for one in sets] + [one.name for one in words]
        unknown = set(request.leave_out) - set(names)
        if unknown:
            raise DataError(f"{' '.join(sorted(unknown))}: no such source to leave out; there are {' '.join(names)}")
        total = sum(len(one.entries) for one in sets)
        kept = [one for one in sets if one.name not in request.leave_out]
        words_kept = [one for one in words if one.name not in request.leave_out]
        taught = _cast(spellers(kept, lambda name, done: on_hands(name, done, total)), words_kept)
        everybody = spellers(sets, lambda *_: None) if request.leave_out else {}
        left_out = _cast(
            {name: person for name, person in everybody.items() if name in request.leave_out},
            [one for one in words if one.name in request.leave_out],
        )
        learnt = tuple(one.fingerprint() for one in kept) + tuple(one.fingerprint for one in words_kept)
        fingerprint = hashlib.sha256(" ".join(sorted(learnt)).encode()).hexdigest()
        description = f"made-up movements of {', '.join(taught.names)}"
        if words_kept:
            description += f"; words of {', '.join(one.name for one in words_kept)}"
        return PreparedData(
            labels=OUTPUTS,
            fingerprint=fingerprint,
            fingerprints=learnt,
            description=description,
            labelling="",
            on=lambda device: SpellingSet(taught, left_out, fingerprint, device),
        )

    def graph(self, network: nn.Module, recipe: Recipe) -> nn.Module:  # noqa: ARG002
        return _SpellGraph(network).eval()

    def trial_inputs(self) -> dict[str, Tensor]:
        random = np.random.default_rng(0)
        points = random.normal(200, 40, (TRIED, STEPS, len(HAND), 2)).astype(np.float32)
        points[random.random((TRIED, STEPS)) < 0.3] = np.nan
        points[0] = np.nan
        return {"points": torch.from_numpy(points), "handedness": torch.tensor([1.0, -1.0] * (TRIED // 2))}


class _SpellGraph(nn.Module):
    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, points: Tensor, handedness: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.network(points, handedness)
        return logits, logits.softmax(1)


def _cast(people: Mapping[str, Person], words: Sequence[WordSource]) -> Cast:
    """Who spells, and what others sign where it moves and is no letter."""
    signed = [
        one.points
        for source in words
        for one in source.sequences
        if one.word.lower() not in SPELLED_WORDS and _moves(one.points)
    ]
    return Cast(names=tuple(people), people=tuple(people.values()), words=tuple(signed))


def _moves(points: Array) -> bool:
    seen = points[~np.isnan(points[:, 0, 0])]
    if len(seen) < FEWEST_FRAMES:
        return False
    return bool(np.ptp(seen.mean(1), axis=0).max() >= LEAST_WAY * _palm_size(seen))


def _palm_size(points: Array) -> float:
    corners = points[:, list(PALM)]
    return float(np.sqrt(((corners - corners.mean(1, keepdims=True)) ** 2).sum(2).mean()))


SPELLING: Task = _Spelling()
