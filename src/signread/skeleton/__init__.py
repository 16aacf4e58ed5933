"""What the points of a tracker are: their names, their bones, and what becomes of them in a mirror.

NumPy is all that this room needs, and it imports nothing of signread.
"""

from signread.skeleton.body import BODY
from signread.skeleton.hand import HAND
from signread.skeleton.skeleton import Skeleton

__all__ = ["BODY", "HAND", "Skeleton"]
