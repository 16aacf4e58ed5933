"""signread synthesize: made-up people who spell."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from signread.cli.options import (
    Commands,
    add_cluster,
    add_command,
    check_drawing,
    make_progress,
    say,
    whole_number,
    working_on_cluster,
)
from signread.errors import UsageError
from signread.files import write_atomically
from signread.sources.pictures import picture_files, read_picture
from signread.types import Picture

LARGEST_ROOM = 720
"""Pixels of a picture that lies behind hands, on its longer side."""
STRIPS = 20
"""How many sequences are drawn."""


def add_commands(commands: Commands) -> None:
    family = commands.add_parser("synthesize", help="make up people who spell")
    family.description = "Makes up people who spell, for training and for measuring."
    verbs = family.add_subparsers(metavar="VERB", required=True)
    command = add_command(
        verbs,
        "words",
        working_on_cluster(words),
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
    add_cluster(command, "find hands and make words")
    command = add_command(
        verbs,
        "letters",
        working_on_cluster(letters),
        "Makes pictures of letters that made-up people hold, with the truth of every joint beside them.",
        "signread synthesize letters --people 500 --pictures 100000 --out made-up-letters --seed 7",
        "signread synthesize letters --rooms photographs/ --out made-up-letters",
        "signread synthesize letters --people 5000 --pictures 1000000 --out made-up-letters --cluster auto",
    )
    command.add_argument(
        "--people", type=whole_number(1), default=20, metavar="N", help="how many people (default %(default)s)"
    )
    command.add_argument(
        "--pictures",
        type=whole_number(1),
        default=2000,
        metavar="N",
        help="about how many pictures (default %(default)s)",
    )
    command.add_argument(
        "--rooms",
        type=Path,
        nargs="+",
        default=[],
        metavar="PATH",
        help="pictures without hands, folders or .zip, to lie behind them (default: patches of colour)",
    )
    command.add_argument(
        "--handshapes",
        type=Path,
        metavar="FILE.toml",
        help="a table of joint angles (default: the still letters of the American manual alphabet)",
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the archives (.zip and .npz)"
    )
    command.add_argument(
        "--seed", type=whole_number(0), metavar="N", default=0, help="decides all random numbers (default 0)"
    )
    add_cluster(command, "make them")
    command = add_command(
        verbs,
        "sheet",
        sheet,
        "Draws handshapes from four sides and as they are shown, and measures what touches and what goes through.",
        "signread synthesize sheet --out handshapes.png",
        "signread synthesize sheet --handshapes my-alphabet.toml --seed 3",
    )
    command.add_argument(
        "--handshapes",
        type=Path,
        metavar="FILE.toml",
        help="a table of joint angles (default: the American manual alphabet and the digits)",
    )
    command.add_argument("--only", metavar="LETTERS", help="of these letters alone, as ABC")
    command.add_argument(
        "--seed", type=whole_number(0), metavar="N", help="on the hand of another adult (default: an average one)"
    )
    command.add_argument(
        "--out", type=Path, metavar="OUT.png", default=Path("handshapes.png"), help="(default %(default)s)"
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


def letters(args: argparse.Namespace) -> None:
    from signread.handshapes.alphabet import STATIC
    from signread.handshapes.joint_angles import american, read_handshapes

    check_drawing()
    if args.handshapes:
        shapes = read_handshapes(args.handshapes)
    else:
        shapes = [shape for shape in american() if shape.letter in STATIC]
    from signread.synthetic.letters import write_gallery, write_letters

    rooms = [room for path in args.rooms for room in _rooms(path)]
    archives = 0
    with make_progress() as progress:
        task = progress.add_task("posing an average hand", total=args.pictures)

        def on_part(name: str, count: int) -> None:
            nonlocal archives
            archives += 1
            progress.update(task, description=name, advance=count)

        count = write_letters(
            shapes, args.out, people=args.people, pictures=args.pictures, seed=args.seed, rooms=rooms, on_part=on_part
        )
    gallery = args.out / "gallery.jpg"
    write_gallery(args.out, gallery)
    print(
        f"{args.out}: {count:,} pictures; people: {args.people}, archives: {archives}; "
        f"some of them side by side in {gallery}"
    )


def _rooms(path: Path) -> Iterator[Picture]:
    """The pictures of a folder, or of a .zip, no larger than they are needed."""
    from signread.datasets.pictures import picture_sets

    if path.is_dir():
        pictures: Iterator[Picture] = map(read_picture, picture_files(path))
    else:
        pictures = (picture for one in picture_sets(path) for _, picture in one.pictures())
    for picture in pictures:
        scale = min(LARGEST_ROOM / max(picture.shape[:2]), 1.0)
        yield cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8)


def sheet(args: argparse.Namespace) -> None:
    from signread.handshapes.joint_angles import american, read_handshapes

    shapes = read_handshapes(args.handshapes) if args.handshapes else american()
    shapes = [shape for shape in shapes if args.only is None or shape.letter in args.only.upper()]
    if not shapes:
        raise UsageError(f"--only {args.only}: there is no such handshape")
    if args.out.suffix.lower() != ".png":
        raise UsageError(f"{args.out}: the sheet is a .png file")
    check_drawing()
    from signread.synthetic.anatomy import average_hand, random_hand
    from signread.synthetic.average_poses import average_poses
    from signread.synthetic.sheet import Fit, contact_sheet

    if args.seed is None:
        hand, poses = average_hand(), average_poses(shapes)
    else:
        hand, poses = random_hand(np.random.default_rng(args.seed)), None
    fits: list[Fit] = []
    with make_progress() as progress:
        task = progress.add_task("posing", total=len(shapes))

        def on_shape(fit: Fit) -> None:
            fits.append(fit)
            progress.update(task, description=fit.handshape.name, advance=1)

        picture = contact_sheet(hand, shapes, on_shape, poses)
    _write_png(args.out, picture)
    print("handshape            widest gap   deepest place, in mm")
    for fit in fits:
        print(f"{fit.handshape.name:20} {fit.gap:10.1f}   {fit.depth:7.1f}{f'   {fit.where}' if fit.depth else ''}")
    print(f"{args.out}: {len(fits)} handshapes")


def _draw_strips(archive: Path, picture: Path) -> Path:
    from signread.synthetic.strips import strip
    from signread.synthetic.words import read_archive

    some = read_archive(archive, STRIPS)
    drawn = [strip(film, f"{word or 'nothing'}, {speed:.1f} a second") for word, speed, film in some]
    _write_png(picture, np.vstack(drawn))
    return picture


def _write_png(file: Path, picture: Picture) -> None:
    _, content = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    write_atomically(file, content.tobytes())
