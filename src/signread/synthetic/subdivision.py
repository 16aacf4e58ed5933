"""A finer mesh whose points are weighted means of a coarse one's: Loop's subdivision (1987), found once for a mesh."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class _Level:
    """Every fine point `rows` is the sum of coarse points `columns`, times `weights`."""

    rows: Array
    columns: Array
    weights: Array
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Subdivision:
    """faces: (F', 3) of the finer mesh."""

    levels: tuple[_Level, ...]
    faces: Array

    @classmethod
    def of(cls, faces: Array, count: int, levels: int = 1) -> Self:
        """Of a mesh of so many points: every level makes four faces of each."""
        made: list[_Level] = []
        for _ in range(levels):
            level, faces = _level(faces, count)
            made.append(level)
            count = level.count
        return cls(tuple(made), faces)

    def refine(self, values: Array) -> Array:
        """(V', C) of anything that each point of the coarse mesh has, (V, C)."""
        for level in self.levels:
            finer = np.empty((level.count, values.shape[1]))
            for channel in range(values.shape[1]):
                parts = level.weights * values[level.columns, channel]
                finer[:, channel] = np.bincount(level.rows, parts, minlength=level.count)
            values = finer
        return values


def _level(faces: Array, count: int) -> tuple[_Level, Array]:
    sides = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    opposite = np.concatenate([faces[:, 2], faces[:, 0], faces[:, 1]])
    edges, edge_of, uses = np.unique(np.sort(sides, 1), axis=0, return_inverse=True, return_counts=True)
    edge_of = edge_of.ravel()
    rim = uses == 1
    rows, columns, weights = [], [], []

    def add(row: Array, column: Array, weight: Array | float) -> None:
        rows.append(row)
        columns.append(column)
        weights.append(np.broadcast_to(weight, row.shape))

    # New points, in the middle of the edges: 3/8 of either end and 1/8 of what lies across; on a rim, half and half.
    new = count + np.arange(len(edges))
    for end in range(2):
        add(new, edges[:, end], np.where(rim, 0.5, 0.375))
    add(count + edge_of, opposite, np.where(rim[edge_of], 0.0, 0.125))
    # Old points: drawn to the mean of their neighbours; on a rim, to those on the rim.
    neighbours = np.bincount(edges.ravel(), minlength=count)
    on_rim = np.zeros(count, bool)
    on_rim[edges[rim].ravel()] = True
    drawn = np.where(neighbours > 3, 3 / (8 * np.maximum(neighbours, 1)), 3 / 16)
    old = np.arange(count)
    add(old, old, np.where(on_rim, 0.75, 1 - neighbours * drawn))
    for one, other in ((0, 1), (1, 0)):
        ends, others = edges[:, one], edges[:, other]
        add(ends, others, np.where(on_rim[ends], np.where(rim, 0.125, 0.0), drawn[ends]))
    level = _Level(np.concatenate(rows), np.concatenate(columns), np.concatenate(weights), count + len(edges))
    first, second, third = (count + edge_of[place * len(faces) : (place + 1) * len(faces)] for place in range(3))
    a, b, c = faces.T
    finer = np.concatenate(
        [
            np.stack(corner, 1)
            for corner in ((a, first, third), (b, second, first), (c, third, second), (first, second, third))
        ]
    )
    return level, finer
