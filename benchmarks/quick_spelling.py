"""Spelling from calm to native speed, by people whom the reader does not know: by this the speller was chosen.

    signread train spelling --data hands/train words/train --leave-out gunsai75 lee_roboflow meyyappan sakshamsood3 \\
        --out runs/a
    signread export runs/a -o a.onnx        # and so for the other four
    python benchmarks/quick_spelling.py --train hands/train --nets a.onnx b.onnx

No real recordings of quick spelling may be learnt from, so these are made, see `signread/synthetic/motions.py`. Two
networks read landmarks alone, each taught without four of the sources, as are the two SpellNets; the people of those
four spell. Letters that the network does not know of a person are left out, for no speller could read them.

Printed is the character error rate at several speeds, as the thresholds are and with each of them changed; and of words
with a J or a Z by itself.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from decoded import Stream, error_rate, print_variations
from machine import describe
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from signread import Hand, Observation, Scored, Scores
from signread.datasets.pictures import picture_sets
from signread.datasets.sources import is_left_out
from signread.datasets.tracked_hands import tracked_hands
from signread.handshapes.alphabet import AMERICAN, STATIC, letter_of_label
from signread.networks.letter_net import describe as features_of
from signread.skeleton import HAND
from signread.skeleton.hand import PALM
from signread.spelling.spell_net import SpellNet
from signread.spelling.thresholds import Thresholds
from signread.synthetic.camera import Filmed, filmed
from signread.synthetic.motions import spelled
from signread.synthetic.person import Person
from signread.synthetic.shapes import upright

Array = NDArray[Any]
FOLDS = (
    ("gunsai75", "lee_roboflow", "meyyappan", "sakshamsood3"),
    ("Lolzorus", "t32rahman", "seeeeeeel", "thanakritmos12"),
)
RATES = (15.0, 25.0, 30.0)
"""Frames a second of the cameras."""
SPEEDS = (1.25, 2.0, 3.0, 4.0, 5.0, 6.0)
"""Letters a second."""
MOVING_WORDS = (
    *("JUNE", "JOHN", "MAJOR", "ENJOY", "JUMP", "PROJECT", "ZERO", "SIZE", "DOZEN", "LIZARD", "QUIZ", "PRIZE"),
    *("J", "Z"),
)
"""In which a letter moves; spelled besides the others."""
WORDS = (
    *("HELLO", "FRIENDS", "COFFEE", "KITCHEN", "SUMMER", "BOTTLE", "WATER", "QUICKLY", "FAMILY", "GOODBYE"),
    *("PLEASE", "THANKS", "VOWEL", "BROWN", "WORLD", "SCHOOL", "LETTER", "MONDAY", "HAPPY", "STREET"),
    *("ORANGE", "BLACK", "TEACHER", "DOCTOR", "PHONE", "SISTER", "BROTHER", "WEEK", "NIGHT", "MUSIC"),
    *("FALL", "BALL", "GREEN", "ROOM", "FOOT", "DAD", "SUN", "TWO", "CUT", "LAW", "FIG", "UNCLE", "VALUE", "COST"),
)
CHANGES = {
    "doubt": (0.35, 0.55),
    "letter_share": (0.12, 0.22),
    "start": (0.1, 0.25),
    "usual_pace": (0.25, 0.5),
    "fast": (4.0, 12.0),
    "slide": (0.5, 0.8, 99.0),
    "rest_share": (0.25, 0.6),
    "still": (2.0, 4.0),
    "again": (0.7, 0.8, 1.1),
    "drawn": (0.4, 0.6),
    "drawn_surely": (0.1, 0.5),
    "moment": (0.05, 0.3),
    "grace": (0.0, 0.3),
}


def taught(points: Array, targets: Array) -> nn.Module:
    """A network that reads landmarks of right hands, (N, 21, 3)."""
    torch.manual_seed(0)
    shapes, labels = torch.tensor(points, dtype=torch.float32), torch.tensor(targets)
    width = features_of(shapes[:2]).shape[1]
    layers = [[nn.Linear(a, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dropout(0.2)] for a in (width, 256)]
    network = nn.Sequential(*layers[0], *layers[1], nn.Linear(256, len(AMERICAN)))
    steps = 30 * len(shapes) // 256
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    corners = shapes[:, list(PALM), :2]
    sizes = (corners - corners.mean(1, keepdim=True)).norm(dim=2).pow(2).mean(1).sqrt()[:, None, None]
    for _ in range(steps):
        rows = torch.randint(len(shapes), (256,))
        batch = shapes[rows] + torch.randn(256, len(HAND), 3) * sizes[rows] * 0.05
        loss = functional.cross_entropy(network(features_of(batch)), labels[rows], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return network.eval()


@torch.no_grad()
def read(network: nn.Module, points: Array) -> Array:
    """Probabilities, (N, L), of right hands' landmarks."""
    probabilities: Array = network(features_of(torch.tensor(points, dtype=torch.float32))).softmax(1).numpy()
    return probabilities


