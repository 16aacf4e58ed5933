"""Spelling from calm to native speed, by people whom the reader does not know: by this the speller was chosen.

    python benchmarks/quick_spelling.py --train hands/train

No real recordings of quick spelling may be learnt from, so these are made: each person's own handshapes, one after the
other. Two networks read landmarks alone, each taught without four of the sources; the people of those four spell. A
shape goes over into the next along a minimum-jerk path (Flash and Hogan, 1985), thumb and wrist a little before or
after the rest; half of the time a letter is held, the first longer, the last longest; above four letters a second a
shape is not quite reached. Doubles slide aside or are let go and formed again. Landmarks shake, more so the faster they
move, and fast hands are lost for moments. Letters that the network does not know of a person are left out, for no
speller could read them.

Printed is the character error rate at several speeds, as the thresholds are and with each of them changed.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from decoded import Stream, error_rate, print_variations
from machine import describe
from moving_hands import Person, filmed, upright
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

Array = NDArray[Any]
FOLDS = (
    ("gunsai75", "lee_roboflow", "meyyappan", "sakshamsood3"),
    ("Lolzorus", "t32rahman", "seeeeeeel", "thanakritmos12"),
)
SPEEDS = (1.25, 2.0, 3.0, 4.0, 5.0, 6.0)
"""Letters a second."""
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
    "slide": (0.5, 0.8),
    "rest_share": (0.25, 0.6),
    "still": (2.0, 4.0),
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


def scored(network: nn.Module, frames: Iterator[tuple[float, Array | None]]) -> Iterator[Scored]:
    for time, points in frames:
        if points is None:
            yield Scored(time=time, observation=Observation(), scores=None)
        else:
            hand = Hand(points=points, handedness="right")
            yield Scored(
                time=time,
                observation=Observation(hands=(hand,)),
                scores=Scores(AMERICAN, read(network, points[None])[0]),
            )


def streams(folder: Path, words: int) -> Iterator[tuple[float, Stream]]:
    """Words, and at how many letters a second each is spelled."""
    hands = {one.name: tracked_hands(one, lambda _: None, views=1) for one in picture_sets(folder)}
    labelled: dict[str, list[tuple[Array, float, str | None]]] = {}
    for name, tracked in hands.items():
        meant = [letter_of_label(tracked.entries[picture].label) for picture in tracked.picture]
        labelled[name] = [
            (points, float(sign), None if letter is not None and is_left_out(name, letter) else letter)
            for points, sign, letter in zip(tracked.points, tracked.handedness, meant, strict=True)
        ]
    rests = [upright(points, sign) for points, sign, _ in labelled.pop("word-signs")]
    for fold in FOLDS:
        rows = [row for name, of in labelled.items() if name not in fold for row in of if row[2] in AMERICAN]
        points = np.array([points * [sign, 1, 1] for points, sign, _ in rows])
        network = taught(points, np.array([AMERICAN.index(str(letter)) for _, _, letter in rows]))
        for name in fold:
            random = np.random.default_rng(sum(map(ord, name)))
            person = Person(known_shapes(network, labelled[name]), rests)
            chosen = [word for word in WORDS if set(word) <= set(person.shapes)]
            for speed in SPEEDS:
                for word in random.choice(chosen, words):
                    pace = speed * random.uniform(0.85, 1.15)
                    frames = scored(network, filmed(person, str(word), pace, random))
                    yield speed, Stream(str(word), list(frames))


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
    args = parser.parse_args()
    print(describe("signread", "torch", "numpy"))
    spelled: dict[float, list[Stream]] = {speed: [] for speed in SPEEDS}
    for speed, stream in streams(args.train, args.words):
        spelled[speed].append(stream)
    count, speeds = sum(map(len, spelled.values())), ", ".join(map(str, SPEEDS))
    print(f"character error rate of {count} words at {speeds} letters a second")
    print_variations(
        CHANGES,
        lambda thresholds: [error_rate(AMERICAN, spelled[speed], thresholds) for speed in SPEEDS],
    )


if __name__ == "__main__":
    main()
