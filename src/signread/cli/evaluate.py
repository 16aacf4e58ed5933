"""signread evaluate and compare: what a model or a run is worth."""

import argparse
from dataclasses import asdict
from pathlib import Path

from signread.cli.options import (
    Commands,
    add_command,
    add_json,
    add_strict,
    make_progress,
    print_json,
    say,
    whole_number,
)
from signread.errors import MissingExtraError, UsageError
from signread.evaluation.evaluator import EvaluationProgress, evaluate, evaluate_own_signs
from signread.evaluation.report import Report, save


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "evaluate",
        run,
        "Reads labelled pictures with a model or a run, and reports every figure of it.",
        "signread evaluate --data people.zip",
        "signread evaluate --data clips/",
        "signread evaluate --data sign-language-mnist.zip",
        "signread evaluate --signs --data my-signs/ --examples 5",
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
        help="read pictures again darker, blurred, rotated, mirrored and more; clips at "
        "other frame rates and uneven ones, quicker, and from afar",
    )
    command.add_argument(
        "--signs",
        action="store_true",
        help="tell whole signs apart from a few examples of each; data: videos as <sign>/*.mp4 or "
        "<signer>/<sign>/*.mp4, or landmarks (.npz)",
    )
    command.add_argument(
        "--examples",
        type=whole_number(1, 1000),
        default=5,
        metavar="N",
        help="examples of each sign (default %(default)s)",
    )
    command.add_argument("--across", action="store_true", help="take the examples from other people than the signer")
    add_strict(command)
    add_json(command)

    command = add_command(
        commands,
        "compare",
        compare,
        "Compares runs side by side: a table, and their curves in one figure.",
        "signread compare runs/simple-cnn-seed0 runs/resnet50-seed0",
    )
    command.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run folders")
    command.add_argument(
        "--out", type=Path, default=Path("comparison"), help="folder for table and figure (default %(default)s)"
    )
    add_json(command)


def run(args: argparse.Namespace) -> None:
    with make_progress() as progress:
        task = progress.add_task("")

        def show(step: str, done: int, total: int) -> None:
            progress.update(task, description=step, total=total, advance=done)

        report = _report(args, show)
    of_a_run = args.model is not None and args.model.is_dir()
    folder = args.out or (args.model / "evaluation" if of_a_run else None)
    if folder is not None:
        save(report, folder)
    if args.json:
        print_json(report.to_dict())
    else:
        print(report.to_markdown(figures=False), end="")
    if folder is not None:
        say(f"written: {folder}, with report.md and report.json")


def _report(args: argparse.Namespace, progress: EvaluationProgress) -> Report:
    if args.signs:
        if args.robustness:
            raise UsageError(f"{args.data}: --robustness is for pictures and clips of spelling, not for --signs")
        return evaluate_own_signs(
            args.model, args.data, examples=args.examples, across=args.across, strict=args.strict, progress=progress
        )
    if args.across:
        raise UsageError(f"{args.data}: --across is for --signs")
    return evaluate(args.model, args.data, robustness=args.robustness, strict=args.strict, progress=progress)


def compare(args: argparse.Namespace) -> None:
    try:
        from signread.evaluation import comparison
        from signread.training.run import Run
    except ImportError as error:
        raise MissingExtraError("comparing runs", "train") from error
    runs = [Run.open(folder) for folder in args.runs]
    rows = comparison.compare(runs)
    comparison.save(runs, rows, args.out)
    if args.json:
        print_json([asdict(row) for row in rows])
    else:
        print(comparison.to_markdown(rows), end="")
    say(f"written: {args.out}/comparison.md, comparison.json and curves.png")
