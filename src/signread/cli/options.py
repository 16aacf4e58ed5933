"""What several commands share: how they are declared, and how they print."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

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


def add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def print_json(document: object) -> None:
    json.dump(document, sys.stdout, indent=2)
    print()


def say(text: str) -> None:
    """Text for people that is not the result: on standard error."""
    print(text, file=sys.stderr)


def whole_number(least: int) -> Callable[[str], int]:
    """What argparse shall take for an option: a whole number of at least `least`."""

    def parsed(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if not least <= number <= LARGEST_NUMBER:
            raise argparse.ArgumentTypeError(f"found {text!r}, expected a whole number from {least} on")
        return number

    return parsed
