"""signread data: fetch, check and show Sign Language MNIST."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from signread.cli.options import Commands, add_command, add_json, print_json, say
from signread.datasets import sign_mnist
from signread.datasets.mnist_files import PARTS, Part, locate
from signread.datasets.mnist_table import Fault, summed_up
from signread.datasets.mnist_table import faults as faults_of
from signread.datasets.near_duplicates import count_seen
from signread.datasets.sign_mnist import KAGGLE_ROWS
from signread.errors import DataError
from signread.handshapes.alphabet import LETTERS

FAULTS_LISTED = 20
"""Kinds of faults that are named, each by its first; the rest is counted."""


def add_commands(commands: Commands) -> None:
    family = commands.add_parser("data", help="fetch, check and show Sign Language MNIST")
    family.description = "Fetches, checks and shows Sign Language MNIST."
    verbs = family.add_subparsers(metavar="VERB", required=True)
    add_command(verbs, "fetch", fetch, "Downloads Sign Language MNIST from Kaggle.", "signread data fetch")
    command = add_command(
        verbs,
        "check",
        check,
        "Says what is in a data set and everything that is wrong with it.",
        "signread data check sign-language-mnist.zip",
    )
    command.add_argument("path", type=Path, help="the folder, one of the CSV files, or the .zip")
    add_json(command)
    command = add_command(
        verbs,
        "show",
        show,
        "Draws a grid of the training pictures with their letters, and a montage for each letter.",
        "signread data show sign-language-mnist.zip --out data-figures",
    )
    command.add_argument("path", type=Path, help="the folder, one of the CSV files, or the .zip")
    command.add_argument(
        "--out", type=Path, default=Path("data-figures"), help="folder for the PNGs (default %(default)s)"
    )


def fetch(_: argparse.Namespace) -> None:
    from signread.datasets.fetch import fetch as download

    folder = download()
    for part in PARTS:
        locate(folder, part)
    print(folder)


def check(args: argparse.Namespace) -> None:
    parts: dict[str, Any] = {}
    wrong = 0
    for part in PARTS:
        file = locate(args.path, part)
        if any(str(file) == other["file"] for other in parts.values()):
            continue  # one CSV file of a name of its own
        faults = summed_up(faults_of(file), FAULTS_LISTED)
        parts[part] = {
            "file": str(file),
            "faults": sum(fault.count for fault in faults),
            "first_faults": [str(fault) for fault in faults],
        }
        wrong += sum(fault.count for fault in faults)
        if not faults:
            parts[part] |= _counts(args.path, part)
            if part == "test" and parts.get("train", {}).get("faults") == 0:
                parts[part]["seen_in_training"] = _seen_in_training(args.path)
        if not args.json:
            _print_part(part, parts[part], faults)
    if args.json:
        print_json(parts)
    if wrong:
        raise DataError(f"{args.path}: {wrong:,} faults")


def _counts(path: Path, part: Part) -> dict[str, Any]:
    data = sign_mnist.read(path, part)
    counts = np.bincount(data.labels, minlength=len(LETTERS))
    described: dict[str, Any] = {
        "shape": list(data.images.shape),
        "letters": {LETTERS[label]: int(count) for label, count in enumerate(counts) if count},
        "as_on_kaggle": len(data.labels) == KAGGLE_ROWS[part],
    }
    sizes = np.bincount(data.groups)
    described["near_duplicate_groups"] = {
        "groups": len(sizes),
        "smallest": int(sizes.min()),
        "median": float(np.median(sizes)),
        "largest": int(sizes.max()),
    }
    return described


def _seen_in_training(path: Path) -> int:
    train, test = sign_mnist.read(path, "train"), sign_mnist.read(path, "test")
    return count_seen(test.images, test.labels, train.images, train.labels)


def _print_part(part: str, entry: dict[str, Any], faults: list[Fault]) -> None:
    print(f"{part}: {entry['file']}")
    for fault in faults:
        print(f"  {fault}")
    if faults:
        return
    rows, height, width = entry["shape"]
    note = "" if entry["as_on_kaggle"] else f" (Kaggle's file has {KAGGLE_ROWS[part]:,}: not all of it, or another set)"
    print(f"  {rows:,} pictures of {height} x {width}, uint8{note}")
    print("  " + "  ".join(f"{letter} {count}" for letter, count in entry["letters"].items()))
    groups = entry["near_duplicate_groups"]
    print(
        f"  {groups['groups']:,} groups of near-duplicates (photographs), of {groups['smallest']} to "
        f"{groups['largest']} pictures, median {groups['median']:.0f}"
    )
    if "seen_in_training" in entry:
        print(f"  {entry['seen_in_training']:,} pictures are near-duplicates of training pictures")
    print("  no faults")


def show(args: argparse.Namespace) -> None:
    from signread.datasets.show import draw_grid, draw_montages

    data = sign_mnist.read(args.path, "train")
    args.out.mkdir(parents=True, exist_ok=True)
    draw_grid(data, args.out / "grid.png")
    montages = draw_montages(data, args.out)
    say(f"written: {args.out / 'grid.png'} and {len(montages)} montages, {montages[0].name} to {montages[-1].name}")
