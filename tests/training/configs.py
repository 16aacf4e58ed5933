"""What a run was started with, where a test does not care."""

from typing import Any

from signread.training.recipes import Recipe
from signread.training.run import RunConfig


def run_config(recipe: Recipe, **others: Any) -> RunConfig:
    """A run of the recipe on the CPU."""
    usual = {"seed": 0, "data": "small", "fingerprint": "", "device": "cpu", "precision": "float32", "threads": 1}
    return RunConfig(recipe=recipe, **{"versions": {}, **usual, **others})
