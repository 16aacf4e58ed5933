"""What a network reads, and all that follows from it: which data teaches it, what its graph takes, how it is tried.

There are four: a crop of 28 x 28 pixels, as Sign Language MNIST has them, a tracked hand, how one has moved, and both
hands and the body that sign. What else is done by recipe, network or kind of data asks the task, and nothing else.
"""

from signread.training.recipes import Recipe
from signread.training.tasks.crops import CROPS
from signread.training.tasks.hands import HANDS
from signread.training.tasks.signs import SIGNS_TASK
from signread.training.tasks.spelling import SPELLING
from signread.training.tasks.task import Task

TASKS: dict[str, Task] = {
    "simple-cnn": CROPS,
    "resnet50": CROPS,
    "fast-cnn": CROPS,
    "letter-net": HANDS,
    "spell-net": SPELLING,
    "sign-net": SIGNS_TASK,
}
"""By network."""


def task_of(recipe: Recipe) -> Task:
    """What a recipe's network reads."""
    return TASKS[recipe.network]
