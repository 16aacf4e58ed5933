"""signread synthesize: made-up people who spell."""

import argparse
from pathlib import Path

import cv2
import numpy as np

from signread.cli.options import Commands, add_command, make_progress, say, whole_number
from signread.files import write_atomically

STRIPS = 20
"""How many sequences are drawn."""


def add_commands(commands: Commands) -> None:
    family = commands.add_parser("synthesize", help="make up people who spell")
    family.description = "Makes up people who spell, for training and for measuring."
    verbs = family.add_subparsers(metavar="VERB", required=True)
    command = add_command(
        verbs,
        "words",
        words,
        "Makes sequences of landmarks of words that are spelled, with the letter of every frame.",
        "signread synthesize words --data hands/train --count 100000 --out made-up-words",
    )
    command.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="pictures of people as <letter>/*.jpg, whose handshapes are taken; and of hands at rest as nothing/*.jpg",
    )
    command.add_argument(
        "--count", type=whole_number(1), default=1000, metavar="N", help="how many sequences (default %(default)s)"
    )
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the archives (.npz)")
    command.add_argument(
        "--seed", type=whole_number(0), metavar="N", default=0, help="decides all random numbers (default 0)"
    )


def words(args: argparse.Namespace) -> None:
    from signread.datasets.pictures import picture_sets
    from signread.datasets.spellers import spellers
    from signread.synthetic.words import FIRST, write_words

    sets = [one for path in args.data for one in picture_sets(path, "train")]
    with make_progress() as progress:
        task = progress.add_task("finding hands", total=sum(len(one.entries) for one in sets))
        people = spellers(sets, lambda name, done: progress.update(task, description=name, advance=done))
    say(f"people: {', '.join(people)}")
    archives = 0
    with make_progress() as progress:
        task = progress.add_task("making words", total=args.count)

        def on_archive(file: Path, count: int) -> None:
            nonlocal archives
            archives += 1
            progress.update(task, description=file.name, advance=count)

        write_words(people, args.out, args.count, seed=args.seed, on_archive=on_archive)
    picture = _draw_strips(args.out / FIRST, args.out / "strips.png")
    print(f"{args.out}: {args.count:,} sequences in {archives} archives; some of them drawn in {picture}")


def _draw_strips(archive: Path, picture: Path) -> Path:
    from signread.synthetic.strips import strip
    from signread.synthetic.words import read_archive

    some = read_archive(archive, STRIPS)
    drawn = [strip(film, f"{word or 'nothing'}, {speed:.1f} a second") for word, speed, film in some]
    _, content = cv2.imencode(".png", cv2.cvtColor(np.vstack(drawn), cv2.COLOR_RGB2BGR))
    write_atomically(picture, content.tobytes())
    return picture
