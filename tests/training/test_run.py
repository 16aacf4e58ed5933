"""Runs that are killed, damaged or out of room."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from signread import OutputError, RunError
from signread.cli import main
from signread.training.recipes import RECIPES
from signread.training.run import Run, RunConfig

from .configs import run_config

# Trains once for each moment in a process of its own, which dies by SIGKILL just before its n-th file is put in place,
# or just after: no file is ever written in another way. Then another process resumes the run. All are forked from this
# one, which has imported everything and computed nothing.
KILLING = """
import json, os, signal, sys
from pathlib import Path
import torch, torch._dynamo, onnxruntime, matplotlib.pyplot
import signread.cli, signread.training.trainer, signread.evaluation.figures

def in_a_child(action):
    child = os.fork()
    if not child:
        os._exit(action())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def dying(moment, after, arguments):
    count, replace = 0, Path.replace
    def replacing(self, target):
        nonlocal count
        count += "run" in Path(target).parts
        if count == moment and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        replace(self, target)
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    Path.replace = replacing
    return signread.cli.main(arguments)

for side, moment, arguments in json.loads(sys.argv[1]):
    killed = in_a_child(lambda: dying(moment, side == "after", arguments))
    resumed = in_a_child(lambda: signread.cli.main([*arguments, "--resume"]))
    print(json.dumps([side, moment, killed, resumed]))
