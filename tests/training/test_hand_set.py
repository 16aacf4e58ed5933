from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from signread.augmentation.parameters import HandAugmentation
from signread.datasets.pictures import Entry
from signread.datasets.tracked_hands import WIDE_SCALE, WIDE_SIZE, TrackedHands
from signread.networks.letter_net import CROP_SIZE, places_in_crop
from signread.recognition.crop import CROP_SCALE, cut_around, cut_square
from signread.training.loop import train_run
from signread.training.recipes import RECIPES
from signread.training.run import EpochMetrics, Run
from signread.training.tasks.hand_set import LEAST_BATCHES, HandSet, Source

from .configs import run_config

LETTERS = RECIPES["letters"]
STILL = replace(LETTERS, hand_augmentation=HandAugmentation())


def soft_picture() -> np.ndarray:
    coarse = np.random.default_rng(0).integers(0, 256, (12, 16), np.uint8)
    return np.repeat(cv2.resize(coarse, (320, 240), interpolation=cv2.INTER_CUBIC)[..., None], 3, axis=2)


def source(count: int = 6, views: int = 3, label_of: int = 2, seed: int = 0) -> Source:
    """A source of `count` pictures, each in some views, with landmarks anywhere."""
    random = np.random.default_rng(seed)
    rows = count * views
    landmarks = random.uniform(80, 150, (rows, 21, 3)).astype(np.float32)
    crops = np.stack([cut_around(soft_picture(), points, WIDE_SIZE, WIDE_SCALE) for points in landmarks])
    hands = TrackedHands(
        entries=tuple(Entry(f"A/{number}.png", "s", "A") for number in range(count)),
        picture=np.repeat(np.arange(count), views).astype(np.int32),
        view=np.tile(np.arange(views), count).astype(np.int8),
        points=landmarks,
        handedness=np.where(np.arange(rows) % 2, -1, 1).astype(np.int8),
        crops=crops,
    )
    return Source(hands=hands, targets=np.arange(count) % label_of, held_out=np.arange(count) == count - 1)


def made_up_source(count: int, seed: int = 0) -> Source:
    """A source whose hands' angles are known: as many degrees as the number of the picture."""
    real = source(count, views=1, seed=seed)
    return replace(real, angles=np.ones((count, 5, 5), np.float32) * np.arange(count, dtype=np.float32)[:, None, None])


def test_pictures_held_out_are_never_trained_on() -> None:
    hands = HandSet([source()], "f", LETTERS)
    drawn = hands.epoch(torch.Generator().manual_seed(0))
    assert set(drawn.tolist()) == set(range(15))  # the last picture's three views are held out
    assert hands.validation.tolist() == [15]  # of which the first is looked at


def test_made_up_people_have_their_share_however_many_they_are() -> None:
    real, made_up = source(count=400, views=1), made_up_source(count=2000, seed=1)
    hands = HandSet([real, made_up], "f", replace(LETTERS, made_up=0.25, batch=1))
    drawn = hands.epoch(torch.Generator().manual_seed(0))
    assert len(drawn) == round(399 / 0.75)
    assert (drawn >= 400).float().mean().item() == pytest.approx(0.25, abs=0.07)


def test_made_up_people_alone_are_all_of_it() -> None:
    hands = HandSet([made_up_source(count=50)], "f", replace(LETTERS, batch=1))
    assert len(hands.epoch(torch.Generator().manual_seed(0))) == 49


def test_only_made_up_people_know_their_angles() -> None:
    hands = HandSet([source(count=3, views=2), made_up_source(count=4)], "f", LETTERS)
    assert hands.angles[:6].isnan().all()
    assert hands.angles[6:, 4, 4].tolist() == [0, 1, 2, 3]


def test_what_is_left_out_is_in_no_row() -> None:
    one = source()
    hands = HandSet([replace(one, targets=np.where(np.arange(6) < 2, -1, one.targets))], "f", LETTERS)
    assert len(hands.targets) == 12
    assert (hands.targets >= 0).all()


def test_an_epoch_is_as_long_as_the_pictures_are_many_but_never_short() -> None:
    random = torch.Generator().manual_seed(0)
    assert len(HandSet([source()], "f", replace(LETTERS, batch=4)).epoch(random)) == LEAST_BATCHES * 4
    many = [source(count=60, seed=seed) for seed in range(2)]
    assert len(HandSet(many, "f", replace(LETTERS, batch=4)).epoch(random)) == 118


def test_a_large_source_does_not_drown_a_small_one() -> None:
    small, large = source(count=5, label_of=1), source(count=80, label_of=1, seed=1)
    drawn = HandSet([small, large], "f", replace(LETTERS, batch=400)).epoch(torch.Generator().manual_seed(0))
    share = (drawn < 12).double().mean().item()
    assert share == pytest.approx(np.sqrt(4) / (np.sqrt(4) + np.sqrt(79)), abs=0.03)


