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
from signread.alphabet import LETTERS
from signread.cli.options import Commands, add_command, add_json, print_json, say, whole_number
from signread.data import sign_mnist
from signread.errors import NEEDS_TRAIN, DataError, RunError, SignreadError
from signread.letters.model import LetterModel
from signread.training.recipes import RECIPES, Recipe, continued

if TYPE_CHECKING:
    from signread.training.hand_sources import Labels
    from signread.training.loop import TrainingSet
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
        "signread train letters --data my-signs/ --from shipped --out runs/my-signs",
    )
    command.add_argument("recipe", choices=RECIPES, metavar="RECIPE", help="what to train: %(choices)s")
    command.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="Sign Language MNIST (folder, CSV file or .zip); for letters, pictures as <label>/*.jpg or "
        "<signer>/<label>/*.jpg (folder, .zip, or a folder of .zips), as many as you like",
    )
    command.add_argument(
        "--from",
        dest="begun_from",
        metavar="MODEL",
        help="letters only: begin with the weights of an .onnx file, or with `shipped`; then 20 pictures a label do",
    )
    command.add_argument(
        "--labels",
        choices=("american", "own"),
        help="letters only: how folder names are meant. american: A to Y are letters, J and Z are left out, 0 2 6 9 "
        "look like O V W F, all else is no letter. own: each is a letter, but `nothing` is none (default with --from)",
    )
    command.add_argument(
        "--leave-out",
        nargs="+",
        default=[],
        metavar="NAME",
        help="letters only: sources that are not trained on, so that `signread evaluate` can be asked about them",
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
    hands = recipe.network == "letter-net"
    if not hands and (len(given.data) > 1 or given.begun_from or given.labels or given.leave_out):
        raise DataError(
            f"{recipe.name} takes one --data, and no --from, --labels or --leave-out; those are for letters"
        )
    if given.begun_from:
        recipe = continued(recipe)
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
    else:
        Run.require_free(folder)
    run, data = (_prepare_hands if hands else _prepare_crops)(folder, run, recipe, given)
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


def _prepare_crops(
    folder: Path, run: "Run | None", recipe: Recipe, given: argparse.Namespace
) -> tuple["Run", "TrainingSet"]:
    from signread.training.crop_set import CropSet

    data = sign_mnist.read(given.data[0], "train")
    if len(data.labels) < FEWEST_PICTURES:
        raise DataError(f"{given.data[0]}: {len(data.labels)} picture, expected at least {FEWEST_PICTURES} to train on")
    run = run or _begin(folder, recipe, given, data.fingerprint(), sources=sign_mnist.ORIGIN)
    return run, CropSet(data, recipe, run.config.device)


def _prepare_hands(
    folder: Path, run: "Run | None", recipe: Recipe, given: argparse.Namespace
) -> tuple["Run", "TrainingSet"]:
    from signread.training.begin_from import model_file
    from signread.training.hand_set import HandSet
    from signread.training.hand_sources import open_sources, read_sources

    if given.begun_from:
        begun_from = model_file(given.begun_from)  # an error here, not after the pictures were looked through
    labels: Labels = given.labels or ("own" if given.begun_from else "american")
    if run is not None and run.config.labels not in ("", labels):
        raise RunError(f"{folder}: was started with --labels {run.config.labels}, not {labels}; resume it with that")
    found = open_sources(given.data)
    unknown = set(given.leave_out) - {pictures.name for pictures in found}
    if unknown:
        there = " ".join(pictures.name for pictures in found)
        raise DataError(f"{' '.join(sorted(unknown))}: no such source to leave out; there are {there}")
    found = [pictures for pictures in found if pictures.name not in given.leave_out]
    if not found:
        raise DataError("every source is left out; nothing to train on")
    console = Console(stderr=True)
    columns = (TextColumn("finding hands: {task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=sum(len(pictures.entries) for pictures in found))
        sources = read_sources(
            found,
            labels,
            run.config.letters if run else None,
            recipe.validation,
            lambda name, done: progress.update(task, description=name, advance=done),
        )
    say(f"sources: {sources.told}")
    if run is None:
        told = sources.told
        if given.begun_from:
            told += (
                f"; begun from {given.begun_from}: {LetterModel(begun_from).about.get('training_data', 'unknown data')}"
            )
        run = _begin(folder, recipe, given, sources.fingerprint, told, sources.names, labels)
    return run, HandSet(sources.sources, sources.fingerprint, recipe, run.config.device)


def _begin(
    folder: Path,
    recipe: Recipe,
    given: argparse.Namespace,
    fingerprint: str,
    sources: str,
    letters: tuple[str, ...] = LETTERS,
    labels: str = "",
) -> "Run":
    import torch

    from signread.training.loop import pick_device, pick_precision
    from signread.training.run import Run, RunConfig

    device = pick_device(given.device)
    return Run.create(
        folder,
        RunConfig(
            recipe,
            given.seed,
            " ".join(map(str, given.data)),
            fingerprint,
            device,
            pick_precision(device),
            torch.get_num_threads(),
            {
                "signread": __version__,
                "torch": torch.__version__,
                "numpy": np.__version__,
                "python": platform.python_version(),
            },
            letters,
            sources,
            given.begun_from or "",
            labels,
        ),
    )


def _require_same(run: "Run", recipe: Recipe, seed: int) -> None:
    before = {**asdict(run.config.recipe), "seed": run.config.seed}
    for name, wanted in {**asdict(recipe), "seed": seed}.items():
        if before[name] != wanted:
            raise RunError(f"{run.folder}: was started with {name} {before[name]}, not {wanted}; resume it with that")


def _with_progress(run: "Run", data: "TrainingSet") -> None:
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
