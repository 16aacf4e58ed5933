"""What a task must say of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import torch
from torch import Tensor, nn

from signread.training.recipes import Recipe

LETTER_OUTPUTS = ("logits", "probabilities")
"""What the graph of a network that reads letters gives, (N, L) each."""

Labelling = Literal["american", "own"]
"""How folder names are meant: as the American alphabet, or each as a label of its own."""


class TrainingSet(Protocol):
    """What is trained on: N rows, of which some are held out; all on the device where the network is.

    targets: (N,) long. validation: (V,) the row numbers held out.
    """

    targets: Tensor
    validation: Tensor

    @property
    def angles(self) -> Tensor | None:
        """(N, 5, 5), the hands' joints in degrees, NaN where unknown; None for a network that does not tell them."""

    def fingerprint(self) -> str:
        """SHA-256 of the data."""

    def epoch(self, random: torch.Generator) -> Tensor:
        """The row numbers of one epoch, in the order of training."""

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """What the network takes of some rows: varied at random, or as it is where `random` is None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """The data of a run, as it was asked for.

    paths: data sets. labelling: None for the usual one. leave_out: names of sources that are not trained on.
    initial_weights: "shipped", an .onnx file, or empty. labels: those of the run that is resumed, None for a new one.
    strict: whether a picture that cannot be read is an error.
    """

    recipe: Recipe
    paths: tuple[Path, ...]
    labelling: Labelling | None = None
    leave_out: tuple[str, ...] = ()
    initial_weights: str = ""
    labels: tuple[str, ...] | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedData:
    """Data that is ready to be trained on.

    labels: the network's outputs. fingerprint: SHA-256 of all of it. fingerprints: of each source. description: the
    sources in words. labelling: how folder names were meant, empty where there are none. on: makes the training set on
    a device.
    """

    labels: tuple[str, ...]
    fingerprint: str
    fingerprints: tuple[str, ...]
    description: str
    labelling: Labelling | Literal[""]
    on: Callable[[torch.device], TrainingSet]


class Task(Protocol):
    """crop_size: pixels of the crop. preprocessing: what its graph takes, in words, for the metadata.

    held_out_score: what the accuracy on the held-out rows is called. validates_letters: whether that is one over all
    labels. keeps_weights: whether an exported graph keeps names and shapes of the weights, so that a training can begin
    with them; its large ones are then stored in half precision. outputs: the names of what its graph gives;
    the first is compared with PyTorch's.
    """

    @property
    def crop_size(self) -> int: ...

    @property
    def preprocessing(self) -> str: ...

    @property
    def held_out_score(self) -> str: ...

    @property
    def validates_letters(self) -> bool: ...

    @property
    def keeps_weights(self) -> bool: ...

    @property
    def outputs(self) -> tuple[str, ...]: ...

    def prepare(self, request: DataRequest, on_hands: Callable[[str, int, int], None]) -> PreparedData:
        """Reads the data. on_hands: told the source, how many more pictures were looked through, and of how many.

        Raises UsageError for options that the task does not know, DataError for data that cannot be used.
        """

    def graph(self, network: nn.Module, recipe: Recipe) -> nn.Module:
        """The network from bytes to logits, probabilities, and what else it tells."""

    def trial_inputs(self) -> dict[str, Tensor]:
        """Inputs of the graph by their names, to try it with; the same each time."""
