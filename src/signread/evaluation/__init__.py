"""What a model is worth on labelled data. `evaluate(model, data)` does the whole of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signread.evaluation.evaluator import EvaluationProgress, evaluate
    from signread.evaluation.report import Report, save

__all__ = ["EvaluationProgress", "Report", "evaluate", "save"]

_HOMES = {"EvaluationProgress": "evaluator", "evaluate": "evaluator", "Report": "report", "save": "report"}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'signread.evaluation' has no attribute {name!r}")
    return getattr(import_module(f"signread.evaluation.{_HOMES[name]}"), name)
