"""signread live: the camera's picture in a window, with what it spells drawn on it."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from signread.cli.options import Commands, add_command, add_reader_options, make_reader, say, whole_number
from signread.cli.read import read_paths
from signread.errors import SignreadError
from signread.frames import open_camera
from signread.live import Writing, require_display, show
from signread.speech import Speaker


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "live",
        run,
        "Opens a window with the camera's picture, the letter and the text on it; q quits, the window names more keys.",
        "signread live",
        "signread live --camera 1 --speak",
    )
    command.add_argument(
        "--camera", type=whole_number(0), default=0, metavar="N", help="the camera's number (default 0)"
    )
    command.add_argument("--speak", action="store_true", help="say each finished word with the system's voice")
    command.add_argument("--correct", action="store_true", help="put the likeliest word in place of each finished one")
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
        if given.speak:
            say("signread: --speak is for the camera; nothing is said aloud")
        read_paths(given.instead, reader, correct=given.correct)
        return
    with ExitStack() as stack:
        speaker = stack.enter_context(Speaker()) if given.speak else None
        if speaker is not None and speaker.trouble:
            say(f"signread: {speaker.trouble}")
        show(frames, reader, Writing(speaker, correct=given.correct))
