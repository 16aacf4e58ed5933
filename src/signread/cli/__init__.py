"""The command line: one thin command per verb."""

import argparse
import io
import logging
import os
import sys
from pathlib import Path

from signread.cli import app, archive, data, doctor, evaluate, live, read, signs, spell, synthesize, train
from signread.errors import SignreadError
from signread.version import __version__

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
    for module in (app, live, read, archive, spell, signs, data, synthesize, train, evaluate, doctor):
        module.add_commands(commands)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0, 2 for bad input, 1 for a failure, 130 when interrupted."""
    _prepare_streams()
    _print_what_is_logged()
    args = parser().parse_args(arguments)
    try:
        args.run(args)
        sys.stdout.flush()
    except SignreadError as error:
        print(f"signread: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        hint = "; go on with --resume" if args.run is train.run else ""
        print(f"signread: interrupted{hint}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, `head` perhaps, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # a place that cannot be read or written, wherever it was met
        print(f"signread: {error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    return 0


class _Printer(logging.Handler):
    """Prints what is logged as one line on standard error, and the same line once."""

    def __init__(self) -> None:
        super().__init__()
        self._printed: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if line not in self._printed:
            self._printed.add(line)
            print(f"signread: {line}", file=sys.stderr)


def _print_what_is_logged() -> None:
    log = logging.getLogger("signread")
    log.handlers[:] = [_Printer()]
    log.propagate = False


def _prepare_streams() -> None:
    """Closed streams are replaced, and letters that a terminal cannot show are written as escapes."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
