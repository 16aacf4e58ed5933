"""signread train and export: from a data set to a run, from a run to a model file."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn

from signread.cli.options import (
    Commands,
    add_cluster,
    add_command,
    add_json,
    add_strict,
    make_progress,
    print_json,
    say,
    whole_number,
    working_on_cluster,
)
from signread.errors import MissingExtraError, OutputError
from signread.files import write_atomically
from signread.training.progress import TrainingProgress
from signread.training.recipes import RECIPES

if TYPE_CHECKING:
    from signread.training.run import EpochMetrics, Run


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "train",
        working_on_cluster(run),
        "Trains a network and leaves a run folder: settings, metrics, weights, curves.",
        "signread train fast --data sign-language-mnist.zip",
        "signread train simple-cnn --data sign-language-mnist.zip --seed 1 --out runs/mine",
        "signread train letters --data my-signs/ --init shipped --out runs/my-signs",
        "signread train spelling --data hands/train words/train",
    )
    command.add_argument("recipe", choices=RECIPES, metavar="RECIPE", help="what to train: %(choices)s")
    command.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="Sign Language MNIST (folder, CSV file or .zip); for letters, pictures as <label>/*.jpg or "
        "<signer>/<label>/*.jpg (folder, .zip, or a folder of .zips), as many as you like; for spelling, such "
        "pictures, a set of only nothing/*.jpg among them, and sequences of signed words (.npz, or a folder of them)",
    )
    command.add_argument(
        "--init",
        "--from",
        dest="initial_weights",
        default="",
        metavar="MODEL",
        help="letters only: start from the weights of an .onnx file, or of `shipped`; then 20 pictures a label do",
    )
    command.add_argument(
        "--labels",
        choices=("american", "own"),
        help="letters only: how folder names are meant. american: A to Y are letters, J and Z are left out, 0 2 6 9 "
        "look like O V W F, all else is no letter. own: each is a letter, but `nothing` is none (default with --init)",
    )
    command.add_argument(
        "--leave-out",
        nargs="+",
        default=[],
        metavar="NAME",
        help="letters and spelling only: sources that are not trained on, so that `signread evaluate` can be asked "
        "about them, and by which spelling is validated",
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
        help="where to train (default: the fastest one here)",
    )
    command.add_argument("--out", type=Path, metavar="RUN", help="the run folder (default runs/RECIPE-seedN)")
    add_cluster(command, "find hands in pictures")
    add_strict(command)
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


def run(args: argparse.Namespace) -> None:
    try:
        from signread.evaluation.figures import draw_curves
        from signread.training.processes import is_first
        from signread.training.trainer import train
    except ImportError as error:
        raise MissingExtraError("training", "train") from error
    with _Shown() as progress:
        trained = train(
            args.recipe,
            args.data,
            out=args.out,
            seed=args.seed,
            epochs=args.epochs,
            device=args.device,
            initial_weights=args.initial_weights,
            labelling=args.labels,
            leave_out=args.leave_out,
            resume=args.resume,
            strict=args.strict,
            progress=progress,
        )
    if not is_first():
        return
    history = trained.history()
    draw_curves([(trained.folder.resolve().name, history)], trained.folder / "curves.png")
    seconds = sum(line.seconds for line in history)
    if args.json:
        print_json({"run": str(trained.folder), "seconds": seconds, "epochs": [asdict(line) for line in history]})
    else:
        print(f"{trained.folder}: trained in {seconds:.1f} s")


class _Shown(TrainingProgress):
    """On the terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._hands = make_progress(TextColumn("finding hands: {task.description}"), BarColumn(), TimeRemainingColumn())
        self._epochs = make_progress(
            TextColumn("epoch {task.fields[epoch]}"),
            BarColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(),
        )
        self._count = 0

    def __enter__(self) -> "_Shown":
        return self

    def __exit__(self, *_: object) -> None:
        self._hands.stop()
        self._epochs.stop()

    def on_hands(self, source: str, done: int, total: int) -> None:
        if not self._hands.tasks:
            self._hands.start()
            self._hands.add_task("", total=total)
        self._hands.update(self._hands.task_ids[0], description=source, advance=done)

    def on_start(self, run: "Run", sources: str) -> None:
        self._hands.stop()
        recipe, config = run.config.recipe, run.config
        self._count = recipe.epochs
        if config.labelling:
            say(f"sources: {sources}")
        say(f"{run.folder}: {recipe.name}, {recipe.epochs} epochs, {config.device}, {config.precision}")
        self._epochs.start()
        self._epochs.add_task("", total=None, epoch="", figures="")

    def on_step(self, epoch: int, step: int, steps: int, loss: float, accuracy: float) -> None:
        fields: dict[str, Any] = {
            "epoch": f"{epoch}/{self._count}",
            "figures": f"loss {loss:.3f}  accuracy {accuracy:.2%}",
        }
        done = (epoch - 1) * steps + step
        self._epochs.update(self._epochs.task_ids[0], total=self._count * steps, completed=done, **fields)

    def on_epoch(self, metrics: "EpochMetrics") -> None:
        line = f"epoch {metrics.epoch}/{self._count}  loss {metrics.loss:.4f}  accuracy {metrics.accuracy:.2%}"
        if metrics.validation_accuracy is not None:
            line += f"  validation loss {metrics.validation_loss:.4f}  accuracy {metrics.validation_accuracy:.2%}"
        self._console.print(f"{line}  {metrics.seconds:.1f} s", highlight=False, soft_wrap=True)


def export(args: argparse.Namespace) -> None:
    try:
        from signread.training.onnx_export import export as exported
        from signread.training.run import Run
    except ImportError as error:
        raise MissingExtraError("exporting", "train") from error
    if args.out.suffix.lower() != ".onnx":
        raise OutputError(f"{args.out}: a model is written as .onnx; give it a name that ends so")
    trained = Run.open(args.run_folder)
    content = exported(trained, licence=args.licence)
    write_atomically(args.out, content)
    print(f"{args.out}: {trained.parameters():,} parameters, {len(content):,} bytes")