def test_without_augmentation_rows_are_what_the_reader_would_see() -> None:
    """The crop cut out of the wide crop is the crop cut out of the picture, mirrored for left hands."""
    one = source()
    hands = HandSet([one], "f", STILL)
    landmarks, handedness, crops, places = hands.inputs(torch.arange(18), None)
    assert handedness.tolist() == [1.0] * 18
    torch.testing.assert_close(places, places_in_crop(landmarks), atol=1e-3, rtol=0)
    for row in range(18):
        wanted = cut_around(soft_picture(), one.hands.points[row], CROP_SIZE)
        left = one.hands.handedness[row] < 0
        wanted = wanted[:, ::-1] if left else wanted
        assert np.abs(crops[row, 0].numpy() - wanted)[2:-2, 2:-2].mean() < 1.5
        sign = -1 if left else 1
        np.testing.assert_array_equal(landmarks[row, :, 0], sign * one.hands.points[row, :, 0])


def test_augmented_landmarks_still_lie_where_the_crop_shows_them() -> None:
    """A white dot at a landmark stays at that landmark's place, however the crop is turned, stretched and moved."""
    one = source(count=20)
    dots = []
    for points in one.hands.points:
        image = np.zeros((240, 320, 3), np.uint8)
        x, y = points[7, :2].round().astype(int)
        image[y - 2 : y + 3, x - 2 : x + 3] = 255
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        side = float((high - low).max()) * WIDE_SCALE
        left, top = (low + high) / 2 - side / 2
        dots.append(cut_square(image, float(left), float(top), side, WIDE_SIZE))
    views = replace(one.hands, crops=np.stack(dots))
    limits = LETTERS.hand_augmentation or HandAugmentation()
    moved = replace(
        limits, occlusion=0, noise=0, landmark_dropout=0, contrast=0, gamma=0, shading=0, point_misplacement=0
    )
    hands = HandSet([replace(one, hands=views)], "f", replace(LETTERS, hand_augmentation=moved))
    rows = torch.arange(60)
    _, _, crops, places = hands.inputs(rows, torch.Generator().manual_seed(3))
    checked = 0
    for row in rows:
        if places[row, 7].abs().max() < 0.9:
            ys, xs = np.nonzero(crops[row, 0].numpy() > crops[row, 0].max().item() / 2)
            brightest = (np.array([xs.mean(), ys.mean()]) + 0.5) / CROP_SIZE * 2 - 1
            assert np.abs(brightest - places[row, 7].numpy()).max() < 0.08
            checked += 1
    assert checked > 40
    assert CROP_SCALE < WIDE_SCALE


def test_light_falls_differently_on_parts_of_the_crop() -> None:
    one = source()
    flat = replace(one.hands, crops=np.full_like(one.hands.crops, 100))
    shaded = replace(LETTERS, hand_augmentation=HandAugmentation(shading=0.3))
    _, _, crops, _ = HandSet([replace(one, hands=flat)], "f", shaded).inputs(
        torch.arange(18), torch.Generator().manual_seed(0)
    )
    inside = crops[:, 0, 8:-8, 8:-8]
    assert (inside.amax((1, 2)) > 1.3 * inside.amin((1, 2))).all()
    assert (inside.diff(dim=2).abs() < 0.15 * inside[:, :, 1:]).all()


def test_a_seed_decides_what_a_batch_looks_like() -> None:
    hands = HandSet([source()], "f", LETTERS)
    rows = torch.arange(12)
    first, again, other = (hands.inputs(rows, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    for one, same in zip(first, again, strict=True):
        assert torch.equal(one.nan_to_num(), same.nan_to_num())
    assert not torch.equal(first[2], other[2])


def test_landmarks_are_lost_as_often_as_the_recipe_says() -> None:
    always = replace(LETTERS, hand_augmentation=HandAugmentation(landmark_dropout=0.5))
    landmarks, *_ = HandSet([source(count=100)], "f", always).inputs(
        torch.arange(300), torch.Generator().manual_seed(0)
    )
    lost = landmarks.isnan().flatten(1)
    assert (lost.all(1) == lost.any(1)).all()
    assert 0.4 < lost.all(1).double().mean() < 0.6


def test_a_killed_run_ends_with_the_weights_of_one_that_was_not(tmp_path: Path) -> None:
    """Dropout included, whose random numbers come from elsewhere than those of the augmentation."""
    recipe = replace(LETTERS, epochs=2, batch=8)
    hands = HandSet([source()], "f", recipe)

    def begin(folder: str) -> Run:
        config = run_config(recipe, seed=3, fingerprint="f", threads=1, labels=("A", "B"))
        return Run.create(tmp_path / folder, config)

    def killed(_: EpochMetrics) -> None:
        raise KeyboardInterrupt

    whole, again = begin("whole"), begin("again")
    train_run(whole, hands, lambda *_: None, lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        train_run(again, hands, lambda *_: None, killed)
    torch.rand(17)  # another process would have drawn other numbers
    train_run(again, hands, lambda *_: None, lambda _: None)
    assert again.weights_file.read_bytes() == whole.weights_file.read_bytes()