"""

# run.json, then checkpoint and metrics of each of two epochs, the weights, the curves
FILES_WRITTEN = 7


def arguments(data: Path, run: Path) -> list[str]:
    return ["train", "fast", "--epochs", "2", "--data", str(data), "--out", str(run), "--device", "cpu"]


def killed_at(moments: list[tuple[str, int]], data: Path, folder: Path) -> list[list[Any]]:
    """The exit codes of what was killed and of what resumed it; the runs are in folders of their own."""
    plan = [(side, moment, arguments(data, folder / f"{side}-{moment}" / "run")) for side, moment in moments]
    command = [sys.executable, "-c", KILLING, json.dumps(plan)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


@pytest.fixture(scope="module")
def never_killed(small_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("whole") / "run"
    assert main(arguments(small_zip, run)) == 0
    return run


MOMENTS = [("before", number) for number in range(1, FILES_WRITTEN + 1)]
MOMENTS += [("after", 2), ("after", 6)]  # a checkpoint without its metrics; weights beside a checkpoint


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_killed_run_resumes_to_the_same_weights(small_zip: Path, never_killed: Path, tmp_path: Path) -> None:
    codes = killed_at(MOMENTS, small_zip, tmp_path)
    assert codes == [[side, moment, -signal.SIGKILL, 0] for side, moment in MOMENTS]
    expected = [json.loads(line) for line in (never_killed / "metrics.jsonl").read_text().splitlines()]
    for side, moment in MOMENTS:
        run = tmp_path / f"{side}-{moment}" / "run"
        assert (run / "weights.safetensors").read_bytes() == (never_killed / "weights.safetensors").read_bytes()
        lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
        for line in lines + expected:
            line.pop("seconds", None)
        assert lines == expected
        files = {path.name for path in run.iterdir()}
        assert files == {"run.json", "metrics.jsonl", "weights.safetensors", "curves.png"}


def test_a_full_disk_loses_no_epoch(small_zip: Path, never_killed: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    started = arguments(small_zip, run)
    # The files of the first epoch fit, those of the second do not: a limit on file sizes is a full disk.
    script = (
        "import resource, sys; from signread.cli import main; from signread.training.run import Run\n"
        "save = Run.save_epoch\n"
        "def saving(self, network, optimizer, history):\n"
        "    size = resource.RLIM_INFINITY if len(history) == 1 else 100_000\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))\n"
        "    save(self, network, optimizer, history)\n"
        "Run.save_epoch = saving\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    ended = subprocess.run([sys.executable, "-c", script, *started], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    complaint = ended.stderr.splitlines()[-1]
    assert "checkpoint.safetensors: cannot be saved" in complaint
    assert len((run / "metrics.jsonl").read_text().splitlines()) == 1
    assert main([*started, "--resume"]) == 0
    assert (run / "weights.safetensors").read_bytes() == (never_killed / "weights.safetensors").read_bytes()


def config(seed: int = 0) -> RunConfig:
    return run_config(RECIPES["fast"], seed=seed, fingerprint="0" * 64, versions={"torch": "2"})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    Run.create(tmp_path / "run", config(seed=3))
    assert Run.open(tmp_path / "run").config == config(seed=3)


def test_no_run_is_overwritten(tmp_path: Path) -> None:
    Run.create(tmp_path / "run", config())
    with pytest.raises(RunError, match="already there; continue it with --resume"):
        Run.create(tmp_path / "run", config())
    (tmp_path / "file").write_text("mine")
    with pytest.raises(RunError, match="already there, and no run"):
        Run.create(tmp_path / "file", config())


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no run here"):
        Run.open(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"recipe": {"name": "x"}}'])
def test_a_damaged_description_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(RunError, match="not the description of a run"):
        Run.open(tmp_path)


def test_an_unknown_network_is_refused(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", config())
    text = (run.folder / "run.json").read_text().replace("fast-cnn", "huge")
    (run.folder / "run.json").write_text(text)
    with pytest.raises(RunError, match="unknown network 'huge'"):
        Run.open(run.folder)


def test_weights_that_are_missing_or_damaged_are_refused(never_killed: Path, tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", config())
    with pytest.raises(RunError, match="not finished"):
        run.network()
    for content in (b"", b"rubbish", (never_killed / "weights.safetensors").read_bytes()[:-50], b"\x80\x04K\x01."):
        run.weights_file.write_bytes(content)
        with pytest.raises(RunError, match=r"weights\.safetensors"):
            run.network()


def test_a_damaged_checkpoint_is_refused_not_ignored(
    small_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def finish(*_: object) -> None:
        raise OutputError("the disk was pulled out")

    run = tmp_path / "run"
    with monkeypatch.context() as patched:
        patched.setattr(Run, "finish", finish)
        assert main(arguments(small_zip, run)) == 2
    checkpoint = run / "checkpoint.safetensors"
    checkpoint.write_bytes(checkpoint.read_bytes()[:1000])
    capsys.readouterr()
    assert main([*arguments(small_zip, run), "--resume"]) == 2
    assert "checkpoint.safetensors: damaged" in capsys.readouterr().err


def test_a_damaged_report_is_named(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", config())
    assert run.evaluation() == {}
    run.evaluation_folder.mkdir()
    for content in ("{", "[]", ""):
        (run.evaluation_folder / "report.json").write_text(content)
        with pytest.raises(RunError, match=r"report\.json: damaged"):
            run.evaluation()


OLD = """{"recipe": {"name": "letters", "network": "letter-net", "epochs": 2, "batch": 8, "learning_rate": 0.002,
"validation": 0.25, "schedule": "one-cycle", "warm_up": 0.15, "weight_decay": 0.02, "beta2": 0.999,
"label_smoothing": 0.1, "branch_weight": 1.0, "temperature": 1.5, "threshold": 0.75, "augmentation": null,
"hand_augmentation": {"turn": 0.2, "tilt": 0.25, "zoom": 0.12, "shift": 0.08, "lost": 0.05, "covered": 0.4}},
"seed": 0, "data": "hands/train", "fingerprint": "ab", "device": "cpu", "precision": "float32", "threads": 2,
"versions": {}, "letters": ["A", "nothing"], "sources": "one", "begun_from": "shipped", "labels": "american"}"""


def test_a_run_of_version_0_1_is_read(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(OLD)
    config = Run.open(tmp_path).config
    assert (config.labels, config.labelling, config.initial_weights) == (("A", "nothing"), "american", "shipped")
    assert config.fingerprints == ("ab",)
    limits = config.recipe.hand_augmentation
    assert limits is not None
    assert (limits.rotation, limits.scale, limits.translation, limits.landmark_dropout) == (0.2, 0.12, 0.08, 0.05)
    assert limits.occlusion == 0.4
