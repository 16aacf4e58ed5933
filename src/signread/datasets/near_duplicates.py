"""Pictures of the same photograph, and splits that never tear them apart.

The 27,455 training rows of Sign Language MNIST are some 1,143 photographs, each varied about 24 times. A network that
trained on one variant knows the others by heart, so a split of single rows reads 100% and means nothing.
"""

import numpy as np

SAME_PHOTOGRAPH = 0.95
"""Correlation of normalised pixels from which two pictures of one letter count as the same photograph."""

SPLIT_SEED = 0
"""The split belongs to the data, not to a run: every seed of every recipe is validated on the same photographs."""


def find_groups(images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Numbers the groups of near-duplicates: (N,) int32, the same number for pictures of one photograph.

    images: (N, H, W) uint8. labels: (N,). Two pictures of one label are linked when their pixels, each picture brought
    to mean 0 and length 1, correlate above SAME_PHOTOGRAPH; a group is all that hangs together by links.
    """
    groups = np.full(len(labels), -1, np.int32)
    count = 0
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        pixels = _normalised(images[members])
        linked = pixels @ pixels.T > SAME_PHOTOGRAPH
        components = _connected_components(linked)
        groups[members] = count + components
        count += components.max() + 1
    return groups


def count_seen(images: np.ndarray, labels: np.ndarray, before: np.ndarray, labels_before: np.ndarray) -> int:
    """How many of `images` are a near-duplicate of a picture of the same label in `before`."""
    count = 0
    for label in np.unique(labels):
        new, old = _normalised(images[labels == label]), _normalised(before[labels_before == label])
        count += int((new @ old.T > SAME_PHOTOGRAPH).any(axis=1).sum())
    return count


def _normalised(images: np.ndarray) -> np.ndarray:
    """(N, P) float32 pixels, each picture brought to mean 0 and length 1."""
    pixels = images.reshape(len(images), -1).astype(np.float32)
    pixels -= pixels.mean(axis=1, keepdims=True)
    scaled: np.ndarray = pixels / np.maximum(np.linalg.norm(pixels, axis=1, keepdims=True), 1e-6)
    return scaled


def _connected_components(linked: np.ndarray) -> np.ndarray:
    """Component numbers, (N,) int32, of the graph with the symmetric (N, N) bool adjacency `linked`."""
    component = np.full(len(linked), -1, np.int32)
    count = 0
    for start in range(len(linked)):
        if component[start] >= 0:
            continue
        component[start] = count
        border = np.array([start])
        while len(border):
            reached = linked[border].any(axis=0) & (component < 0)
            border = np.flatnonzero(reached)
            component[border] = count
        count += 1
    return component


def split(labels: np.ndarray, groups: np.ndarray, fraction: float) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers for training and for validation, each sorted; no group has rows in both.

    For each letter, whole groups drawn by SPLIT_SEED go to validation until it has `fraction` of the letter's rows. A
    letter with a single group is all training. `fraction` 0 gives an empty validation part.
    """
    if not 0 <= fraction < 1:
        raise ValueError(f"fraction must be in 0..1, below 1, got {fraction}")
    random = np.random.default_rng(SPLIT_SEED)
    held_out = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        numbers, sizes = np.unique(groups[rows], return_counts=True)
        order = random.permutation(len(numbers))
        before = np.cumsum(sizes[order]) - sizes[order]
        chosen = order[before < fraction * len(rows)][: len(numbers) - 1]
        held_out |= (labels == label) & np.isin(groups, numbers[chosen])
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)
