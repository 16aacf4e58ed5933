"""Training on several processes that torchrun starts, each with a part of every batch."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

PATIENCE = timedelta(hours=6)
"""How long processes wait for one another: the first may have to look for hands in all pictures."""


@dataclass(frozen=True, slots=True)
class Processes:
    """How many train together, and which of them this one is; the first alone writes, and talks to people."""

    rank: int = 0
    count: int = 1

    @property
    def is_first(self) -> bool:
        return self.rank == 0

    def part(self, rows: Tensor) -> Tensor:
        """This process's share of the rows of a batch; what does not go round is left out."""
        return rows[: len(rows) - len(rows) % self.count][self.rank :: self.count] if self.count > 1 else rows

    def together(self, network: nn.Module) -> nn.Module:
        """A network whose gradients are the mean over all processes."""
        return DistributedDataParallel(network) if self.count > 1 else network

    def sum(self, *numbers: Tensor) -> list[Tensor]:
        """Of each number the sum over all processes."""
        if self.count > 1:
            for number in numbers:
                distributed.all_reduce(number)
        return list(numbers)

    def wait(self) -> None:
        """Until all have come so far."""
        if self.count > 1:
            distributed.barrier()

    def device(self, device: str) -> str:
        """Each process has a GPU of its own."""
        return f"cuda:{os.environ.get('LOCAL_RANK', '0')}" if device == "cuda" and self.count > 1 else device


def is_first() -> bool:
    """Whether this process is the first of those that torchrun started, or the only one."""
    return "TORCHELASTIC_RUN_ID" not in os.environ or os.environ.get("RANK", "0") == "0"


@contextmanager
def joined(device: str) -> Iterator[Processes]:
    """The processes that torchrun started; this one alone without it. device: where the network will be."""
    count = int(os.environ.get("WORLD_SIZE", "1")) if "TORCHELASTIC_RUN_ID" in os.environ else 1
    if count == 1 or distributed.is_initialized():
        yield Processes()
        return
    if device == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    distributed.init_process_group("nccl" if device == "cuda" else "gloo", timeout=PATIENCE)
    try:
        yield Processes(distributed.get_rank(), distributed.get_world_size())
        distributed.barrier()  # nobody goes while another still talks to it
    finally:
        distributed.destroy_process_group()
