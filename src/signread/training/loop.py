"""The training loop: one plain pass over the set an epoch.

Every random number of an epoch comes from a generator seeded by (seed, epoch), so a run that was killed begins its
epoch again with the same numbers and ends with the same weights, bit for bit, on the same machine. This holds on the
CPU; a GPU has operations whose last bits differ from run to run.
"""

import math
import os
import time
from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from signread.errors import DataError, DeviceError, RunError
from signread.networks import NETWORKS
from signread.training.processes import Processes
from signread.training.recipes import Recipe
from signread.training.run import EpochMetrics, Precision, Run
from signread.training.tasks.task import TrainingSet
from signread.training.warm_start import warm_start

OnStep = Callable[[int, int, int, float, float], None]
"""Told after some steps: epoch, step in it, steps in it, mean loss and accuracy so far."""

STEPS_BETWEEN_REPORTS = 10
ALONE = Processes()
RANK_APART = 2**40
"""Between the seeds of processes that train together."""
ANGLE_BETA = 15.0
"""Degrees up to which the loss of an angle is its square."""


def pick_device(wanted: str) -> str:
    """`wanted`, or for "auto" the quickest kind of device here. Raises DeviceError for one that is not here."""
    there = ["cpu"]
    if torch.backends.mps.is_available():
        there.insert(0, "mps")
    if torch.cuda.is_available():
        there.insert(0, "cuda")
    if wanted == "auto":
        return there[0]
    if wanted not in there:
        raise DeviceError(f"device {wanted}: not on this machine; here are {', '.join(there)}")
    return wanted


def pick_precision(device: str) -> Precision:
    """bfloat16 where it was measured faster: GPUs that have it, and CPUs with matrix units for it (AMX: 2 times).

    Weights, normalisation, loss and evaluation stay in float32 either way.
    """
    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    if device == "cpu" and torch.cpu.get_capabilities().get("amx_bf16"):
        return "bfloat16"
    return "float32"


