"""signread evaluate and compare: what a model or a run is worth."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from signread.cli.options import Commands, add_command, add_json, print_json, say
from signread.data import sign_mnist
from signread.data.clips import EXPECTED as CLIPS_EXPECTED
from signread.data.clips import is_clips, read_clips
from signread.data.pictures import EXPECTED, is_picture_set, picture_sets
from signread.errors import NEEDS_TRAIN, DataError, SignreadError
from signread.evaluation.changes import CHANGES
from signread.files import write_atomically


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "evaluate",
        evaluate,
        "Reads labelled pictures with a model or a run, and reports every figure of it.",
        "signread evaluate --data people.zip",
        "signread evaluate --data clips/",
        "signread evaluate --data sign-language-mnist.zip",
        "signread evaluate runs/fast-seed0 --data sign-language-mnist.zip",
    )
    command.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="MODEL",
        help="an .onnx file or a run folder; the model that ships for such data if left out",
    )
    command.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="PATH",
        help="pictures as <signer>/<label>/*.jpg or <label>/*.jpg (folder or .zip); video clips in a folder with "
        "clips.csv (file,text); or Sign Language MNIST, whose test part is read",
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="folder for report.json, report.md and figures (default for a run: RUN/evaluation)",
    )
    command.add_argument(
        "--robustness",
        action="store_true",
        help="read pictures again darker, blurred, turned, mirrored and more; clips at other frame rates",
    )
    add_json(command)

    command = add_command(
        commands,
        "compare",
        compare,
        "Lays runs side by side: a table, and their curves in one figure.",
        "signread compare runs/simple-cnn-seed0 runs/resnet50-seed0",
    )
    command.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run folders")
    command.add_argument(
        "--out", type=Path, default=Path("comparison"), help="folder for table and figure (default %(default)s)"
    )
    add_json(command)


def evaluate(given: argparse.Namespace) -> None:
    if is_clips(given.data):
        _evaluate_clips(given)
    elif is_picture_set(given.data):
        _evaluate_people(given)
    elif given.robustness:
        raise DataError(f"{given.data}: --robustness is for whole pictures of people, and for clips")
    else:
        try:
            sign_mnist.locate(given.data, "test")
        except DataError as error:
            raise DataError(f"{error}; or {EXPECTED}; or {CLIPS_EXPECTED}") from error
        _evaluate_crops(given)


def _evaluate_crops(given: argparse.Namespace) -> None:
    from signread.evaluation.figures import draw_report
    from signread.evaluation.report import evaluate as evaluate_scorer
    from signread.evaluation.scorer import load_scorer

    scorer = load_scorer(given.model)
    data = sign_mnist.read(given.data, "test")
    report = evaluate_scorer(scorer, data, given.data)
    _leave(report, given.out or scorer.report_folder, given, lambda folder: draw_report(report, data.images, folder))


def _evaluate_people(given: argparse.Namespace) -> None:
    from signread.evaluation.figures import draw_people
    from signread.evaluation.people import evaluate_people

    sets = picture_sets(given.data)
    total = (len(CHANGES) if given.robustness else 1) * sum(len(pictures.entries) for pictures in sets)
    with _whole_way(given, total) as (model, folder, on_step):
        name = given.data.resolve().name
        report = evaluate_people(model, sets, name, on_step, robustness=given.robustness)
    _leave(report, folder, given, lambda folder: draw_people(report, folder))


def _evaluate_clips(given: argparse.Namespace) -> None:
    from signread.evaluation.clips import RATES, evaluate_clips

    clips = read_clips(given.data)
    total = len(clips) * (1 + len(RATES) * given.robustness)
    with _whole_way(given, total) as (model, folder, on_step):
        name = given.data.resolve().name
        report = evaluate_clips(model, clips, name, on_step, robustness=given.robustness)
    _leave(report, folder, given, lambda _: None)


@contextmanager
def _whole_way(
    given: argparse.Namespace, total: int
) -> Iterator[tuple[Path | None, Path | None, Callable[[str, int], None]]]:
    """The model file to read with, the folder for the report, and what shows how far it is."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with ExitStack() as stack:
        model, folder = given.model, given.out
        if model is not None and model.is_dir():
            folder = folder or model / "evaluation"
            model = _exported(model, Path(stack.enter_context(TemporaryDirectory())))
        progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        stack.enter_context(progress)
        task = progress.add_task("", total=total)
        yield model, folder, lambda step, done: progress.update(task, description=step, advance=done)


def _exported(run: Path, folder: Path) -> Path:
    """A run as the model file that would be made of it."""
    try:
        from signread.training.export import export
        from signread.training.run import Run
    except ImportError as error:
        raise SignreadError(f"{run}: reading a run {NEEDS_TRAIN}") from error
    return export(Run.open(run), folder / f"{run.resolve().name}.onnx").path


def _leave(report: "Written", folder: Path | None, given: argparse.Namespace, draw: Callable[[Path], None]) -> None:
    """Prints the report, and writes it with its figures where there is a folder for it."""
    if folder is not None:
        draw(folder)
        write_atomically(folder / "report.md", report.as_markdown(figures=True))
        write_atomically(folder / "report.json", json.dumps(report.as_json(), indent=2) + "\n")
    if given.json:
        print_json(report.as_json())
    else:
        print(report.as_markdown(figures=False), end="")
    if folder is not None:
        say(f"written: {folder}, with report.md and report.json")


class Written(Protocol):
    """A report."""

    def as_json(self) -> dict[str, Any]: ...

    def as_markdown(self, *, figures: bool) -> str: ...


def compare(given: argparse.Namespace) -> None:
    try:
        from signread.evaluation import comparison
        from signread.training.run import Run
    except ImportError as error:
        raise SignreadError(f"comparing runs {NEEDS_TRAIN}") from error
    runs = [Run.open(folder) for folder in given.runs]
    rows = comparison.compare(runs)
    comparison.save(runs, rows, given.out)
    if given.json:
        print_json([asdict(row) for row in rows])
    else:
        print(comparison.as_markdown(rows), end="")
    say(f"written: {given.out}/comparison.md, comparison.json and curves.png")
