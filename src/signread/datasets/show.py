"""Pictures of a data set: the tutorial's grid, and a montage for each letter."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from signread.datasets.sign_mnist import LabelledImages
from signread.handshapes.alphabet import LETTERS

GRID_ROWS, GRID_COLUMNS = 3, 10
MONTAGE_ROWS, MONTAGE_COLUMNS = 8, 8


def draw_grid(data: LabelledImages, path: Path) -> None:
    """The first 30 pictures, 3 x 10, each under its letter, as one PNG."""
    figure = Figure(figsize=(GRID_COLUMNS * 1.1, GRID_ROWS * 1.35), layout="constrained")
    axes = figure.subplots(GRID_ROWS, GRID_COLUMNS).ravel()
    for axis in axes:
        axis.axis("off")
    for axis, image, label in zip(axes, data.images, data.labels, strict=False):
        axis.imshow(image, cmap="gray", vmin=0, vmax=255)
        axis.set_title(LETTERS[label], fontsize=14)
    figure.savefig(path, dpi=120)


def draw_montages(data: LabelledImages, folder: Path) -> list[Path]:
    """For each letter one PNG of up to 64 of its photographs: one picture of each group of near-duplicates."""
    paths = []
    for label in np.unique(data.labels):
        rows = np.flatnonzero(data.labels == label)
        _, firsts = np.unique(data.groups[rows], return_index=True)
        images = data.images[rows[firsts[: MONTAGE_ROWS * MONTAGE_COLUMNS]]]
        lines = -(-len(images) // MONTAGE_COLUMNS)
        side = images.shape[1]
        sheet = np.full((lines * MONTAGE_COLUMNS, side + 1, side + 1), 255, np.uint8)
        sheet[: len(images), :side, :side] = images
        sheet = sheet.reshape(lines, MONTAGE_COLUMNS, side + 1, side + 1).swapaxes(1, 2)
        picture = sheet.reshape(lines * (side + 1), -1)
        figure = Figure(figsize=(6, 0.4 + 0.75 * lines), layout="constrained")
        axis = figure.subplots()
        axis.imshow(picture, cmap="gray", vmin=0, vmax=255)
        axis.axis("off")
        axis.set_title(f"{LETTERS[label]}: {len(firsts)} photographs, {len(rows):,} pictures, {len(images)} shown")
        paths.append(folder / f"montage-{LETTERS[label]}.png")
        figure.savefig(paths[-1], dpi=120)
    return paths
