"""Warm start: the weights of an exported model instead of random ones."""

from pathlib import Path

import numpy as np
import torch
from torch import nn

from signread.errors import ModelError
from signread.recognition.letter_model import SHIPPED as SHIPPED_FILE
from signread.recognition.letter_model import LetterModel
from signread.recognition.onnx_file import shipped

SHIPPED = "shipped"
"""The name for the model that ships."""

PREFIX = "network."
"""Of the names that an exported graph gives to the weights."""
HEADS = ("landmark_head.", "picture_head.")
"""The layers of LetterNet that have a row for each label."""
LATER = ("angle_head.",)
"""Layers that models of earlier versions do not have."""


def model_file(name: str) -> Path:
    """The .onnx file that "shipped" or a path stands for. Raises ModelError when it is no model that reads hands."""
    with shipped(SHIPPED_FILE) as file:
        path = file if name == SHIPPED else Path(name)
        if not LetterModel(path).reads_points:
            raise ModelError(f"{path}: a model of crops alone; begin with one that `signread train letters` made")
        return path


def warm_start(network: nn.Module, labels: tuple[str, ...], name: str) -> None:
    """Puts the weights of a model into the network; what it knows of a label goes where that label now stands.

    Labels and layers that the model does not know keep their random weights. Raises ModelError for a file of another
    network.
    """
    import onnx

    path = model_file(name)
    known = LetterModel(path).labels
    weights = {
        tensor.name.removeprefix(PREFIX): onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load(path).graph.initializer
    }
    state = network.state_dict()
    for key, tensor in state.items():
        if key.endswith("num_batches_tracked"):
            continue
        stored = weights.get(key)
        if stored is None and key.startswith(LATER):
            continue
        rows = slice(1, None) if key.startswith(HEADS) else slice(None)
        if stored is None or stored.shape[rows] != tuple(tensor.shape[rows]):
            raise ModelError(f"{path}: has no {key} of the shape {tuple(tensor.shape)}; it is of another network")
        if key.startswith(HEADS):
            for row, label in enumerate(labels):
                if label in known:
                    tensor[row] = torch.from_numpy(np.array(stored[known.index(label)]))
        else:
            tensor.copy_(torch.from_numpy(np.array(stored)))
    network.load_state_dict(state)
