"""signread train and export: from a data set to a run, from a run to a model file."""

import argparse
import platform
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from signread import __version__
from signread.cli.options import Commands, add_command, add_json, print_json, say, whole_number
from signread.data import sign_mnist
from signread.errors import NEEDS_TRAIN, DataError, RunError, SignreadError
from signread.training.recipes import RECIPES, Recipe

if TYPE_CHECKING:
    from signread.data.sign_mnist import LabelledImages
    from signread.training.run import EpochMetrics, Run

FEWEST_PICTURES = 2


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "train",
        train,
        "Trains a network and leaves a run folder: settings, metrics, weights, curves.",
        "signread train fast --data sign-language-mnist.zip",
        "signread train simple-cnn --data sign-language-mnist.zip --seed 1 --out runs/mine",
    )
    command.add_argument("recipe", choices=RECIPES, metavar="RECIPE", help="what to train: %(choices)s")
    command.add_argument(
        "--data", type=Path, required=True, metavar="PATH", help="Sign Language MNIST: folder, CSV file or .zip"
    )
    command.add_argument(
        "--seed", type=whole_number(0), metavar="N", default=0, help="decides all random numbers (default 0)"
    )
    command.add_argument(
        "--epochs", type=whole_number(1), metavar="N", help="passes over the data (default: the recipe's)"
    )
    command.add_argument(
        "--device",
        default="auto",
        choices=("auto", "cpu", "cuda", "mps"),
        help="where to train (default: the quickest here)",
    )
    command.add_argument("--out", type=Path, metavar="RUN", help="the run folder (default runs/RECIPE-seedN)")
    command.add_argument("--resume", action="store_true", help="go on with a run that was interrupted")
    add_json(command)

    command = add_command(
        commands,
        "export",
        export,
        "Writes the network of a finished run as one .onnx file that describes itself.",
        "signread export runs/fast-seed0 -o fast.onnx",
    )
    command.add_argument("run_folder", type=Path, metavar="RUN", help="the run folder")
    command.add_argument("-o", "--out", type=Path, required=True, metavar="MODEL.onnx", help="the file to write")
    command.add_argument(
        "--licence", default="Apache-2.0", help="of the weights, for the metadata (default %(default)s)"
    )


def train(given: argparse.Namespace) -> None:
    recipe = RECIPES[given.recipe]
    if given.epochs is not None:
        recipe = replace(recipe, epochs=given.epochs)
    folder = given.out or Path("runs") / f"{recipe.name}-seed{given.seed}"
    try:
        from signread.training.run import Run
    except ImportError as error:
        raise SignreadError(f"training {NEEDS_TRAIN}") from error
    from signread.evaluation.figures import draw_curves

    resumed = given.resume and Run.exists(folder)
    run = Run.open(folder) if resumed else None
    if run is not None:
        _require_same(run, recipe, given.seed)
        run.tidy()
    data = sign_mnist.read(given.data, "train")
    if run is None:
        run = _begin(folder, recipe, given, data)
    if not run.finished:
        say(f"{folder}: {recipe.name}, {recipe.epochs} epochs, {run.config.device}, {run.config.precision}")
        _with_progress(run, data)
    history = run.history()
    draw_curves([(folder.resolve().name, history)], folder / "curves.png")
    if given.json:
        print_json(
            {
                "run": str(folder),
                "seconds": sum(line.seconds for line in history),
                "epochs": [asdict(line) for line in history],
            }
        )
    else:
        print(f"{folder}: trained in {sum(line.seconds for line in history):.1f} s")


def _begin(folder: Path, recipe: Recipe, given: argparse.Namespace, data: "LabelledImages") -> "Run":
    import torch

    from signread.training.loop import pick_device, pick_precision
    from signread.training.run import Run, RunConfig

    if len(data.labels) < FEWEST_PICTURES:
        raise DataError(f"{given.data}: {len(data.labels)} picture, expected at least {FEWEST_PICTURES} to train on")
    device = pick_device(given.device)
    return Run.create(
        folder,
        RunConfig(
            recipe,
            given.seed,
            str(given.data),
            data.fingerprint(),
            device,
            pick_precision(device),
            torch.get_num_threads(),
            {
                "signread": __version__,
                "torch": torch.__version__,
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
        ),
    )


def _require_same(run: "Run", recipe: Recipe, seed: int) -> None:
    before = {**asdict(run.config.recipe), "seed": run.config.seed}
    for name, wanted in {**asdict(recipe), "seed": seed}.items():
        if before[name] != wanted:
            raise RunError(f"{run.folder}: was started with {name} {before[name]}, not {wanted}; resume it with that")


def _with_progress(run: "Run", data: "LabelledImages") -> None:
    from signread.training.loop import train as train_run

    console = Console(stderr=True)
    columns = (
        TextColumn("epoch {task.fields[epoch]}"),
        BarColumn(),
        TextColumn("{task.fields[figures]}"),
        TimeRemainingColumn(),
    )
    epochs = run.config.recipe.epochs
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None, epoch="", figures="")

        def on_step(epoch: int, step: int, steps: int, loss: float, accuracy: float) -> None:
            figures = f"loss {loss:.3f}  accuracy {accuracy:.2%}"
            done = (epoch - 1) * steps + step
            progress.update(task, total=epochs * steps, completed=done, epoch=f"{epoch}/{epochs}", figures=figures)

        def on_epoch(line: "EpochMetrics") -> None:
            seen = f"epoch {line.epoch}/{epochs}  loss {line.loss:.4f}  accuracy {line.accuracy:.2%}"
            if line.validation_accuracy is not None:
                seen += f"  validation loss {line.validation_loss:.4f}  accuracy {line.validation_accuracy:.2%}"
            console.print(f"{seen}  {line.seconds:.1f} s", highlight=False, soft_wrap=True)

        train_run(run, data, on_step, on_epoch)


def export(given: argparse.Namespace) -> None:
    try:
        from signread.training.export import export as export_run
        from signread.training.run import Run
    except ImportError as error:
        raise SignreadError(f"exporting {NEEDS_TRAIN}") from error
    if given.out.suffix.lower() != ".onnx":
        raise RunError(f"{given.out}: a model is written as .onnx; give it a name that ends so")
    model = export_run(Run.open(given.run_folder), given.out, given.licence)
    print(f"{given.out}: {model.parameters:,} parameters, {given.out.stat().st_size:,} bytes")