def learning_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The rate of one step, 0 <= step < steps."""
    if recipe.schedule == "constant":
        return recipe.learning_rate
    progress = (step + 0.5) / steps
    if progress < recipe.warm_up:
        return recipe.learning_rate * progress / recipe.warm_up
    fallen = (progress - recipe.warm_up) / (1 - recipe.warm_up)
    return recipe.learning_rate * (1 + math.cos(math.pi * fallen)) / 2


def train_run(
    run: Run,
    data: TrainingSet,
    on_step: OnStep,
    on_epoch: Callable[[EpochMetrics], None],
    processes: Processes = ALONE,
) -> None:
    """Trains the run to its end, from its last checkpoint if it has one.

    data: on the run's device. processes: those that train together; batch normalisation keeps each one's own.

    Raises RunError when the data is not that of the run, when the loss is no
    number any more, and when the run cannot be saved.
    """
    config, recipe = run.config, run.config.recipe
    if data.fingerprint() != config.fingerprint:
        raise RunError(f"{run.folder}: was started on other data ({config.data}); resume it with that")
    device = torch.device(processes.device(pick_device(config.device)))
    _make_repeatable(device, config.threads)
    torch.manual_seed(config.seed)
    network = NETWORKS[recipe.network](len(config.labels))
    network = network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(
        network.parameters(),
        recipe.learning_rate,
        betas=(0.9, recipe.beta2),
        weight_decay=recipe.weight_decay,
        fused=device.type != "mps",
    )
    history = run.load_epoch(network, optimizer)
    if config.initial_weights and not history:
        warm_start(network, config.labels, config.initial_weights)
    trained = processes.together(network)

    for epoch in range(len(history) + 1, recipe.epochs + 1):
        begin = time.perf_counter()
        metrics = _epoch(run, trained, optimizer, data, epoch, on_step, processes)
        if not processes.is_first:
            history.append(metrics)
            continue
        if len(data.validation):
            logits = _validate(network, data)
            wanted = data.targets[data.validation]
            right = logits.argmax(1) == wanted
            loss = functional.cross_entropy(logits, wanted).item()
            metrics = replace(metrics, validation_loss=loss, validation_accuracy=right.float().mean().item())
        history.append(replace(metrics, seconds=time.perf_counter() - begin))
        run.save_epoch(network, optimizer, history)
        on_epoch(history[-1])
    if processes.is_first:
        run.finish(network)
    processes.wait()


def _epoch(
    run: Run,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    data: TrainingSet,
    epoch: int,
    on_step: OnStep,
    processes: Processes,
) -> EpochMetrics:
    config, recipe = run.config, run.config.recipe
    device = data.targets.device
    random = torch.Generator().manual_seed(config.seed * 1_000_003 + epoch)
    rows = data.epoch(random)
    if not processes.is_first:  # what varies is another thing in each process
        random.manual_seed(config.seed * 1_000_003 + epoch + processes.rank * RANK_APART)
    torch.manual_seed(random.initial_seed())  # for dropout, which takes no generator
    # Batch normalisation cannot learn from one picture alone, which the last batch may be.
    batches = [part for batch in torch.split(rows, recipe.batch) if len(part := processes.part(batch)) > 1]
    if not batches:
        raise DataError(f"{config.data}: {len(rows)} pictures to train on, expected at least 2")
    loss_sum = torch.zeros((), device=device)
    right_sum = torch.zeros((), device=device)
    count = 0
    rate = 0.0
    network.train()
    for step, batch in enumerate(batches):
        rate = learning_rate(recipe, (epoch - 1) * len(batches) + step, recipe.epochs * len(batches))
        for group in optimizer.param_groups:
            group["lr"] = rate
        inputs, targets = data.inputs(batch, random), data.targets[batch]
        with torch.autocast(device.type, torch.bfloat16, enabled=config.precision == "bfloat16"):
            outputs = network(*inputs)
        logits, *auxiliary = (output.float() for output in (outputs if isinstance(outputs, tuple) else (outputs,)))
        loss = functional.cross_entropy(logits, targets, label_smoothing=recipe.label_smoothing)
        reported = loss.detach()
        if data.angles is not None:
            loss = loss + recipe.angle_weight * _angle_loss(auxiliary.pop(), data.angles[batch])
        for other in auxiliary:
            branch = functional.cross_entropy(other, targets, label_smoothing=recipe.label_smoothing)
            loss = loss + recipe.branch_weight * branch
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        loss_sum += reported * len(batch)
        right_sum += (logits.detach().argmax(1) == targets).sum()
        count += len(batch)
        if step % STEPS_BETWEEN_REPORTS == 0 or step + 1 == len(batches):
            mean_loss = loss_sum.item() / count
            if not math.isfinite(mean_loss):
                raise RunError(
                    f"{run.folder}: the loss is {mean_loss} in epoch {epoch}, step {step + 1}; try another seed"
                )
            on_step(epoch, step + 1, len(batches), mean_loss, right_sum.item() / count)
    loss_sum, right_sum, counted = processes.sum(loss_sum, right_sum, torch.tensor(count, device=device))
    count = int(counted)
    return EpochMetrics(
        epoch=epoch,
        loss=loss_sum.item() / count,
        accuracy=right_sum.item() / count,
        validation_loss=None,
        validation_accuracy=None,
        learning_rate=rate,
        seconds=0.0,
    )


def _angle_loss(angles: Tensor, wanted: Tensor) -> Tensor:
    """Of angles in degrees, (N, 5, 5), over those that are known; some are far off for good, behind the hand."""
    known = wanted.isfinite()
    apart = functional.smooth_l1_loss(angles, wanted.where(known, angles.detach()), beta=ANGLE_BETA, reduction="none")
    return apart.sum() / known.sum().clamp_min(1) / ANGLE_BETA


@torch.no_grad()
def _validate(network: nn.Module, data: TrainingSet, batch: int = 1024) -> Tensor:
    network.eval()
    return torch.cat([network(*data.inputs(rows, None)) for rows in torch.split(data.validation, batch)])


@torch.no_grad()
def predict(network: nn.Module, pixels: Tensor, batch: int = 1024) -> Tensor:
    """Logits of (N, 1, H, W) uint8 pictures, (N, L) float32, in float32 whatever the training's precision."""
    network.eval()
    return torch.cat(
        [network(part.float().contiguous(memory_format=torch.channels_last)) for part in torch.split(pixels, batch)]
    )


def _make_repeatable(device: torch.device, threads: int) -> None:
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # CUDA's matrix products repeat only with this
    torch.use_deterministic_algorithms(True, warn_only=device.type != "cpu")
    torch.set_num_threads(threads)
