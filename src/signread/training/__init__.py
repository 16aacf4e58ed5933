"""From data to a network: recipes, the loop, run folders, export. `train(recipe, data)` does the whole of it.

The recipes are plain data; everything else needs PyTorch, the extra `train`, and is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from signread.errors import MissingExtraError
from signread.training.progress import TrainingProgress
from signread.training.recipes import RECIPES, Recipe

if TYPE_CHECKING:
    from signread.training.onnx_export import export
    from signread.training.run import Run
    from signread.training.trainer import train

_HOMES = {"Run": "run", "export": "onnx_export", "train": "trainer"}

__all__ = ["RECIPES", "Recipe", "Run", "TrainingProgress", "export", "train"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'signread.training' has no attribute {name!r}")
    try:
        return getattr(import_module(f"signread.training.{_HOMES[name]}"), name)
    except ImportError as error:
        raise MissingExtraError("training", "train") from error
