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
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from machine import describe
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from signread import Hand, Observation, Scored, Scores, Speller, Transcript
from signread.datasets.pictures import picture_sets
from signread.datasets.sources import is_left_out
from signread.datasets.tracked_hands import tracked_hands
from signread.evaluation.edit_distance import levenshtein
from signread.handshapes.alphabet import AMERICAN, STATIC, letter_of_label
from signread.networks.letter_net import describe as features_of
from signread.skeleton.hand import PALM, palm
from signread.spelling.thresholds import Thresholds

Array = NDArray[Any]
FOLDS = (
    ("gunsai75", "lee_roboflow", "meyyappan", "sakshamsood3"),
    ("Lolzorus", "t32rahman", "seeeeeeel", "thanakritmos12"),
)
SPEEDS = (1.25, 2.0, 3.0, 4.0, 5.0, 6.0)
"""Letters a second."""
RATES = (15.0, 25.0, 30.0)
"""Frames a second of the cameras."""
CALM, HURRIED = 2.0, 4.0
"""Letters a second below which slides are long, and from which shapes are not quite reached."""
SLIDES = 0.75
"""The part of the double letters that slide aside."""
FINE = 60
"""Steps a second in which movements are made."""
WORDS = (
    *("HELLO", "FRIENDS", "COFFEE", "KITCHEN", "SUMMER", "BOTTLE", "WATER", "QUICKLY", "FAMILY", "GOODBYE"),
    *("PLEASE", "THANKS", "VOWEL", "BROWN", "WORLD", "SCHOOL", "LETTER", "MONDAY", "HAPPY", "STREET"),
    *("ORANGE", "BLACK", "TEACHER", "DOCTOR", "PHONE", "SISTER", "BROTHER", "WEEK", "NIGHT", "MUSIC"),
    *("FALL", "BALL", "GREEN", "ROOM", "FOOT", "DAD", "SUN", "TWO", "CUT", "LAW", "FIG", "UNCLE", "VALUE", "COST"),
)
PARENTS = (0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19)
FINGERS = np.array([0] + [finger for finger in range(1, 6) for _ in range(4)])
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


@dataclass(frozen=True, eq=False)
class Stream:
    """A word as a decoder gets it, and at how many letters a second it was spelled."""

    word: str
    speed: float
    frames: list[Scored]


@dataclass(frozen=True, eq=False)
class Person:
    """Handshapes of right hands by letter, each (21, 3), centred, in palms; and some that are none."""

    shapes: dict[str, list[Array]]
    rests: list[Array]


def upright(points: Array, handedness: float) -> Array:
    """Landmarks as of a right hand, in palms from the palm's middle."""
    shape: Array = points.astype(float) * [handedness, 1, 1]
    middle, size = palm(shape[:, :2])
    shape[:, :2] -= middle
    shape[:, 2] -= shape[0, 2]
    return shape / size


def between(one: Array, other: Array, part: Array | float) -> Array:
    """A shape on the way from one to another, bone by bone; part: (21,) of the way, or one number."""
    parts = np.broadcast_to(part, 21)
    shape = np.empty((21, 3))
    shape[0] = one[0] + (other[0] - one[0]) * parts[0]
    for number in range(1, 21):
        bones = [shape_[number] - shape_[PARENTS[number]] for shape_ in (one, other)]
        lengths = [float(np.linalg.norm(bone)) + 1e-9 for bone in bones]
        way = bones[0] / lengths[0] * (1 - parts[number]) + bones[1] / lengths[1] * parts[number]
        length = lengths[0] * (1 - parts[number]) + lengths[1] * parts[number]
        shape[number] = shape[PARENTS[number]] + way / (np.linalg.norm(way) + 1e-9) * length
    return shape


