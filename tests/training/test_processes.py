import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn import functional

from signread.training.run import Run

pytestmark = pytest.mark.slow

GRADIENTS = """
import json, sys
import torch
from torch.nn import functional
from signread.training.processes import joined
sys.path.insert(0, sys.argv[2])
from test_processes import batch, network

def main():
    with joined("cpu") as processes:
        inputs, targets = batch()
        part = processes.part(torch.arange(len(targets)))
        trained = processes.together(network())
        functional.cross_entropy(trained(inputs[part]), targets[part]).backward()
        if processes.is_first:
            assert processes.count == 2
            gradients = [parameter.grad.flatten().tolist() for parameter in trained.parameters()]
            open(sys.argv[1], "w").write(json.dumps(gradients))
        del trained  # before the processes part, as in a training

main()
"""


def network() -> nn.Module:
    """One without batch statistics."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 36, 5))


def batch() -> tuple[torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(1)
    return torch.randn(16, 1, 8, 8, generator=random), torch.randint(0, 5, (16,), generator=random)


def torchrun(*command: str) -> "subprocess.CompletedProcess[str]":
    here = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--local-addr=127.0.0.1",
        "--nproc-per-node=2",
    ]
    return subprocess.run([*here, *command], capture_output=True, text=True, check=False)


def test_gradients_of_two_processes_are_those_of_one(tmp_path: Path) -> None:
    script, found = tmp_path / "gradients.py", tmp_path / "gradients.json"
    script.write_text(GRADIENTS)
    ran = torchrun(str(script), str(found), str(Path(__file__).parent))
    assert ran.returncode == 0, ran.stderr
    alone = network()
    inputs, targets = batch()
    functional.cross_entropy(alone(inputs), targets).backward()  # type: ignore[no-untyped-call]
    for parameter, gradient in zip(alone.parameters(), json.loads(found.read_text()), strict=True):
        assert parameter.grad is not None
        torch.testing.assert_close(parameter.grad.flatten(), torch.tensor(gradient), atol=1e-5, rtol=1e-5)


def test_two_processes_train_one_run(small_zip: Path, tmp_path: Path) -> None:
    command = ("-m", "signread", "train", "fast", "--data", str(small_zip), "--out", str(tmp_path / "run"))
    ran = torchrun(*command, "--epochs", "2", "--json")
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["epochs"]) == 2  # the first process alone prints
    run = Run.open(tmp_path / "run")
    assert run.finished
    assert run.history()[-1].loss < run.history()[0].loss
