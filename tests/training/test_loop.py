from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from signread import DataError, RunError
from signread.datasets.sign_mnist import LabelledImages, read
from signread.errors import DeviceError
from signread.training.loop import learning_rate, pick_device, pick_precision, train_run
from signread.training.recipes import RECIPES, Recipe
from signread.training.run import EpochMetrics, Precision, Run
from signread.training.tasks.crop_set import CropSet

from .configs import run_config

FAST = replace(RECIPES["fast"], epochs=3, batch=32)


def begin(
    folder: Path, data: LabelledImages, recipe: Recipe = FAST, seed: int = 0, precision: Precision = "float32"
) -> Run:
    return Run.create(folder, run_config(recipe, seed=seed, fingerprint=data.fingerprint(), precision=precision))


def finish(run: Run, data: LabelledImages) -> list[EpochMetrics]:
    lines: list[EpochMetrics] = []
    train_run(run, CropSet(data, run.config.recipe), lambda *_: None, lines.append)
    return lines


@pytest.fixture
def data(small_zip: Path) -> LabelledImages:
    return read(small_zip, "train")


@pytest.mark.parametrize("precision", ["float32", pytest.param("bfloat16", marks=pytest.mark.slow)])
def test_fast_learns_the_small_set(precision: Precision, data: LabelledImages, tmp_path: Path) -> None:
    run = begin(tmp_path / "run", data, replace(FAST, epochs=12), precision=precision)
    lines = finish(run, data)
    assert lines[-1].accuracy > 0.9
    assert lines[-1].validation_accuracy is not None
    assert lines[-1].validation_accuracy > 0.9
    assert run.history() == lines
    assert run.finished


@pytest.mark.parametrize("name", ["simple-cnn", pytest.param("resnet50", marks=pytest.mark.slow)])
def test_the_tutorials_recipes_learn_too(name: str, data: LabelledImages, tmp_path: Path) -> None:
    run = begin(tmp_path / "run", data, replace(RECIPES[name], epochs=2))
    lines = finish(run, data)
    assert lines[-1].loss < lines[0].loss


def test_a_seed_decides_the_weights(data: LabelledImages, tmp_path: Path) -> None:
    files = []
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        run = begin(tmp_path / name, data, replace(FAST, epochs=1), seed)
        finish(run, data)
        files.append(run.weights_file.read_bytes())
    assert files[0] == files[1] != files[2]


def test_the_training_part_is_all_that_is_looked_at_without_validation(data: LabelledImages, tmp_path: Path) -> None:
    (line,) = finish(begin(tmp_path / "run", data, replace(FAST, epochs=1, validation=0.0)), data)
    assert line.validation_loss is None
    assert line.validation_accuracy is None


def test_other_data_is_refused(data: LabelledImages, tmp_path: Path) -> None:
    run = begin(tmp_path / "run", data)
    other = LabelledImages(255 - data.images, data.labels, data.groups)
    with pytest.raises(RunError, match="was started on other data"):
        finish(run, other)


def test_a_loss_that_is_no_number_stops_the_run(data: LabelledImages, tmp_path: Path) -> None:
    run = begin(tmp_path / "run", data, replace(RECIPES["simple-cnn"], learning_rate=1e30))
    with pytest.raises(RunError, match=r"the loss is (nan|inf) in epoch 1"):
        finish(run, data)
    assert not run.finished


def test_a_last_batch_of_one_picture_is_left_out(data: LabelledImages, tmp_path: Path) -> None:
    few = LabelledImages(data.images[:9], data.labels[:9], data.groups[:9])
    recipe = replace(RECIPES["resnet50"], epochs=1, batch=8, validation=0.0)
    (line,) = finish(begin(tmp_path / "run", few, recipe), few)
    assert np.isfinite(line.loss)
    one = LabelledImages(data.images[:1], data.labels[:1], data.groups[:1])
    with pytest.raises(DataError, match="1 pictures to train on, expected at least 2"):
        finish(begin(tmp_path / "one", one, recipe), one)


def test_one_cycle_climbs_and_falls_to_nothing() -> None:
    rates = [learning_rate(FAST, step, 100) for step in range(100)]
    peak = int(np.argmax(rates))
    assert abs(peak - 100 * FAST.warm_up) <= 1
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert max(rates) <= FAST.learning_rate
    assert 0 < rates[-1] < FAST.learning_rate / 1000
    assert learning_rate(RECIPES["simple-cnn"], 5, 100) == 1e-3


def test_a_device_that_is_not_here_is_named() -> None:
    assert pick_device("cpu") == "cpu"
    assert pick_precision("cpu") in ("float32", "bfloat16")
    if not torch.cuda.is_available():
        with pytest.raises(DeviceError, match=r"device cuda: not on this machine; here are .*cpu"):
            pick_device("cuda")