def smooth(part: Array | float) -> Any:
    """Of the time, as of the way: minimum jerk."""
    x = np.clip(part, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def moves(person: Person, word: str, speed: float, random: np.random.Generator) -> Iterator[tuple[Array, Array]]:
    """Shape and place of the hand, FINE of them a second, from its rise to its fall."""
    each = 1 / speed
    shapes = [person.shapes[letter][random.integers(len(person.shapes[letter]))] for letter in word]
    if speed >= HURRIED:
        reached = random.uniform(0.75, 1)
        whole = list(shapes)
        for place in range(1, len(word) - 1):
            shapes[place] = between(between(whole[place - 1], whole[place + 1], 0.5), whole[place], reached)
    leads = random.normal(0, 0.02, 6)
    leads[1] = random.uniform(-0.06, 0.06)
    at: Array = np.zeros(2)
    drift = 1.0
    rest = person.rests[random.integers(len(person.rests))]
    for part in way(random.uniform(0.2, 0.5)):
        yield between(rest, shapes[0], smooth(part)), at + np.array([0, 8 * (1 - smooth(part))])
    for number, letter in enumerate(word):
        drift = float(np.clip(1 + 0.8 * (drift - 1) + 0.12 * random.normal(), 0.6, 1.6))
        if number and letter == word[number - 1]:
            shapes[number] = shapes[number - 1]
            for step in once_more(shapes[number], at, rest, speed, random):
                yield step
                at = step[1]
        elif number:
            seconds = float(np.clip(each / 2 * drift, 0.08, 0.25))
            begin, aside = at, random.normal(0, 0.35, 2)
            for part in way(seconds):
                at = begin + aside * smooth(part)
                yield between(shapes[number - 1], shapes[number], smooth(part - leads[FINGERS] / seconds)), at
        longer = 1.4 if number == 0 else 2.2 if number == len(word) - 1 else 0.9
        for _ in range(round(each / 2 * drift * longer * FINE)):
            yield shapes[number], at
    for part in way(random.uniform(0.2, 0.5)):
        yield between(shapes[-1], rest, smooth(part)), at + np.array([0, 8 * smooth(part)])


def way(seconds: float) -> Iterator[float]:
    """The parts of a movement, up to 1."""
    steps = max(round(seconds * FINE), 2)
    return (step / steps for step in range(1, steps + 1))


def once_more(
    shape: Array, at: Array, rest: Array, speed: float, random: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    """The hand slides aside, or lets the letter go and forms it again."""
    if random.random() < SLIDES:
        seconds, far = ((0.4, 0.6), (1.5, 4.0)) if speed < CALM else ((0.13, 0.25), (0.8, 2.5))
        aside = np.array([random.uniform(*far), random.normal(0, 0.2)])
        for part in way(random.uniform(*seconds)):
            yield shape, at + aside * smooth(part)
    else:
        for part in way(random.uniform(0.15, 0.35)):
            yield between(shape, rest, 0.6 * math.sin(math.pi * part) ** 2), at


def filmed(
    person: Person, word: str, speed: float, random: np.random.Generator
) -> Iterator[tuple[float, Array | None]]:
    """Times, and the landmarks that a tracker would find at them, (21, 3) in pixels, or None."""
    steps = list(moves(person, word, speed, random))
    size, before, noise, lost = random.uniform(18, 60), None, np.zeros((21, 3)), 0
    begin, rate = random.uniform(0.2, 0.6), random.choice(RATES)
    for number in range(round((begin + len(steps) / FINE + 0.9) * rate)):
        time = number / rate
        step = (time - begin) * FINE
        if not 0 <= step < len(steps) - 1:
            before = None
            yield time, None
            continue
        shape, place = steps[int(step)]
        points = shape.copy()
        points[:, :2] += place
        moved = 0.0 if before is None else float(np.abs(points - before).mean()) * rate
        before = points
        noise = 0.6 * noise + 0.8 * random.normal(0, 0.02 + 0.006 * min(moved, 15), (21, 3))
        lost = max(lost - 1, 0) or (int(random.integers(1, 4)) if random.random() < 0.02 * (moved - 6) else 0)
        yield time, None if lost else ((points + noise) * size + [320, 240, 0]).astype(np.float32)


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
        batch = shapes[rows] + torch.randn(256, 21, 3) * sizes[rows] * 0.05
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


def streams(folder: Path, words: int) -> Iterator[Stream]:
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
                    yield Stream(str(word), speed, list(scored(network, filmed(person, str(word), pace, random))))


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


def error_rate(spelled: list[Stream], thresholds: Thresholds) -> float:
    errors = 0
    for stream in spelled:
        transcript = Transcript()
        for decision in Speller(AMERICAN, thresholds).decode(stream.frames):
            transcript = transcript.add(decision.events)
        errors += levenshtein(transcript.text.replace(" ", "").strip(), stream.word)
    return errors / sum(len(stream.word) for stream in spelled)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--words", type=int, default=10, help="of each person at each speed (default %(default)s)")
    args = parser.parse_args()
    print(describe("signread", "torch", "numpy"))
    spelled = list(streams(args.train, args.words))
    print(f"character error rate of {len(spelled)} words at {', '.join(map(str, SPEEDS))} letters a second")
    usual = Thresholds()
    rows = [("as they are", usual)]
    rows += [
        (f"{name} {value}", replace(usual, **{name: value})) for name, values in CHANGES.items() for value in values
    ]
    for name, thresholds in rows:
        rates = [error_rate([one for one in spelled if one.speed == speed], thresholds) for speed in SPEEDS]
        print(f"{name:18} " + "  ".join(f"{rate:6.2%}" for rate in rates), flush=True)


if __name__ == "__main__":
    main()
