"""signread evaluate and compare: what a model or a run is worth."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from signread.cli.options import Commands, add_command, add_json, print_json, say
from signread.data import sign_mnist
from signread.errors import NEEDS_TRAIN, SignreadError
from signread.files import write_atomically


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "evaluate",
        evaluate,
        "Reads the test part with a model or a run, and reports every figure of it.",
        "signread evaluate --data sign-language-mnist.zip",
        "signread evaluate runs/fast-seed0 --data sign-language-mnist.zip",
    )
    command.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="MODEL",
        help="an .onnx file or a run folder; the shipped model if left out",
    )
    command.add_argument(
        "--data", type=Path, required=True, metavar="PATH", help="Sign Language MNIST: folder, CSV file or .zip"
    )
    command.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help="folder for report.json, report.md and figures (default for a run: RUN/evaluation)",
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
    from signread.evaluation.report import evaluate as evaluate_scorer
    from signread.evaluation.scorer import load_scorer

    scorer = load_scorer(given.model)
    data = sign_mnist.read(given.data, "test")
    report = evaluate_scorer(scorer, data, given.data)
    folder = given.out or scorer.report_folder
    if folder is not None:
        from signread.evaluation.figures import draw_report

        draw_report(report, data.images, folder)
        write_atomically(folder / "report.md", report.as_markdown(figures=True))
        write_atomically(folder / "report.json", json.dumps(report.as_json(), indent=2) + "\n")
    if given.json:
        print_json(report.as_json())
    else:
        print(report.as_markdown(figures=False), end="")
    if folder is not None:
        say(f"written: {folder}/report.md, report.json and figures")


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
