"""What several commands share: how they are declared, and how they print."""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from signread.errors import MissingExtraError, UsageError
from signread.parallel import on_cluster
from signread.reader import Reader
from signread.tracking.centre import CentreSquare
from signread.tracking.hand_tracker import HandTracker
from signread.types import Handedness

LARGEST_NUMBER = 2**31 - 1

Commands = Any
"""What argparse's add_subparsers gives; its own type is private."""


def add_command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], None], summary: str, *examples: str
) -> argparse.ArgumentParser:
    """Declares a command with a summary and examples in its help."""
    lines = "\n".join(f"  {example}" for example in examples)
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary[0].lower() + summary[1:].rstrip("."),
        description=summary,
        epilog=f"example:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(run=run)
    return made


def check_drawing() -> None:
    """Raises MissingExtraError where made-up hands cannot be drawn."""
    if not all(importlib.util.find_spec(needed) for needed in ("torch", "moderngl")):
        raise MissingExtraError("drawing made-up hands", "synthetic")


def add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def add_strict(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--strict",
        action="store_true",
        help="end at the first picture or clip that cannot be read; otherwise it is named and passed over",
    )


def add_reader_options(command: argparse.ArgumentParser) -> None:
    """What decides how a hand is tracked and read."""
    command.add_argument(
        "--model",
        type=Path,
        metavar="MODEL.onnx",
        help="an .onnx file made by `signread export`; the shipped one if left out",
    )
    command.add_argument(
        "--tracker",
        "--finder",
        choices=("hand", "centre", "tracker"),
        default="hand",
        metavar="{hand,centre}",
        help="where the hand is: anywhere, found by the tracker (hand, the default), or in the square in the middle",
    )
    add_hand(command)
    command.add_argument(
        "--threshold",
        type=probability,
        metavar="P",
        help="the least confidence with which a picture's letter is shown, 0 to 1 (default: the model's own); "
        "the speller, which sees many, has its own",
    )


def add_hand(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--hand",
        choices=("left", "right", "any"),
        default="any",
        help="the signer's hand that is read where both are seen; any: the one that moves while the other rests",
    )


def hand_of(args: argparse.Namespace) -> Handedness | None:
    """What `--hand` asks for; None for any."""
    return None if args.hand == "any" else args.hand


def add_cluster(command: argparse.ArgumentParser, what: str) -> None:
    """Where the work is done: by processes of this machine, or on a Ray cluster."""
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help=f"{what} on a Ray cluster: its address, auto for this machine's, local for one of this machine alone",
    )


def working_on_cluster(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], None]:
    """A command whose processes are those of `--cluster`."""

    def wrapped(args: argparse.Namespace) -> None:
        with on_cluster(args.cluster):
            run(args)

    return wrapped


def add_signs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--signs",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="FILE.json",
        help="read whole signs beside letters: your own (see `signread signs`), or those of a file",
    )
    command.add_argument("--no-head", action="store_true", help="with --signs: do not mark headshakes and nods")


def make_reader(args: argparse.Namespace) -> Reader:
    """The reader that these options ask for."""
    if getattr(args, "signs", None) is not None:
        return _reader_of_signs(args)
    tracker = CentreSquare() if args.tracker == "centre" else HandTracker(side=hand_of(args))
    return Reader(args.model, tracker=tracker, threshold=args.threshold)


def _reader_of_signs(args: argparse.Namespace) -> Reader:
    if args.tracker == "centre" or args.hand != "any":
        raise UsageError("--signs sees both hands and the body; leave out --tracker and --hand")
    signs = args.signs if args.signs.name else None
    return Reader.with_signs(signs, args.model, head=not args.no_head, threshold=args.threshold)


def make_progress(*columns: ProgressColumn) -> Progress:
    """A progress bar on standard error, on a terminal alone. columns: a text, the bar and the time left if none."""
    console = Console(stderr=True)
    usual = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    return Progress(*(columns or usual), console=console, transient=True, disable=not console.is_terminal)


def probability(text: str) -> float:
    """What argparse shall take for an option: a number from 0 to 1."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number from 0 to 1")
    return number


def print_json(document: object) -> None:
    json.dump(document, sys.stdout, indent=2)
    print()


def say(text: str) -> None:
    """Text for people that is not the result: on standard error."""
    print(text, file=sys.stderr)


def whole_number(least: int, most: int = LARGEST_NUMBER) -> Callable[[str], int]:
    """What argparse shall take for an option: a whole number from `least` to `most`."""

    def parsed(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if not least <= number <= most:
            upto = "on" if most == LARGEST_NUMBER else f"to {most}"
            raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from {least} {upto}")
        return number

    return parsed
