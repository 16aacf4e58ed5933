"""signread live: the camera's picture in a window, with the letter drawn on it."""

import argparse
from pathlib import Path

from signread.cli.options import Commands, add_command, say, whole_number
from signread.cli.read import read_paths
from signread.errors import SignreadError
from signread.frames import open_camera
from signread.live import require_display, show
from signread.reader import Reader


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
    command.add_argument(
        "--model",
        type=Path,
        metavar="MODEL.onnx",
        help="an .onnx file made by `signread export`; the shipped one if left out",
    )
    command.add_argument(
        "--instead",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="pictures or videos to read where there is no camera or no display",
    )


def run(given: argparse.Namespace) -> None:
    reader = Reader(given.model)
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
