"""Runs that are killed, damaged or out of room."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from signread import RunError
from signread.training.recipes import RECIPES
from signread.training.run import Run, RunConfig

# Dies by SIGKILL just before its n-th file is put in place, or just after: no file is ever written in another way.
DIES = """
import os, signal, sys
from pathlib import Path
from signread.cli import main

moment, after, arguments = int(sys.argv[1]), sys.argv[2] == "after", sys.argv[3:]
count, replace = 0, Path.replace

def dying(self, target):
    global count
    count += "run" in str(target)
    if count == moment and not after:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(self, target)
    if count == moment:
        os.kill(os.getpid(), signal.SIGKILL)

Path.replace = dying
sys.exit(main(arguments))
"""

# run.json, then checkpoint and metrics of each of two epochs, the weights, the curves
FILES_WRITTEN = 7


def arguments(data: Path, run: Path) -> list[str]:
    return ["train", "fast", "--epochs", "2", "--data", str(data), "--out", str(run), "--device", "cpu"]


def signread(*given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "signread", *given], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def never_killed(small_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("whole") / "run"
    assert signread(*arguments(small_zip, run)).returncode == 0
    return run


MOMENTS = [("before", number) for number in range(1, FILES_WRITTEN + 1)]
MOMENTS += [("after", 2), ("after", 6)]  # a checkpoint without its metrics; weights beside a checkpoint


@pytest.mark.parametrize(("side", "moment"), MOMENTS)
def test_a_killed_run_resumes_to_the_same_weights(
    side: str, moment: int, small_zip: Path, never_killed: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    given = arguments(small_zip, run)
    killed = subprocess.run([sys.executable, "-c", DIES, str(moment), side, *given], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    resumed = signread(*given, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert (run / "weights.safetensors").read_bytes() == (never_killed / "weights.safetensors").read_bytes()
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    expected = [json.loads(line) for line in (never_killed / "metrics.jsonl").read_text().splitlines()]
    for line in lines + expected:
        line.pop("seconds")
    assert lines == expected
    assert {path.name for path in run.iterdir()} == {"run.json", "metrics.jsonl", "weights.safetensors", "curves.png"}


def test_a_full_disk_loses_no_epoch(small_zip: Path, never_killed: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    given = arguments(small_zip, run)
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
    ended = subprocess.run([sys.executable, "-c", script, *given], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    complaint = ended.stderr.splitlines()[-1]
    assert "checkpoint.safetensors: cannot be saved" in complaint
    assert len((run / "metrics.jsonl").read_text().splitlines()) == 1
    assert signread(*given, "--resume").returncode == 0
    assert (run / "weights.safetensors").read_bytes() == (never_killed / "weights.safetensors").read_bytes()


def config(seed: int = 0) -> RunConfig:
    return RunConfig(RECIPES["fast"], seed, "data", "0" * 64, "cpu", "float32", 2, {"torch": "2"})


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


def test_a_damaged_checkpoint_is_refused_not_ignored(small_zip: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    given = arguments(small_zip, run)
    subprocess.run([sys.executable, "-c", DIES, "4", "before", *given], capture_output=True, check=False)
    checkpoint = run / "checkpoint.safetensors"
    checkpoint.write_bytes(checkpoint.read_bytes()[:1000])
    ended = signread(*given, "--resume")
    assert ended.returncode == 2
    assert "checkpoint.safetensors: damaged" in ended.stderr


def test_a_damaged_report_is_named(tmp_path: Path) -> None:
    run = Run.create(tmp_path / "run", config())
    assert run.evaluation() == {}
    run.evaluation_folder.mkdir()
    for content in ("{", "[]", ""):
        (run.evaluation_folder / "report.json").write_text(content)
        with pytest.raises(RunError, match=r"report\.json: damaged"):
            run.evaluation()
