"""signread spell: text -> a hand that spells it."""

import argparse
import re
from pathlib import Path

from signread.avatar.plan import FASTEST, LETTERS_A_SECOND, SLOWEST, Plan, spell
from signread.cli.options import Commands, add_command, check_drawing, make_progress, probability
from signread.errors import OutputError
from signread.files import write_atomically
from signread.output.video import KINDS, VideoSink

LONGEST_NAME = 40
"""Characters of a file that is named by its text."""
PLAN = ".json"
LEAST_SIDE, MOST_SIDE = 16, 2160
"""Pixels."""


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "spell",
        run,
        "Draws a hand that spells a text in the American manual alphabet.",
        "signread spell HELLO -o hello.mp4",
        "signread spell 'nice to meet you' --speed 3 --hand left --skin 0.8 -o nice.gif",
        "signread spell HELLO -o hello.json",
    )
    command.add_argument("text", metavar="TEXT", help="letters, digits and blanks; É is spelled as E")
    command.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="OUT",
        help=f"a film ({' '.join(KINDS)}), or what is shown when ({PLAN}); the text with .mp4 if left out",
    )
    command.add_argument(
        "--speed",
        type=float,
        default=LETTERS_A_SECOND,
        metavar="N",
        help=f"letters a second, {SLOWEST:g} to {FASTEST:g} (default {LETTERS_A_SECOND:g}); J and Z take their time",
    )
    command.add_argument("--hand", choices=("right", "left"), default="right", help="(default %(default)s)")
    command.add_argument(
        "--size", type=_size, default=(640, 480), metavar="WxH", help="pixels of the film (default 640x480)"
    )
    command.add_argument(
        "--skin", type=probability, default=0.4, metavar="TONE", help="from 0, light, to 1, dark (default %(default)s)"
    )


def run(args: argparse.Namespace) -> None:
    plan = spell(args.text, speed=args.speed, hand=args.hand)
    out = args.out or Path(re.sub(r"[^a-z0-9]+", "-", plan.text.lower())[:LONGEST_NAME].strip("-") + ".mp4")
    if out.suffix.lower() == PLAN:
        write_atomically(out, plan.to_json())
    elif out.suffix.lower() in KINDS:
        _film(plan, out, args.skin, args.size)
    else:
        raise OutputError(f"{out}: a hand that spells is written as {' '.join(KINDS)} or {PLAN}; name it so")
    print(f"{out}: {plan.text}, {len(plan.letters)} letters in {plan.duration:.1f} s")


def _film(plan: Plan, out: Path, tone: float, size: tuple[int, int]) -> None:
    check_drawing()
    from signread.avatar.film import RATE, Performer, film
    from signread.synthetic.renderer import Renderer

    with Renderer(*size) as renderer, make_progress() as progress, VideoSink(out) as sink:
        task = progress.add_task("drawing", total=round(plan.duration * RATE))
        for number, picture in enumerate(film(plan, Performer.average(tone), renderer)):
            sink.write(picture, number / RATE)
            progress.update(task, advance=1)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text.strip().lower())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in size):
        raise argparse.ArgumentTypeError(f"{text!r}: should be width and height, {LEAST_SIDE} to {MOST_SIDE}: 640x480")
    return size