def scored(network: nn.Module, film: Filmed) -> Iterator[Scored]:
    for time, points in zip(film.times.tolist(), film.points, strict=True):
        if np.isnan(points).any():
            yield Scored(time=time, observation=Observation(), scores=None)
        else:
            hand = Hand(points=points, handedness="right")
            yield Scored(
                time=time,
                observation=Observation(hands=(hand,)),
                scores=Scores(AMERICAN, read(network, points[None])[0]),
            )


def streams(
    folder: Path, words: int, folds: int, choices: Sequence[Sequence[str]] = (WORDS, MOVING_WORDS)
) -> Iterator[tuple[int, float, Stream]]:
    """Words of each of the choices, in which of the folds each is spelled, and at how many letters a second."""
    hands = {one.name: tracked_hands(one, lambda _: None, views=1) for one in picture_sets(folder)}
    labelled: dict[str, list[tuple[Array, float, str | None]]] = {}
    for name, tracked in hands.items():
        meant = [letter_of_label(tracked.entries[picture].label) for picture in tracked.picture]
        labelled[name] = [
            (points, float(sign), None if letter is not None and is_left_out(name, letter) else letter)
            for points, sign, letter in zip(tracked.points, tracked.handedness, meant, strict=True)
        ]
    rests = [upright(points, sign) for points, sign, _ in labelled.pop("word-signs")]
    for number, fold in enumerate(FOLDS[:folds]):
        rows = [row for name, of in labelled.items() if name not in fold for row in of if row[2] in AMERICAN]
        points = np.array([points * [sign, 1, 1] for points, sign, _ in rows])
        network = taught(points, np.array([AMERICAN.index(str(letter)) for _, _, letter in rows]))
        for name in fold:
            random = np.random.default_rng(sum(map(ord, name)))
            person = Person(known_shapes(network, labelled[name]), rests)
            for choice in choices:
                chosen = [word for word in choice if all(map(person.spells, word))]
                for speed in SPEEDS:
                    for word in random.choice(chosen, words):
                        motion = spelled(person, str(word), speed * random.uniform(0.85, 1.15), random)
                        film = gone_after(filmed(motion, random, float(random.choice(RATES))))
                        yield number, speed, Stream(str(word), list(scored(network, film)))


def gone_after(film: Filmed) -> Filmed:
    """The same, and then no hand for almost a second: the word is over."""
    step = float(np.diff(film.times).mean())
    more = film.times[-1] + step * np.arange(1, round(0.9 / step) + 1)
    times = np.concatenate([film.times, more])
    points = np.concatenate([film.points, np.full((len(more), *film.points.shape[1:]), np.nan, np.float32)])
    return replace(film, times=times, points=points)


def known_shapes(network: nn.Module, rows: list[tuple[Array, float, str | None]]) -> dict[str, list[Array]]:
    """A person's shapes of the letters of which the network knows most."""
    known: dict[str, list[Array]] = {}
    for letter in STATIC:
        mine = [(points, sign) for points, sign, name in rows if name == letter]
        if not mine:
            continue
        sure = read(network, np.array([points * [sign, 1, 1] for points, sign in mine]))[:, AMERICAN.index(letter)]
        if (sure > 0.5).mean() > 0.7:
            known[letter] = [upright(*hand) for hand, one in zip(mine, sure, strict=True) if one > 0.3]
    return known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--words", type=int, default=10, help="of each person at each speed (default %(default)s)")
    parser.add_argument(
        "--nets",
        type=Path,
        nargs="+",
        metavar="NET.onnx",
        help="SpellNets taught without the people of the first four, and of the second; the people of as many spell; "
        "the one that ships, which knows all of them, if left out",
    )
    args = parser.parse_args()
    nets = [SpellNet(file) for file in args.nets or [None] * len(FOLDS)]
    print(describe("signread", "torch", "numpy"))
    spelled_words: dict[tuple[bool, float], list[tuple[int, Stream]]] = {}
    for fold, speed, stream in streams(args.train, args.words, len(nets)):
        spelled_words.setdefault((stream.word in MOVING_WORDS, speed), []).append((fold, stream))
    count, speeds = sum(map(len, spelled_words.values())), ", ".join(map(str, SPEEDS))
    everything = [one for some in spelled_words.values() for one in some]
    began = perf_counter()
    error_rate(AMERICAN, [stream for _, stream in everything], Thresholds(), [nets[fold] for fold, _ in everything])
    frames = sum(len(stream.frames) for _, stream in everything)
    print(f"the speller takes {1000 * (perf_counter() - began) / frames:.2f} ms a frame")
    print(f"character error rate of {count} words at {speeds} letters a second, and of those with J or Z at the same")
    print_variations(
        CHANGES,
        lambda thresholds: [
            error_rate(AMERICAN, [one[1] for one in some], thresholds, [nets[one[0]] for one in some])
            for some in spelled_words.values()
        ],
    )


if __name__ == "__main__":
    main()
