import json
from pathlib import Path

import pytest

from signread.cli import main
from signread.sources.pictures import read_picture


def test_runs_side_by_side(small_zip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = []
    for recipe, seed in (("fast", 0), ("fast", 1), ("simple-cnn", 0)):
        folders.append(str(tmp_path / f"{recipe}-{seed}"))
        arguments = ["--data", str(small_zip), "--epochs", "1", "--seed", str(seed), "--out", folders[-1]]
        assert main(["train", recipe, *arguments]) == 0
    assert main(["evaluate", folders[0], "--data", str(small_zip)]) == 0
    capsys.readouterr()

    assert main(["compare", *folders, "--out", str(tmp_path / "out")]) == 0
    table = capsys.readouterr().out
    assert "| simple-cnn-0 | 433,018 | 1 |" in table
    assert "| fast, 1 epochs | 2 |" in table  # the mean of two seeds
    assert "| simple-cnn, " not in table
    rows = json.loads((tmp_path / "out" / "comparison.json").read_text())
    assert [row["test_accuracy"] is None for row in rows] == [False, True, True]
    assert read_picture(tmp_path / "out" / "curves.png").std() > 5


def test_a_folder_that_is_no_run_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path)]) == 2
    assert "no run here" in capsys.readouterr().err
