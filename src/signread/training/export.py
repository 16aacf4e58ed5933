"""A finished run as one .onnx file that describes itself."""

import io
import json
import logging
import math
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from signread.data.sign_mnist import ORIGIN
from signread.data.sign_mnist import SIDE as CROP_SIDE_OF_SET
from signread.errors import ModelError
from signread.files import write_atomically
from signread.hands.crop import SIDE as CROP_SIDE
from signread.letters.letter_net import CROP_SIZE, LetterNet
from signread.letters.model import FORMAT, LetterModel
from signread.letters.networks import count_parameters
from signread.training.run import Run

LARGE_WEIGHT = 1024
"""Numbers; a dense layer of LetterNet that has more is stored in half precision."""

AGREEMENT = 1e-3
"""How far the logits of PyTorch and ONNX Runtime may be apart."""

SCORES = ("data", "accuracy", "accuracy_interval", "mean_over_signers", "worst_signer", "expected_calibration_error")
"""What of an evaluation goes into the file."""

CROP = "crop (N, S, S) uint8 grey, 0 black to 255 white"
PREPROCESSING = {
    False: f"1: {CROP}, the hand filling the square; scaled in the graph",
    True: "1: landmarks (N, 21, 3) float32 in picture pixels, MediaPipe order; handedness (N,) float32, -1 left, "
    f"1 right; {CROP}, a square around the landmarks of {CROP_SIDE} times their longer side; "
    "all mirroring and scaling in the graph",
}
"""By whether the graph takes all of a hand."""


class _ExportedCrops(nn.Module):
    """The network from bytes to probabilities."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, crop: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.network(crop.unsqueeze(1).float())
        return logits, logits.softmax(1)


class _ExportedHands(nn.Module):
    """LetterNet from a hand to probabilities."""

    def __init__(self, network: nn.Module, temperature: float) -> None:
        super().__init__()
        self.network = network
        self.temperature = temperature

    def forward(self, landmarks: Tensor, handedness: Tensor, crop: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.network(landmarks, handedness, crop.unsqueeze(1).float()) / self.temperature
        return logits, logits.softmax(1)


def export(run: Run, path: Path, licence: str = "Apache-2.0") -> LetterModel:
    """Writes the run's network to `path` and reads it back.

    Raises RunError when the run is not finished or the file cannot be written, ModelError when ONNX Runtime gives other
    logits than PyTorch.
    """
    import onnx
    from onnxscript import optimizer

    network = run.network()
    hands = isinstance(network, LetterNet)
    if hands:
        _round_weights(network)
    recipe = run.config.recipe
    exported = (_ExportedHands(network, recipe.temperature) if hands else _ExportedCrops(network)).eval()
    tried = _trial_inputs(CROP_SIZE if hands else CROP_SIDE_OF_SET, hands=hands)
    batch = torch.export.Dim("batch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            exported,
            tuple(tensor[:2] for tensor in tried.values()),
            input_names=list(tried),
            output_names=["logits", "probabilities"],
            dynamic_shapes=tuple({0: batch} for _ in tried),
            dynamo=True,
            verbose=False,
            optimize=not hands,  # so that the weights keep their names, and a training can begin from them
        )
    assert program is not None  # noqa: S101
    if hands:
        # What PyTorch's own optimising does besides, fusing layers, would take the weights' names away.
        optimizer.fold_constants(program.model)
        optimizer.remove_unused_nodes(program.model)
    model = program.model_proto
    _forget_origin(model)
    if hands:
        _halve(model)
    onnx.helper.set_model_props(model, _metadata(run, network, licence))
    buffer = io.BytesIO()
    onnx.save(model, buffer)
    with torch.no_grad():
        wanted = exported(*tried.values())[0].numpy()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_bytes(buffer.getvalue())
        given = {name: tensor.numpy() for name, tensor in tried.items()}
        found = LetterModel(file).logits(given["crop"], given.get("landmarks"), given.get("handedness"))
    apart = float(np.abs(found - wanted).max())
    if not apart <= AGREEMENT:
        raise ModelError(f"{path}: its logits are {apart:.2g} away from PyTorch's, at most {AGREEMENT} are allowed")
    write_atomically(path, buffer.getvalue())
    return LetterModel(path)


def _trial_inputs(size: int, *, hands: bool) -> dict[str, Tensor]:
    random = np.random.default_rng(0)
    crop = torch.from_numpy(random.integers(0, 256, (64, size, size), np.uint8))
    if not hands:
        return {"crop": crop}
    landmarks = torch.from_numpy(random.normal(200, 40, (64, 21, 3)).astype(np.float32))
    landmarks[:8] = torch.nan
    return {"landmarks": landmarks, "handedness": torch.tensor([1.0, -1.0, 0.0, -1.0] * 16), "crop": crop}


def _large(shape: Sequence[int]) -> bool:
    """Dense layers only: ONNX Runtime prepares convolutions beforehand, if their weights do not come through a cast."""
    return len(shape) == 2 and math.prod(shape) >= LARGE_WEIGHT


@torch.no_grad()
def _round_weights(network: nn.Module) -> None:
    """What is stored in half precision is rounded before, so that file and network still agree."""
    for parameter in network.parameters():
        if _large(parameter.shape):
            parameter.copy_(parameter.half().float())


def _halve(model: Any) -> None:
    """Stores large weights in half precision, with a cast behind each: half the file, and the same names."""
    import onnx

    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT and _large(tensor.dims):
            name = tensor.name
            values = onnx.numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, name))
            for node in model.graph.node:
                for place, given in enumerate(node.input):
                    if given == name:
                        node.input[place] = f"{name}.float"
            casts.append(onnx.helper.make_node("Cast", [name], [f"{name}.float"], to=onnx.TensorProto.FLOAT))
    for number, cast in enumerate(casts):
        model.graph.node.insert(number, cast)


def _forget_origin(model: Any) -> None:
    """PyTorch notes at every node which line of which file made it: of no use to others, and none of their business."""
    graph = model.graph
    for part in (graph, *graph.node, *graph.initializer, *graph.value_info, *graph.input, *graph.output):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")


def _metadata(run: Run, network: nn.Module, licence: str) -> dict[str, str]:
    config = run.config
    hands = isinstance(network, LetterNet)
    scores: dict[str, object] = {}
    history = run.history()
    if history and history[-1].validation_accuracy is not None:
        held_out = "no_letter_read_right" if hands else "validation_accuracy"
        scores[held_out] = history[-1].validation_accuracy
    found = run.evaluation()
    scores |= {key: found[key] for key in SCORES if key in found}
    made = {
        "signread_format": FORMAT,
        "letters": json.dumps(config.letters),
        "input_size": str(CROP_SIZE if hands else CROP_SIDE_OF_SET),
        "parameters": str(count_parameters(network)),
        "preprocessing": PREPROCESSING[hands],
        "recipe": config.recipe.name,
        "network": config.recipe.network,
        "epochs": str(config.recipe.epochs),
        "seed": str(config.seed),
        "training_data": f"{config.sources or ORIGIN}, sha256 {config.fingerprint}",
        "scores": json.dumps(scores),
        "licence": licence,
    }
    if hands:
        made |= {"threshold": str(config.recipe.threshold), "begun_from": config.begun_from}
    return made
