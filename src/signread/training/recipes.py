"""What a training run does: every number of a recipe, and why."""

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How far a training picture is moved at random, anew in every epoch; uniform in plus or minus each number.

    rotation: degrees. scale: of width and of height apart, as a fraction. shift: as a fraction of the side. shear: as
    the tangent of the angle.
    """

    rotation: float
    scale: float
    shift: float
    shear: float


@dataclass(frozen=True, slots=True)
class HandAugmentation:
    """How far a hand differs from the one that was seen, at random; uniform in plus or minus each number, or normal.

    turn: radians, in the picture's plane. tilt: radians, out of it, by each of two axes; of the landmarks alone.
    stretch: of the logarithm of width over height, halved. shear: tangent. zoom, shift: of the crop, logarithm and half
    sides. lost: how often all landmarks are missing.
    bones: deviation of their lengths. jitter: deviation of the landmarks, in palms. depth: of the landmarks' z.
    warp: deviation of how far parts of the crop are pulled, in half sides. shade: of the logarithm of their light.
    misplaced: deviation of where the landmarks are thought to lie in the crop, in half sides.
    contrast, gamma: deviation of their logarithms. covered: the largest side of a patch over the crop, in sides.
    noise: its largest deviation in grey values.
    """

    turn: float = 0.0
    tilt: float = 0.0
    stretch: float = 0.0
    shear: float = 0.0
    zoom: float = 0.0
    shift: float = 0.0
    bones: float = 0.0
    jitter: float = 0.0
    depth: float = 0.0
    lost: float = 0.0
    warp: float = 0.0
    shade: float = 0.0
    misplaced: float = 0.0
    contrast: float = 0.0
    gamma: float = 0.0
    covered: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a run besides the data and the seed.

    validation: the fraction of photographs held out to watch; weights are never chosen by it. Of `letters`, only of the
    pictures that show no letter: people are held out whole, with --leave-out.
    schedule: "constant", or "one-cycle": the learning rate climbs to `learning_rate` in the first `warm_up` of the
    steps and falls to 0 along a cosine (after Smith and Topin, Super-Convergence, 2017).
    beta2: how long AdamW remembers squared gradients; a short run has no time for the usual 0.999.
    temperature: by which the exported logits are divided, so that confidence is worth what it says (Guo et al., 2017).
    threshold: the exported model's: the least confidence with which its letter should be believed.
    branch_weight: of the losses of a network's branches, each asked for the letter by itself.
    """

    name: str
    network: Literal["simple-cnn", "resnet50", "fast-cnn", "letter-net"]
    epochs: int
    batch: int
    learning_rate: float
    validation: float
    schedule: Literal["constant", "one-cycle"] = "constant"
    warm_up: float = 0.0
    weight_decay: float = 0.0
    beta2: float = 0.999
    label_smoothing: float = 0.0
    branch_weight: float = 0.0
    temperature: float = 1.0
    threshold: float = 0.0
    augmentation: Augmentation | None = None
    hand_augmentation: HandAugmentation | None = None


def continued(recipe: Recipe) -> Recipe:
    """The recipe for somebody's own pictures, begun from weights that already know hands."""
    return replace(recipe, epochs=30, learning_rate=1e-3, batch=96, validation=0.0)


RECIPES = {
    recipe.name: recipe
    for recipe in (
        # The tutorial's two, as it has them: Adam, raw pixels, nothing else.
        Recipe("simple-cnn", "simple-cnn", epochs=20, batch=32, learning_rate=1e-3, validation=0.1),
        Recipe("resnet50", "resnet50", epochs=10, batch=32, learning_rate=1e-3, validation=0.1),
        Recipe(
            "fast",
            "fast-cnn",
            epochs=6,
            batch=128,
            learning_rate=2.4e-2,
            validation=0.1,
            schedule="one-cycle",
            warm_up=0.3,
            weight_decay=0.01,
            beta2=0.99,
            label_smoothing=0.05,
            augmentation=Augmentation(rotation=8, scale=0.1, shift=0.1, shear=0.1),
        ),
        Recipe(
            "letters",
            "letter-net",
            epochs=40,
            batch=192,
            learning_rate=2e-3,
            validation=0.25,
            schedule="one-cycle",
            warm_up=0.15,
            weight_decay=0.02,
            label_smoothing=0.1,
            branch_weight=1.0,
            temperature=1.5,
            threshold=0.75,
            hand_augmentation=HandAugmentation(
                turn=0.2,
                tilt=0.25,
                stretch=0.08,
                shear=0.1,
                zoom=0.12,
                shift=0.08,
                bones=0.05,
                jitter=0.02,
                depth=0.3,
                lost=0.05,
                warp=0.08,
                shade=0.7,
                misplaced=0.04,
                contrast=0.2,
                gamma=0.3,
                covered=0.4,
                noise=6.0,
            ),
        ),
    )
}
