"""A named set of points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The points of a hand, a body or a face, in the order in which trackers give them.

    name: what it is a skeleton of. points: the P names. bones: pairs of places, the one nearer to the root first.
    mirror: for each point the place of its partner in the mirror image; for a hand, which becomes the other hand, its
    own.

    Raises ValueError where bones or mirror name points that are not there.
    """

    name: str
    points: tuple[str, ...]
    bones: tuple[tuple[int, int], ...]
    mirror: tuple[int, ...]

    def __post_init__(self) -> None:
        places = range(len(self.points))
        if len(set(self.points)) != len(self.points):
            raise ValueError(f"{self.name}: two points have the same name")
        if sorted(self.mirror) != list(places):
            raise ValueError(f"{self.name}: mirror must name each of the {len(self.points)} points once")
        if any(place not in places for bone in self.bones for place in bone):
            raise ValueError(f"{self.name}: bones must join points 0 to {len(self.points) - 1}")

    def __len__(self) -> int:
        return len(self.points)

    def place(self, name: str) -> int:
        """The place of a point. Raises ValueError for a name that is not there."""
        return self.points.index(name)
