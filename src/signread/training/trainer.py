"""Training from data to a finished run, in one call."""

import platform
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch

from signread.errors import RunError
from signread.training.loop import pick_device, pick_precision, train_run
from signread.training.processes import joined
from signread.training.progress import TrainingProgress
from signread.training.recipes import RECIPES, Recipe, fine_tuning
from signread.training.run import Run, RunConfig
from signread.training.tasks import task_of
from signread.training.tasks.task import DataRequest, Labelling, PreparedData
from signread.version import __version__


def train(
    recipe: str | Recipe,
    data: str | Path | Sequence[str | Path],
    *,
    out: str | Path | None = None,
    seed: int = 0,
    epochs: int | None = None,
    device: str = "auto",
    initial_weights: str = "",
    labelling: Labelling | None = None,
    leave_out: Sequence[str] = (),
    resume: bool = False,
    strict: bool = False,
    progress: TrainingProgress | None = None,
) -> Run:
    """Trains a recipe on data and returns the finished run.

    recipe: one of RECIPES by its name, or one of one's own.
    data: Sign Language MNIST; for `letters` pictures as <label>/*.jpg or <signer>/<label>/*.jpg, as many sets
    as you like.
    out: the run folder, runs/RECIPE-seedN if left out. epochs: the recipe's if left out.
    device: "auto", "cpu", "cuda" or "mps". initial_weights: "shipped" or an .onnx file to start from.
    labelling: how folder names are meant. leave_out: sources not to train on.
    Started by torchrun, several processes train together, and the first of them writes.
    resume: go on with a run that was interrupted, from its last epoch. strict: end at the first picture that
    cannot be read.

    Raises RunError for a folder that is taken or a run that does not fit, DataError for data that cannot be used,
    UsageError for options that do not go together, DeviceError for a device that is not here.
    """
    recipe = _chosen(recipe, epochs, fine_tune=bool(initial_weights))
    folder = Path(out) if out is not None else Path("runs") / f"{recipe.name}-seed{seed}"
    progress = progress or TrainingProgress()
    paths = [data] if isinstance(data, str | Path) else list(data)
    with joined(pick_device(device)) as processes:
        run = _resumed(folder, recipe, seed, labelling) if resume and Run.exists(folder) else None
        if run is None and processes.is_first:
            Run.require_free(folder)
        request = DataRequest(
            recipe=recipe,
            paths=tuple(Path(path) for path in paths),
            labelling=labelling or (run.config.labelling if run else None) or None,
            leave_out=tuple(leave_out),
            initial_weights=initial_weights,
            labels=run.config.labels if run else None,
            strict=strict,
        )
        if not processes.is_first:
            progress = TrainingProgress()
            processes.wait()  # the first looks for hands in all pictures, and keeps what it found
        prepared = task_of(recipe).prepare(request, progress.on_hands)
        if processes.is_first:
            run = run or Run.create(folder, _config(request, prepared, seed, device))
            processes.wait()
        run = run or Run.open(folder)
        if not run.finished:
            if processes.is_first:
                progress.on_start(run, prepared.description)
            training_set = prepared.on(torch.device(processes.device(pick_device(run.config.device))))
            train_run(run, training_set, progress.on_step, progress.on_epoch, processes)
    return run


def _chosen(recipe: str | Recipe, epochs: int | None, *, fine_tune: bool) -> Recipe:
    if isinstance(recipe, str):
        if recipe not in RECIPES:
            raise RunError(f"no recipe is called {recipe}; there are {', '.join(RECIPES)}")
        recipe = RECIPES[recipe]
    recipe = fine_tuning(recipe) if fine_tune else recipe
    return recipe if epochs is None else replace(recipe, epochs=epochs)


def _resumed(folder: Path, recipe: Recipe, seed: int, labelling: Labelling | None) -> Run:
    """The run in the folder, which must have been started in the same way."""
    run = Run.open(folder)
    before = {**asdict(run.config.recipe), "seed": run.config.seed, "labels": run.config.labelling}
    wanted = {**asdict(recipe), "seed": seed, "labels": labelling or run.config.labelling}
    for name, value in wanted.items():
        if before[name] != value:
            raise RunError(f"{folder}: was started with {name} {before[name]}, not {value}; resume it with that")
    run.tidy()
    return run


def _config(request: DataRequest, prepared: PreparedData, seed: int, device: str) -> RunConfig:
    chosen = pick_device(device)
    return RunConfig(
        recipe=request.recipe,
        seed=seed,
        data=" ".join(map(str, request.paths)),
        fingerprint=prepared.fingerprint,
        device=chosen,
        precision=pick_precision(chosen),
        threads=torch.get_num_threads(),
        versions={
            "signread": __version__,
            "torch": torch.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        labels=prepared.labels,
        sources=prepared.description,
        fingerprints=prepared.fingerprints,
        initial_weights=request.initial_weights,
        labelling=prepared.labelling,
    )
