"""signread live: the camera's picture in a window, with the letter drawn on it."""

import argparse
from pathlib import Path

from signread.cli.options import Commands, add_command, add_reader_options, make_reader, say, whole_number
from signread.cli.read import read_paths
from signread.errors import SignreadError
from signread.frames import open_camera
from signread.live import require_display, show


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "live",
        run,
        "Opens a window with the camera's picture and the letter on it; q quits, m mirrors.",
        "signread live --camera 1",
    )
    command.add_argument(
        "--camera", type=whole_number(0), default=0, metavar="N", help="the camera's number (default 0)"
    )
    add_reader_options(command)
    command.add_argument(
        "--instead",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="pictures or videos to read where there is no camera or no display",
    )


def run(given: argparse.Namespace) -> None:
    reader = make_reader(given)
    try:
        require_display()
        frames = open_camera(given.camera)
    except SignreadError as error:
        if not given.instead:
            raise
        say(f"signread: {error}\nsignread: reading {' '.join(map(str, given.instead))} instead")
        read_paths(given.instead, reader)
    else:
        show(frames, reader)
