"""A surface as points and faces."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """points: (V, 3) metres: x to the right, y up, z to the viewer. faces: (F, 3). colour: red, green and blue, 0 to 1
    of the light that falls on it, of all of it or of each point, (V, 3). shine: how much it gleams."""

    points: Array
    faces: Array
    colour: Any
    shine: float = 0.05

    @property
    def normals(self) -> Array:
        """(V, 3) of length 1, outwards."""
        corners = self.points[self.faces]
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        sums = np.empty_like(self.points)
        for axis in range(3):
            parts = np.repeat(across[:, axis], 3)
            sums[:, axis] = np.bincount(self.faces.ravel(), parts, minlength=len(self.points))
        normals: Array = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-12)
        return normals

    def mirrored(self) -> "Mesh":
        """The same from left to right."""
        return Mesh(self.points * [-1, 1, 1], self.faces[:, ::-1], self.colour, self.shine)

    def moved(self, way: Array) -> "Mesh":
        """The same somewhere else; way: (3,) metres."""
        return Mesh(self.points + way, self.faces, self.colour, self.shine)
