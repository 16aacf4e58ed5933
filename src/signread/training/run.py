"""The run folder: all that a training run leaves, each file written whole or not at all.

run.json                 recipe, seed, data, device, versions; written first, never changed
metrics.jsonl            one line an epoch
checkpoint.safetensors   everything needed to go on, after each epoch; gone when the run is finished
weights.safetensors      the trained network; there when the run is finished
curves.png               loss and accuracy, training and validation
evaluation/              what `signread evaluate` found
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import nn
from torch.optim import Optimizer

from signread.augmentation.parameters import RENAMED, CropAugmentation, HandAugmentation
from signread.errors import RunError
from signread.files import is_part, write_atomically
from signread.handshapes.alphabet import LETTERS
from signread.networks import NETWORKS, count_parameters
from signread.training.recipes import Recipe

Precision = Literal["float32", "bfloat16"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What a run was started with.

    data: where the training data lay; fingerprint: its SHA-256; fingerprints: of each source of it.
    labels: the names of the outputs. sources: what the data consists of, in words.
    initial_weights: what it started from, empty for random weights. labelling: how folder names were meant, see
    `signread.training.tasks.task`; empty for Sign Language MNIST.
    """

    recipe: Recipe
    seed: int
    data: str
    fingerprint: str
    device: str
    precision: Precision
    threads: int
    versions: Mapping[str, str]
    labels: tuple[str, ...] = LETTERS
    sources: str = ""
    fingerprints: tuple[str, ...] = ()
    initial_weights: str = ""
    labelling: Literal["american", "own", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochMetrics:
    """One line of metrics.jsonl. Losses are in nats, accuracies are fractions; validation is None without a split.

    The training figures are means over the epoch while the network was learning, on the pictures as augmented.
    seconds: of this epoch, validation included.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    learning_rate: float
    seconds: float


class Run:
    """A run folder. Make one with `Run.create`, or `Run.open` one that is there."""

    def __init__(self, folder: Path, config: RunConfig) -> None:
        self.folder = folder
        self.config = config

    @classmethod
    def create(cls, folder: Path, config: RunConfig) -> "Run":
        """A new run. Raises RunError when something is in the folder already, so that no run is ever overwritten."""
        cls.require_free(folder)
        run = cls(folder, config)
        write_atomically(run._config_file, json.dumps(asdict(config), indent=2) + "\n")
        return run

    @classmethod
    def require_free(cls, folder: Path) -> None:
        """Raises RunError when something is in the folder already."""
        if folder.exists() and (not folder.is_dir() or any(not is_part(path) for path in folder.iterdir())):
            if cls.exists(folder):
                raise RunError(f"{folder}: already there; continue it with --resume, or name another folder with --out")
            raise RunError(f"{folder}: already there, and no run; name another folder with --out")

    @classmethod
    def open(cls, folder: Path) -> "Run":
        """A run that is there. Raises RunError when the folder holds none."""
        file = folder / "run.json"
        try:
            config = _config(json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise RunError(f"{folder}: no run here; `signread train` makes one") from error
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RunError(f"{file}: not the description of a run ({error})") from error
        if type(config.threads) is not int or config.threads < 1 or type(config.recipe.epochs) is not int:
            raise RunError(f"{file}: not the description of a run (threads and epochs must be whole numbers)")
        if str(config.recipe.network) not in NETWORKS:
            raise RunError(f"{file}: unknown network {config.recipe.network!r}; known are {', '.join(NETWORKS)}")
        return cls(folder, config)

    @classmethod
    def exists(cls, folder: Path) -> bool:
        """Whether a run has begun in this folder."""
        return (folder / "run.json").exists()

    @property
    def _config_file(self) -> Path:
        return self.folder / "run.json"

    @property
    def weights_file(self) -> Path:
        return self.folder / "weights.safetensors"

    @property
    def _checkpoint_file(self) -> Path:
        return self.folder / "checkpoint.safetensors"

    @property
    def evaluation_folder(self) -> Path:
        return self.folder / "evaluation"

    @property
    def finished(self) -> bool:
        """Whether the training came to its end."""
        return self.weights_file.exists()

    def history(self) -> list[EpochMetrics]:
        """The metrics of the epochs so far. Raises RunError when the file is damaged."""
        file = self.folder / "metrics.jsonl"
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            return [EpochMetrics(**json.loads(line)) for line in lines]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise RunError(f"{file}: damaged ({error})") from error

    def evaluation(self) -> dict[str, Any]:
        """What `signread evaluate` reported of this run, empty before it did. Raises RunError when that is damaged."""
        file = self.evaluation_folder / "report.json"
        try:
            report = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise RunError(f"{file}: damaged ({error}); run `signread evaluate` again") from error
        if not isinstance(report, dict):
            raise RunError(f"{file}: damaged (no JSON object); run `signread evaluate` again")
        return report

    def save_epoch(self, network: nn.Module, optimizer: Optimizer, history: list[EpochMetrics]) -> None:
        """Saves all that is needed to go on from here; the checkpoint, being one file, is the moment of truth."""
        tensors = {f"network.{name}": tensor for name, tensor in network.state_dict().items()}
        for number, state in optimizer.state_dict()["state"].items():
            tensors |= {f"optimizer.{number}.{name}": tensor for name, tensor in state.items()}
        metadata = {"history": json.dumps([asdict(metrics) for metrics in history])}
        write_atomically(self._checkpoint_file, _serialised(tensors, metadata))
        self._write_metrics(history)

    def load_epoch(self, network: nn.Module, optimizer: Optimizer) -> list[EpochMetrics]:
        """Puts network and optimiser where the last checkpoint left them; the metrics so far, empty without one."""
        if not self._checkpoint_file.exists():
            return []
        tensors, metadata = _read_tensors(self._checkpoint_file)
        try:
            history = [EpochMetrics(**metrics) for metrics in json.loads(metadata["history"])]
            weights = {name[8:]: tensor for name, tensor in tensors.items() if name.startswith("network.")}
            network.load_state_dict(weights)
            _load_optimizer(optimizer, tensors)
        except (LookupError, ValueError, TypeError, RuntimeError) as error:
            raise RunError(f"{self._checkpoint_file}: does not fit its run.json ({error})") from error
        self._write_metrics(history)
        return history

    def finish(self, network: nn.Module) -> None:
        """Saves the weights; the checkpoint has done its work."""
        write_atomically(self.weights_file, _serialised(network.state_dict(), {"recipe": self.config.recipe.name}))
        self.tidy()

    def tidy(self) -> None:
        """Removes what a process that was killed here left half written, and the checkpoint of a finished run."""
        for path in self.folder.iterdir():
            if (is_part(path) and path.is_file()) or (self.finished and path == self._checkpoint_file):
                path.unlink()

    def network(self) -> nn.Module:
        """The trained network, on the CPU, ready to read. Raises RunError when the run is not finished or damaged."""
        if not self.finished:
            raise RunError(f"{self.folder}: not finished; continue it with `signread train ... --resume`")
        network = NETWORKS[self.config.recipe.network](len(self.config.labels))
        tensors, _ = _read_tensors(self.weights_file)
        try:
            network.load_state_dict(tensors)
        except RuntimeError as error:
            raise RunError(f"{self.weights_file}: does not fit the network {self.config.recipe.network}") from error
        return network.eval()

    def parameters(self) -> int:
        """How many numbers the trained network has."""
        return count_parameters(self.network())

    def _write_metrics(self, history: list[EpochMetrics]) -> None:
        lines = [json.dumps(asdict(metrics)) + "\n" for metrics in history]
        write_atomically(self.folder / "metrics.jsonl", "".join(lines))


def _config(stored: dict[str, Any]) -> RunConfig:
    if "labelling" not in stored:  # a run of 0.1, which calls some things otherwise
        stored["labelling"] = stored.pop("labels", "")
        stored["labels"] = stored.pop("letters", LETTERS)
        stored["initial_weights"] = stored.pop("begun_from", "")
        stored["fingerprints"] = [stored["fingerprint"]]
    stored["recipe"] = _recipe(stored["recipe"])
    for name in ("labels", "fingerprints"):
        stored[name] = tuple(stored[name])
    return RunConfig(**stored)


def _recipe(stored: dict[str, Any]) -> Recipe:
    for name, kind in (("augmentation", CropAugmentation), ("hand_augmentation", HandAugmentation)):
        if stored.get(name) is not None:
            stored[name] = kind(**{RENAMED.get(key, key): value for key, value in stored[name].items()})
    unknown = set(stored) - {field.name for field in fields(Recipe)}
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    return Recipe(**stored)


def _serialised(tensors: Mapping[str, torch.Tensor], metadata: dict[str, str]) -> bytes:
    data: bytes = save({name: tensor.cpu().contiguous() for name, tensor in tensors.items()}, metadata)
    return data


def _read_tensors(file: Path) -> tuple[dict[str, torch.Tensor], dict[str, str]]:
    try:
        with safe_open(file, framework="pt") as stored:
            return {name: stored.get_tensor(name) for name in stored.keys()}, stored.metadata() or {}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise RunError(f"{file}: damaged or no safetensors file ({error})") from error


def _load_optimizer(optimizer: Optimizer, tensors: Mapping[str, torch.Tensor]) -> None:
    """Fills the optimiser's state, each tensor in the memory layout of its parameter.

    Layout matters: the same numbers in another order in memory can round differently, and a resumed run must end with
    the very weights of one that was never killed.
    """
    state: dict[int, dict[str, torch.Tensor]] = {}
    parameters = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for name, tensor in tensors.items():
        kind, _, rest = name.partition(".")
        if kind == "optimizer":
            number, _, key = rest.partition(".")
            like = parameters[int(number)]
            if tensor.ndim and tensor.shape != like.shape:
                raise ValueError(f"{name} is {tuple(tensor.shape)}, its parameter {tuple(like.shape)}")
            laid_out = torch.empty_like(like).copy_(tensor) if tensor.ndim else tensor
            state.setdefault(int(number), {})[key] = laid_out
    if set(state) != set(range(len(parameters))):
        raise ValueError(f"the optimiser has {len(state)} states for {len(parameters)} parameters")
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
