import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from signread import LetterModel, RunError
from signread.cli import main
from signread.datasets.sign_mnist import read
from signread.networks import NETWORKS
from signread.training.onnx_export import AGREEMENT, export
from signread.training.recipes import RECIPES
from signread.training.run import Run

from ..conftest import crop_model
from .configs import run_config


@pytest.fixture(scope="module")
def folder(small_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "run"
    assert main(["train", "fast", "--epochs", "1", "--data", str(small_zip), "--out", str(folder)]) == 0
    assert main(["evaluate", str(folder), "--data", str(small_zip)]) == 0
    return folder


def agreement(run: Run, model: LetterModel, images: np.ndarray) -> None:
    with torch.no_grad():
        wanted = run.network()(torch.from_numpy(images).unsqueeze(1).float()).numpy()
    logits = model.logits(images)
    assert np.abs(logits - wanted).max() <= AGREEMENT
    np.testing.assert_array_equal(logits.argmax(1), wanted.argmax(1))


def test_an_exported_model_gives_the_runs_logits_and_describes_itself(folder: Path, small_zip: Path) -> None:
    content = export(Run.open(folder))
    model = LetterModel(content)
    agreement(Run.open(folder), model, read(small_zip, "test").images)
    assert model.metadata["recipe"] == "fast"
    assert b".py" not in content  # nothing of the machine that it was made on
    scores = json.loads(model.metadata["scores"])
    report = json.loads((folder / "evaluation" / "report.json").read_text())
    assert scores["accuracy"] == report["accuracy"]
    assert "validation_accuracy" in scores


@pytest.mark.parametrize("name", ["simple-cnn", pytest.param("resnet50", marks=pytest.mark.slow)])
def test_the_tutorials_networks_export_too(name: str, small_zip: Path, tmp_path: Path) -> None:
    data = read(small_zip, "test")
    run = Run.create(
        tmp_path / "run",
        run_config(replace(RECIPES[name], epochs=1), fingerprint=data.fingerprint()),
    )
    torch.manual_seed(0)
    run.finish(NETWORKS[name](26))
    agreement(run, LetterModel(export(run)), data.images)


def test_a_run_that_is_not_finished_is_not_exported(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", run_config(RECIPES["fast"]))
    with pytest.raises(RunError, match="not finished"):
        export(run)
    assert main(["export", str(run.folder), "-o", str(tmp_path / "m.onnx")]) == 2
    assert not (tmp_path / "m.onnx").exists()


def test_the_shipped_model_reads_all_but_a_few_of_kaggles_test_pictures(real_zip: Path) -> None:
    data = read(real_zip, "test")
    wrong = (crop_model().logits(data.images).argmax(1) != data.labels).sum()
    assert wrong <= 5


@pytest.mark.slow
def test_onnx_runtime_and_pytorch_agree_on_all_of_kaggles_test_pictures(real_zip: Path, tmp_path: Path) -> None:
    run_folder = tmp_path / "run"
    assert main(["train", "fast", "--epochs", "1", "--data", str(real_zip), "--out", str(run_folder)]) == 0
    run = Run.open(run_folder)
    images = read(real_zip, "test").images
    assert len(images) == 7_172
    agreement(run, LetterModel(export(run)), images)
    assert main(["evaluate", str(run_folder), "--data", str(real_zip), "--json"]) == 0
    report = json.loads((run_folder / "evaluation" / "report.json").read_text())
    assert report["accuracy"] > 0.97  # the tutorial's best, in one epoch
