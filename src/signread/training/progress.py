"""What is told while a run is trained."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signread.training.run import EpochMetrics, Run


class TrainingProgress:
    """Hears how far a training is; a class of one's own shows it. This one is silent."""

    def on_hands(self, source: str, done: int, total: int) -> None:
        """So many more pictures of a source were looked through for hands, of so many in all."""

    def on_start(self, run: "Run", sources: str) -> None:
        """The data is ready, and the training begins. sources: what it consists of, in words."""

    def on_step(self, epoch: int, step: int, steps: int, loss: float, accuracy: float) -> None:
        """After some steps: the epoch, the step in it, the steps in it, mean loss and accuracy so far."""

    def on_epoch(self, metrics: "EpochMetrics") -> None:
        """An epoch is over."""
