"""What a training run does: every number of a recipe, and why."""

from dataclasses import dataclass
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
class Recipe:
    """All that decides a run besides the data and the seed.

    validation: the fraction of photographs held out to watch; weights are never chosen by it.
    schedule: "constant", or "one-cycle": the learning rate climbs to `learning_rate` in the first `warm_up` of the
    steps and falls to 0 along a cosine (after Smith and Topin, Super-Convergence, 2017).
    beta2: how long AdamW remembers squared gradients; a short run has no time for the usual 0.999.
    """

    name: str
    network: Literal["simple-cnn", "resnet50", "fast-cnn"]
    epochs: int
    batch: int
    learning_rate: float
    validation: float
    schedule: Literal["constant", "one-cycle"] = "constant"
    warm_up: float = 0.0
    weight_decay: float = 0.0
    beta2: float = 0.999
    label_smoothing: float = 0.0
    augmentation: Augmentation | None = None


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
    )
}
