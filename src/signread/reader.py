"""The whole way in one object: frames in, readings out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from signread.alphabet import NO_LETTER
from signread.frames import Frame
from signread.hands import HandFinder, HandView
from signread.hands.tracker import HandTracker
from signread.letters import LetterScores
from signread.letters.model import LetterModel
from signread.spelling import Event
from signread.spelling.speller import Speller
from signread.spelling.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was read in one frame.

    frame: the frame itself.
    hand: the hand that was found, None where there was none.
    scores: the letter scores, None without a hand.
    threshold: the least probability with which a letter is believed.
    spelled: what this frame added to what is spelled: letters, spaces, line ends.
    text: all that was spelled since the source began.
    holding: whether the hand still shows the letter that was spelled last.
    """

    frame: Frame
    hand: HandView | None
    scores: LetterScores | None
    threshold: float = 0.0
    spelled: tuple[Event, ...] = ()
    text: str = ""
    holding: bool = False

    @property
    def time(self) -> float:
        """Seconds since the source began."""
        return self.frame.time

    @property
    def letter(self) -> str | None:
        """The likeliest letter; None without a hand, for a hand that shows none, and below the threshold."""
        if self.scores is None:
            return None
        name, probability = self.scores.best(1)[0]
        return None if name == NO_LETTER or probability < self.threshold else name

    @property
    def confidence(self) -> float:
        """The probability of what is likeliest, in 0..1, "nothing" included; 0.0 without a hand."""
        return self.scores.best(1)[0][1] if self.scores else 0.0


class Reader:
    """Reads letters from frames.

    model: an .onnx file made by `signread export`, a model already loaded, or None for the one that ships.
    finder: what finds the hand; the hand tracker by default.
    threshold: the least probability with which a letter is believed; the model's own by default.

    Raises ModelError when the file is no model of signread's, or when the hand tracker is not to be had.
    """

    def __init__(
        self,
        model: str | Path | LetterModel | None = None,
        finder: HandFinder | None = None,
        threshold: float | None = None,
    ) -> None:
        self.model = model if isinstance(model, LetterModel) else LetterModel(model)
        self.finder = finder or HandTracker(self.model.size)
        self.threshold = self.model.threshold if threshold is None else threshold

    def read(self, frames: Iterable[Frame]) -> Iterator[Reading]:
        """One reading for each frame, as the frames come.

        The frames of one source, with growing times, spell a text together; any other frame begins a new one.
        """
        before: Frame | None = None
        speller, text, written = Speller(self.model.letters), Text(), ""
        for frame in frames:
            if before is not None and (frame.source != before.source or frame.time <= before.time):
                speller, text, written = Speller(self.model.letters), Text(), ""
            before = frame
            hand = self.finder.find(frame)
            scores = self.model.score(hand) if hand else None
            spelled = speller.add(
                frame.time,
                scores.probabilities if scores else None,
                hand.landmarks if hand else None,
                hand.handedness if hand else 0,
            )
            if spelled:  # in nearly all frames it is not: a long text need not be written out for each
                text.add(spelled)
                written = str(text)
            yield Reading(frame, hand, scores, self.threshold, tuple(spelled), written, speller.holding)
