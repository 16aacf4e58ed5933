"""Runs side by side: a table, and their curves in one figure."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, stdev

from signread.errors import RunError
from signread.evaluation.figures import draw_curves
from signread.evaluation.report import percent
from signread.files import write_atomically
from signread.training.run import Run
from signread.training.tasks import task_of

CURVES_SHOWN = 4
"""Columns in one figure; with more runs the first of each recipe stand for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One run. Accuracies are fractions; test figures are None until `signread evaluate` has made them."""

    run: str
    recipe: str
    parameters: int
    epochs: int
    seed: int
    seconds: float
    training_accuracy: float
    validation_accuracy: float | None
    test_accuracy: float | None
    test_errors: int | None
    expected_calibration_error: float | None


def compare(runs: list[Run]) -> list[Row]:
    """A row for each run. Raises RunError for one that has no epoch yet, is damaged, or is named twice."""
    if len({run.folder.resolve() for run in runs}) < len(runs):
        raise RunError("a run is named twice; name each once")
    return [_row(run) for run in runs]


def _row(run: Run) -> Row:
    parameters = run.parameters()  # raises for a run that is not finished
    history = run.history()
    if not history:
        raise RunError(f"{run.folder}: its metrics.jsonl is missing or empty; train it again in another folder")
    report = run.evaluation()
    recipe = run.config.recipe
    validates = task_of(recipe).validates_letters
    return Row(
        run=run.folder.resolve().name,
        recipe=recipe.name,
        parameters=parameters,
        epochs=len(history),
        seed=run.config.seed,
        seconds=sum(line.seconds for line in history),
        training_accuracy=history[-1].accuracy,
        validation_accuracy=history[-1].validation_accuracy if validates else None,
        test_accuracy=report.get("accuracy"),
        test_errors=report.get("errors"),
        expected_calibration_error=report.get("expected_calibration_error"),
    )


def to_markdown(rows: list[Row]) -> str:
    """The table, and below it mean and spread of every recipe that has several runs."""
    lines = [
        "| run | parameters | epochs | training time | training | validation | test | test errors | ECE |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.run} | {row.parameters:,} | {row.epochs} | {row.seconds:.1f} s | {row.training_accuracy:.2%} "
            f"| {percent(row.validation_accuracy)} | {percent(row.test_accuracy)} "
            f"| {'-' if row.test_errors is None else row.test_errors} | {percent(row.expected_calibration_error)} |"
        )
    several = [
        (recipe, same)
        for recipe in dict.fromkeys((row.recipe, row.epochs) for row in rows)
        if len(same := [row for row in rows if (row.recipe, row.epochs) == recipe]) > 1
    ]
    if several:
        lines += [
            "",
            "| recipe | runs | training time, mean ± sd | validation, mean ± sd | tested | mean ± sd | worst |",
            "|---|---|---|---|---|---|---|",
        ]
    for (recipe, epochs), same in several:
        seconds = [row.seconds for row in same]
        validation = [row.validation_accuracy for row in same if row.validation_accuracy is not None]
        test = [row.test_accuracy for row in same if row.test_accuracy is not None]
        lines.append(
            f"| {recipe}, {epochs} epochs | {len(same)} | {mean(seconds):.1f} ± {stdev(seconds):.1f} s "
            f"| {_spread(validation)} "
            f"| {len(test)} | {_spread(test)} | {percent(min(test) if test else None)} |"
        )
    return "\n".join(lines) + "\n"


def save(runs: list[Run], rows: list[Row], folder: Path) -> None:
    """comparison.json, comparison.md and curves.png."""
    write_atomically(folder / "comparison.json", json.dumps([asdict(row) for row in rows], indent=2) + "\n")
    write_atomically(
        folder / "comparison.md", "# Runs side by side\n\n" + to_markdown(rows) + "\n![curves](curves.png)\n"
    )
    drawn = runs
    if len(runs) > CURVES_SHOWN:
        drawn = list({run.config.recipe: run for run in reversed(runs)}.values())[::-1][:CURVES_SHOWN]
    draw_curves([(run.folder.resolve().name, run.history()) for run in drawn], folder / "curves.png")


def _spread(values: list[float]) -> str:
    few = 2
    if len(values) < few:
        return "-"
    return f"{mean(values):.3%} ± {stdev(values):.3%}"
