"""A finished run as one .onnx file that describes itself."""

import io
import json
import logging
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from signread.errors import ModelError
from signread.networks import count_parameters
from signread.recognition.onnx_file import FORMAT, session_of
from signread.training.run import Run
from signread.training.tasks import task_of
from signread.training.tasks.task import Task

LARGE_WEIGHT = 1024
"""Numbers; a dense layer that has more is stored in half precision, where the task keeps its weights."""

AGREEMENT = 1e-3
"""How far the logits of PyTorch and ONNX Runtime may be apart."""

SCORES = ("data", "accuracy", "accuracy_interval", "mean_over_signers", "worst_signer", "expected_calibration_error")
"""What of an evaluation goes into the file."""


def export(run: Run, *, licence: str = "Apache-2.0") -> bytes:
    """The content of an .onnx file with the run's network; writes nothing.

    licence: of the weights, for the metadata.

    Raises RunError when the run is not finished, ModelError when ONNX Runtime gives other logits than PyTorch.
    """
    import onnx

    task, network = task_of(run.config.recipe), run.network()
    if task.keeps_weights:
        _round_large_weights(network)
    graph = task.graph(network, run.config.recipe)
    model = _traced(graph, task)
    _forget_origin(model)
    if task.keeps_weights:
        _halve_large_weights(model)
    onnx.helper.set_model_props(model, _metadata(run, task, network, licence))
    buffer = io.BytesIO()
    onnx.save(model, buffer)
    content = buffer.getvalue()
    _require_agreement(graph, content, run.folder, task)
    return content


def _traced(graph: nn.Module, task: Task) -> Any:
    from onnxscript import optimizer

    inputs = task.trial_inputs()
    batch = torch.export.Dim("batch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            graph,
            tuple(tensor[:2] for tensor in inputs.values()),
            input_names=list(inputs),
            output_names=list(task.outputs),
            dynamic_shapes=tuple({0: batch} for _ in inputs),
            dynamo=True,
            verbose=False,
            optimize=not task.keeps_weights,
        )
    assert program is not None  # noqa: S101
    if task.keeps_weights:
        # What PyTorch's own optimising does besides, fusing layers, would take the weights' names away.
        optimizer.fold_constants(program.model)
        optimizer.remove_unused_nodes(program.model)
    return program.model_proto


@torch.no_grad()
def _require_agreement(graph: nn.Module, content: bytes, path: Path, task: Task) -> None:
    inputs = task.trial_inputs()
    wanted = graph(*inputs.values())[0].numpy()
    given = session_of(content, path).run([task.outputs[0]], {name: tensor.numpy() for name, tensor in inputs.items()})[
        0
    ]
    apart = float(np.abs(given - wanted).max())
    if not apart <= AGREEMENT:
        raise ModelError(
            f"{path}: its {task.outputs[0]} is {apart:.2g} away from PyTorch's, at most {AGREEMENT} are allowed"
        )


def _large(shape: Sequence[int]) -> bool:
    """Dense layers only: ONNX Runtime prepares convolutions beforehand, if their weights do not come through a cast."""
    return len(shape) == 2 and math.prod(shape) >= LARGE_WEIGHT


@torch.no_grad()
def _round_large_weights(network: nn.Module) -> None:
    """What is stored in half precision is rounded before, so that file and network still agree."""
    for parameter in network.parameters():
        if _large(parameter.shape):
            parameter.copy_(parameter.half().float())


def _halve_large_weights(model: Any) -> None:
    """Stores large weights in half precision, with a cast behind each: half the file, and the same names."""
    import onnx

    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT and _large(tensor.dims):
            name = tensor.name
            values = onnx.numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, name))
            for node in model.graph.node:
                for place, taken in enumerate(node.input):
                    if taken == name:
                        node.input[place] = f"{name}.float"
            casts.append(onnx.helper.make_node("Cast", [name], [f"{name}.float"], to=onnx.TensorProto.FLOAT))
    for number, cast in enumerate(casts):
        model.graph.node.insert(number, cast)


def _forget_origin(model: Any) -> None:
    """PyTorch notes at every node which line of which file made it: of no use to others, and none of their business."""
    graph = model.graph
    for element in (graph, *graph.node, *graph.initializer, *graph.value_info, *graph.input, *graph.output):
        element.ClearField("metadata_props")
        element.ClearField("doc_string")


def _metadata(run: Run, task: Task, network: nn.Module, licence: str) -> dict[str, str]:
    config = run.config
    scores: dict[str, object] = {}
    history = run.history()
    if history and history[-1].validation_accuracy is not None:
        scores[task.held_out_score] = history[-1].validation_accuracy
    report = run.evaluation()
    scores |= {key: report[key] for key in SCORES if key in report}
    return {
        "signread_format": FORMAT,
        "letters": json.dumps(config.labels),
        "input_size": str(task.crop_size),
        "parameters": str(count_parameters(network)),
        "threshold": str(config.recipe.threshold),
        "preprocessing": task.preprocessing,
        "recipe": config.recipe.name,
        "network": config.recipe.network,
        "epochs": str(config.recipe.epochs),
        "seed": str(config.seed),
        "training_data": f"{config.sources}, sha256 {config.fingerprint}",
        "training_fingerprints": json.dumps(config.fingerprints),
        "initial_weights": config.initial_weights,
        "scores": json.dumps(scores),
        "licence": licence,
    }
