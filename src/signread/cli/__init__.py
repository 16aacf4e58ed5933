"""The command line: one thin command per verb."""

import argparse
import os
import sys

from signread import __version__
from signread.cli import data, evaluate, live, read, train
from signread.errors import SignreadError

BAD_INPUT, INTERRUPTED = 2, 130


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    made = argparse.ArgumentParser(
        prog="signread",
        description="Reads sign language from an ordinary camera, starting with American fingerspelling.",
        epilog="example: signread read hello.mp4        `signread COMMAND --help` tells more of each command",
    )
    made.add_argument("--version", action="version", version=f"signread {__version__}")
    commands = made.add_subparsers(metavar="COMMAND", required=True)
    for module in (live, read, data, train, evaluate):
        module.add_commands(commands)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0, 2 for bad input, 1 for a failure, 130 when interrupted."""
    given = parser().parse_args(arguments)
    try:
        given.run(given)
        sys.stdout.flush()
    except SignreadError as error:
        print(f"signread: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("signread: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, `head` perhaps, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
