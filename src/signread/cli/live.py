"""signread live: the camera's picture in a window, with what it spells drawn on it."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from signread.cli.options import Commands, add_command, add_reader_options, add_signs, make_reader, say, whole_number
from signread.cli.read import read_paths
from signread.desktop.window import require_display, show
from signread.desktop.writing import Writing
from signread.errors import SignreadError
from signread.language.lexicon import lexicon
from signread.output.speech import Speaker
from signread.sources import open_camera


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
    add_signs(command)
    command.add_argument(
        "--instead",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="pictures or videos to read where there is no camera or no display",
    )


def run(args: argparse.Namespace) -> None:
    if args.correct:
        lexicon()  # without the word list an error here and now
    with ExitStack() as stack:
        reader = stack.enter_context(make_reader(args))
        try:
            require_display()
            clip = open_camera(args.camera)
        except SignreadError as error:
            if not args.instead:
                raise
            say(f"signread: {error}\nsignread: reading {' '.join(map(str, args.instead))} instead")
            if args.speak:
                say("signread: --speak is for the camera; nothing is said aloud")
            read_paths(args.instead, reader, correct=args.correct)
            return
        speaker = stack.enter_context(Speaker()) if args.speak else None
        if speaker is not None and speaker.trouble:
            say(f"signread: {speaker.trouble}")
        show(clip, reader, Writing(speaker, correct=args.correct))
