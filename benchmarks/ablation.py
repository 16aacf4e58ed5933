"""What each part of the recipe `letters` brings: trained without it, and read on people who were left out.

    python benchmarks/ablation.py --data hands/train sign-language-mnist.zip --leave-out meyyappan gunsai75

Nothing of the measuring set is used: those left out are of the training data. A figure is the mean over the sources
left out of the static letters that are read right; a hand not found is wrong. As `signread read` does, a picture
is read as it is and in the mirror; a noisy one is not smoothed here.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from machine import describe

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


TRAINED: dict[str, Way] = {
    "the recipe": (as_it_is, RECIPE),
    "half as many epochs": (as_it_is, replace(RECIPE, epochs=RECIPE.epochs // 2)),
    "each picture in one view only": (unvaried, RECIPE),
    "no warping, no shading": (as_it_is, replace(RECIPE, hand_augmentation=UNWARPED)),
    "no augmentation of the views": (as_it_is, replace(RECIPE, hand_augmentation=None)),
    "half of the sources": (half, RECIPE),
}
WITHOUT_CROPS = "no Sign Language MNIST"


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
def read_right(network: LetterNet, people: list[TrackedHands]) -> dict[str, float]:
    """By both branches together, by each alone, and by both without the mirror image."""
    rights: dict[str, list[float]] = {"both": [], "landmarks": [], "picture": [], "unmirrored": []}
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
            right = (summed.argmax(1) == targets) & summed.any(axis=1) & (targets >= 0)
            rights[name].append(right.sum() / (targets >= 0).sum())
    return {name: mean(values) for name, values in rights.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--leave-out", nargs="+", required=True, metavar="SOURCE")
    parser.add_argument("--seed", type=int, default=0)
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
    whole = 0.0

    def row(name: str, right: float) -> None:
        print(f"{name:32} {right:7.2%} {100 * (right - whole):+6.2f}", flush=True)

    for name, (change, recipe) in TRAINED.items():
        network = trained(recipe, change(sources), args.seed)
        right = read_right(network, people)
        if not whole:
            whole = right["both"]
        row(name, right["both"])
        if recipe is RECIPE and change is as_it_is:
            row("  its landmarks alone", right["landmarks"])
            row("  its picture alone", right["picture"])
            row("  not in the mirror", right["unmirrored"])
            row(
                "  where the tracker makes one pass",
                read_right(network, [single_pass(one) for one in left_out])["both"],
            )
    photographs = [source for source, one in taught if not isinstance(one, EnlargedCrops)]
    row(WITHOUT_CROPS, read_right(trained(RECIPE, photographs, args.seed), people)["both"])


if __name__ == "__main__":
    main()
