"""What each part of the recipe `letters` brings: trained without it, and read on people who were left out.

    python benchmarks/ablation.py --data hands/train sign-language-mnist.zip --leave-out meyyappan gunsai75
    python benchmarks/ablation.py --data hands/train made-up-letters --leave-out meyyappan gunsai75 --seeds 2 \\
        --epochs 10 --only "the recipe" "no made-up people" "no angles"

Nothing of the measuring set is used: those left out are of the training data. A figure is the mean over the sources
left out of the static letters that are read right; a hand not found is wrong. As `signread read` does, a picture
is read as it is and in the mirror; a noisy one is not smoothed here. Without made-up people there are as many steps.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import torch
from machine import describe
from numpy.typing import NDArray

from signread.augmentation.parameters import HandAugmentation
from signread.augmentation.pictures import MIRRORED, augmented
from signread.datasets.enlarged_crops import EnlargedCrops
from signread.datasets.tracked_hands import SIGNS, WIDE_SCALE, WIDE_SIZE, Pictures, TrackedHands
from signread.handshapes.alphabet import AMERICAN, STATIC
from signread.networks.letter_net import LetterNet
from signread.recognition.crop import cut_around
from signread.tracking.hand_tracker import HandTracker
from signread.training.loop import pick_device, pick_precision, train_run
from signread.training.recipes import RECIPES, Recipe
from signread.training.run import Run, RunConfig
from signread.training.tasks.hand_set import HandSet, Source
from signread.training.tasks.hand_sources import open_sources, read_sources

RECIPE = RECIPES["letters"]
AUGMENTATION = RECIPE.hand_augmentation or HandAugmentation()
UNWARPED = replace(AUGMENTATION, warp=0, shading=0, point_misplacement=0)
Way = tuple[Callable[[list[Source]], list[Source]], Recipe]


def as_it_is(sources: list[Source]) -> list[Source]:
    return sources


def half(sources: list[Source]) -> list[Source]:
    return sources[::2]


def unvaried(sources: list[Source]) -> list[Source]:
    return [replace(source, hands=source.hands.select(source.hands.view == 0)) for source in sources]


def real(sources: list[Source]) -> list[Source]:
    return [source for source in sources if not source.made_up]


def half_made_up(sources: list[Source]) -> list[Source]:
    return real(sources) + [source for source in sources if source.made_up][::2]


def ways(recipe: Recipe) -> dict[str, Way]:
    """What is tried, by name; the recipe first."""
    as_many_steps = replace(recipe, epochs=round(recipe.epochs / (1 - recipe.made_up)))
    return {
        WHOLE: (as_it_is, recipe),
        "no made-up people": (real, as_many_steps),
        "half of the made-up people": (half_made_up, recipe),
        "made-up people half of it": (as_it_is, replace(recipe, made_up=0.5)),
        "no angles": (as_it_is, replace(recipe, angle_weight=0.0)),
        "half as many epochs": (as_it_is, replace(recipe, epochs=recipe.epochs // 2)),
        "each picture in one view only": (unvaried, recipe),
        "no warping, no shading": (as_it_is, replace(recipe, hand_augmentation=UNWARPED)),
        "no augmentation of the views": (as_it_is, replace(recipe, hand_augmentation=None)),
        "half of the sources": (half, recipe),
    }


WHOLE = "the recipe"
NEED_MADE_UP = ("no made-up people", "half of the made-up people", "made-up people half of it", "no angles")
WITHOUT_CROPS = "no Sign Language MNIST"
APART = 5
"""Points by which a letter is read better or worse that are told."""


def single_pass(pictures: Pictures) -> TrackedHands:
    """The hands of a source, and of its mirror images, as they are seen where the tracker makes one pass."""
    tracker = HandTracker(passes=1, mirrored=False)
    tracked = []
    for place, (_, image) in enumerate(pictures.pictures()):
        for number in (0, MIRRORED):
            view = augmented(image, number, np.random.default_rng())
            hand = tracker.detect(view).hand
            if hand is not None:
                tracked.append((place, number, hand, cut_around(view, hand.points, WIDE_SIZE, WIDE_SCALE)))
    tracker.close()
    return TrackedHands(
        entries=pictures.entries,
        picture=np.array([place for place, *_ in tracked]),
        view=np.array([number for _, number, *_ in tracked], np.int8),
        points=np.array([hand.points for _, _, hand, _ in tracked]),
        handedness=np.array([SIGNS[hand.handedness] for _, _, hand, _ in tracked]),
        crops=np.array([crop for *_, crop in tracked]),
    )


def trained(recipe: Recipe, sources: list[Source], seed: int) -> LetterNet:
    device = pick_device("auto")
    config = RunConfig(
        recipe=recipe,
        seed=seed,
        data="",
        fingerprint="ablation",
        device=device,
        precision=pick_precision(device),
        threads=torch.get_num_threads(),
        versions={},
        labels=AMERICAN,
    )
    with tempfile.TemporaryDirectory() as folder:
        run = Run.create(Path(folder) / "run", config)
        train_run(run, HandSet(sources, "ablation", recipe, device), lambda *_: None, lambda _: None)
        network = run.network()
    if not isinstance(network, LetterNet):
        raise TypeError(f"{recipe.name} trains no LetterNet")
    return network.to("cpu").eval()


@torch.no_grad()
def read_right(network: LetterNet, people: list[TrackedHands]) -> dict[str, dict[str, float]]:
    """Of each letter, the mean over people: by both branches, by each alone, and by both without the mirror image."""
    rights: dict[str, list[NDArray[Any]]] = {"both": [], "landmarks": [], "picture": [], "unmirrored": []}
    for views in people:
        targets = np.array([STATIC.index(entry.label) if entry.label in STATIC else -1 for entry in views.entries])
        hands = HandSet([Source(hands=views, targets=targets, held_out=np.zeros(len(targets), bool))], "", RECIPE)
        kept = targets[views.picture] >= 0
        picture, number = views.picture[kept], views.view[kept]
        rows = np.flatnonzero(np.isin(number, (0, MIRRORED)))
        parts = [network.branches(*hands.inputs(part, None))[:2] for part in torch.split(torch.from_numpy(rows), 256)]
        by_landmarks, by_picture = (torch.cat(branch).numpy() for branch in zip(*parts, strict=True))
        alone = (number[rows] != MIRRORED)[:, None]
        for name, logits in (
            ("both", by_landmarks + by_picture),
            ("landmarks", by_landmarks),
            ("picture", by_picture),
            ("unmirrored", (by_landmarks + by_picture) * alone),
        ):
            summed = np.zeros((len(targets), logits.shape[1]))
            np.add.at(summed, picture[rows], logits)
            right = (summed.argmax(1) == targets) & summed.any(axis=1)
            of_letter = [right[targets == letter] for letter in range(len(STATIC))]
            rights[name].append(np.array([one.mean() if len(one) else np.nan for one in of_letter]))
    return {
        name: dict(zip(STATIC, np.nanmean(np.stack(values), 0).tolist(), strict=True))
        for name, values in rights.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--leave-out", nargs="+", required=True, metavar="SOURCE")
    parser.add_argument("--seeds", type=int, default=1, help="how many; a figure is their mean (default 1)")
    parser.add_argument("--epochs", type=int, default=RECIPE.epochs, help="a shorter schedule, the same for all")
    parser.add_argument("--only", nargs="+", metavar="WAY", help="some of the ways (default: all)")
    args = parser.parse_args()
    print(describe("signread", "mediapipe", "torch", "numpy"))
    sets = open_sources(args.data)
    left_out = [pictures for pictures in sets if pictures.name in args.leave_out]
    print(f"left out: {', '.join(f'{pictures.name} ({len(pictures.entries)})' for pictures in left_out)}")
    every = read_sources(
        sets,
        "american",
        labels=AMERICAN,
        validation_fraction=RECIPE.validation,
        on_picture=lambda *_: None,
    ).sources
    people = [source.hands for source, one in zip(every, sets, strict=True) if one in left_out]
    taught = [(source, one) for source, one in zip(every, sets, strict=True) if one not in left_out]
    sources = [source for source, _ in taught]
    photographs = [source for source, one in taught if not isinstance(one, EnlargedCrops)]
    tried = ways(replace(RECIPE, epochs=args.epochs))
    if not any(source.made_up for source in sources):
        tried = {name: way for name, way in tried.items() if name not in NEED_MADE_UP}
    if len(photographs) < len(sources):
        tried[WITHOUT_CROPS] = (lambda _: photographs, replace(RECIPE, epochs=args.epochs))
    unknown = set(args.only or ()) - set(tried)
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: not among {', '.join(tried)}")
    whole: dict[str, float] = {}

    def row(name: str, right: dict[str, float]) -> None:
        now = mean(right.values())
        print(f"{name:36} {now:7.2%} {100 * (now - mean((whole or right).values())):+6.2f}", flush=True)

    for name, (change, recipe) in tried.items():
        if args.only and name not in args.only:
            continue
        networks = [trained(recipe, change(sources), seed) for seed in range(args.seeds)]
        found = [read_right(network, people) for network in networks]
        right = {way: {one: mean(each[way][one] for each in found) for one in STATIC} for way in found[0]}
        row(name, right["both"])
        if whole:
            apart = {one: 100 * (right["both"][one] - whole[one]) for one in STATIC}
            print("   ", " ".join(f"{one} {apart[one]:+.0f}" for one in STATIC if abs(apart[one]) >= APART))
            continue
        whole = right["both"]
        if len(found) > 1:
            each = [mean(one["both"].values()) for one in found]
            print(f"    seeds {' '.join(f'{one:.2%}' for one in each)}")
        print("   ", " ".join(f"{one} {100 * whole[one]:.0f}" for one in STATIC))
        if name == WHOLE and not args.only:
            row("  its landmarks alone", right["landmarks"])
            row("  its picture alone", right["picture"])
            row("  not in the mirror", right["unmirrored"])
            seen_once = [single_pass(one) for one in left_out]
            once = [read_right(network, seen_once)["both"] for network in networks]
            row("  where the tracker makes one pass", {one: mean(each[one] for each in once) for one in STATIC})


if __name__ == "__main__":
    main()
