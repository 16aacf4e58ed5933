"""What a training run does: every number of a recipe, and why."""

from dataclasses import dataclass, replace
from typing import Literal

from signread.augmentation.parameters import CropAugmentation, HandAugmentation


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that decides a run besides the data and the seed.

    validation: the fraction of photographs held out; weights are never chosen by it. Of `letters`, only of the pictures
    that show no letter: people are held out whole, with --leave-out.
    schedule: "constant", or "one-cycle": the learning rate climbs to `learning_rate` in the first `warm_up` of the
    steps and falls to 0 along a cosine (after Smith and Topin, Super-Convergence, 2017).
    beta2: how long AdamW remembers squared gradients; a short run has no time for the usual 0.999.
    temperature: by which the exported logits are divided, so that confidence is worth what it says (Guo et al., 2017).
    threshold: the exported model's: the least confidence with which its letter should be believed.
    branch_weight: of the losses of a network's branches, each asked for the letter by itself.
    angle_weight: of the loss of the angles of the joints, which only made-up people know.
    made_up: the share of pictures of made-up people, where there are real ones beside them.
    """

    name: str
    network: Literal["simple-cnn", "resnet50", "fast-cnn", "letter-net", "spell-net", "sign-net"]
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
    angle_weight: float = 0.0
    made_up: float = 0.0
    temperature: float = 1.0
    threshold: float = 0.0
    augmentation: CropAugmentation | None = None
    hand_augmentation: HandAugmentation | None = None


def fine_tuning(recipe: Recipe) -> Recipe:
    """The recipe for somebody's own pictures, from weights that already know hands."""
    return replace(recipe, epochs=30, learning_rate=1e-3, batch=96, validation=0.0)


RECIPES = {
    recipe.name: recipe
    for recipe in (
        # The tutorial's two, as it has them: Adam, raw pixels, nothing else.
        Recipe(name="simple-cnn", network="simple-cnn", epochs=20, batch=32, learning_rate=1e-3, validation=0.1),
        Recipe(name="resnet50", network="resnet50", epochs=10, batch=32, learning_rate=1e-3, validation=0.1),
        Recipe(
            name="fast",
            network="fast-cnn",
            epochs=6,
            batch=128,
            learning_rate=2.4e-2,
            validation=0.1,
            schedule="one-cycle",
            warm_up=0.3,
            weight_decay=0.01,
            beta2=0.99,
            label_smoothing=0.05,
            augmentation=CropAugmentation(rotation=8, scale=0.1, translation=0.1, shear=0.1),
        ),
        Recipe(
            name="letters",
            network="letter-net",
            epochs=40,
            batch=192,
            learning_rate=2e-3,
            validation=0.25,
            schedule="one-cycle",
            warm_up=0.15,
            weight_decay=0.02,
            label_smoothing=0.1,
            branch_weight=1.0,
            angle_weight=0.3,
            made_up=0.3,
            temperature=1.5,
            threshold=0.75,
            hand_augmentation=HandAugmentation(
                rotation=0.2,
                tilt=0.25,
                stretch=0.08,
                shear=0.1,
                scale=0.12,
                translation=0.08,
                bone_length=0.05,
                point_jitter=0.02,
                depth=0.3,
                landmark_dropout=0.05,
                warp=0.08,
                shading=0.7,
                point_misplacement=0.04,
                contrast=0.2,
                gamma=0.3,
                occlusion=0.4,
                noise=6.0,
            ),
        ),
        Recipe(
            name="spelling",
            network="spell-net",
            epochs=14,
            batch=256,
            learning_rate=3e-3,
            validation=0.0,
            schedule="one-cycle",
            warm_up=0.3,
            weight_decay=0.02,
            label_smoothing=0.03,
            branch_weight=1.0,
        ),
        Recipe(
            name="signs",
            network="sign-net",
            epochs=24,
            batch=160,
            learning_rate=2e-3,
            validation=0.0,
            schedule="one-cycle",
            warm_up=0.1,
            weight_decay=0.02,
            branch_weight=1.0,
        ),
    )
}
