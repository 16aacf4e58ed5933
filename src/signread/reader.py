"""The whole way in one object: a clip in, readings out."""

import math
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from signread.errors import ProtocolError, ShapeError
from signread.handshapes.alphabet import NO_LETTER
from signread.protocols import Decoder, Recogniser, Source, Tracker
from signread.recognition.letter_model import LetterModel
from signread.signs.book import SignBook
from signread.signs.decoder import SignDecoder
from signread.signs.matcher import Matcher
from signread.signs.sign_net import SignNet
from signread.sources.noise import denoise_frame
from signread.spelling.speller import Speller
from signread.tracking.hand_tracker import HandTracker
from signread.tracking.holistic import HolisticTracker
from signread.transcript import Transcript
from signread.types import Clip, Decision, Event, Frame, Hand, Observation, Picture, Scored, Scores

Answer = TypeVar("Answer")

END = object()
NOTHING = Transcript()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reading:
    """What was read in one frame.

    frame: the frame itself. observation: what the tracker saw. scores: of the hand, None without one.
    threshold: the least probability with which a letter is believed.
    spelled: what this frame added to what is spelled: letters, spaces, line ends.
    transcript: all that was spelled since the clip began.
    still_shown: whether the hand still shows the letter that was spelled last.
    tentative: letters that seem to follow, and may yet change.
    """

    frame: Frame
    observation: Observation
    scores: Scores | None
    threshold: float = 0.0
    spelled: tuple[Event, ...] = ()
    transcript: Transcript = NOTHING
    still_shown: bool = False
    tentative: tuple[str, ...] = ()

    @property
    def time(self) -> float:
        """Seconds since the clip began."""
        return self.frame.time

    @property
    def hand(self) -> Hand | None:
        """The hand that signs; None where there is none."""
        return self.observation.hand

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

    @property
    def text(self) -> str:
        """All that was spelled since the clip began, as it was spelled."""
        return self.transcript.text

    @property
    def finished(self) -> Transcript:
        """The transcript if the clip ends here: with what seems to be spelled, and the last word ended."""
        likely = dict(self.scores.best(len(self.scores.labels))) if self.scores else {}
        seems = [
            Event(
                kind="letter",
                time=self.time,
                letter=name,
                begin=self.time,
                end=self.time,
                confidence=likely.get(name, 0.0),
                alternatives=((name, likely.get(name, 0.0)),),
            )
            for name in self.tentative
        ]
        return self.transcript.add(seems).finish(self.time)


class Reader:
    """Reads clips: tracker, recogniser and decoder one after the other. A context manager that closes what it opened.

    model: an .onnx file made by `signread export`, for a recogniser; the one that ships if left out.
    tracker, recogniser, decoder: one's own in place of ours, see `signread.protocols`; they are not closed.
    threshold: the least probability with which a letter is believed; the recogniser's own by default.

    Several clips may be read at the same time, and do not touch each other.

    Raises ModelError when the file is no model of signread's, or when the hand tracker is not to be had.
    """

    def __init__(
        self,
        model: str | Path | LetterModel | None = None,
        *,
        tracker: Tracker | None = None,
        recogniser: Recogniser | None = None,
        decoder: Decoder | None = None,
        threshold: float | None = None,
    ) -> None:
        if model is not None and recogniser is not None:
            raise ValueError("give a model or a recogniser, not both")
        if not isinstance(model, str | Path | LetterModel | None):
            raise TypeError(
                f"model must be a path, got {type(model).__name__}; give parts by name: Reader(tracker=...)"
            )
        for name, part in (("tracker", tracker), ("recogniser", recogniser), ("decoder", decoder)):
            if isinstance(part, type):
                raise TypeError(f"{name} must be an object, got the class {part.__name__}; write {part.__name__}()")
        self._opened = ExitStack()
        if recogniser is None:
            recogniser = model if isinstance(model, LetterModel) else LetterModel(model)
        self.recogniser: Recogniser = recogniser
        self.tracker: Tracker = tracker or self._opened.enter_context(closing(HandTracker()))
        self.decoder: Decoder = decoder or Speller(self.recogniser.labels)
        self.threshold = self.recogniser.threshold if threshold is None else threshold

    @classmethod
    def with_signs(
        cls,
        signs: str | Path | SignBook | None = None,
        model: str | Path | LetterModel | None = None,
        *,
        head: bool = True,
        threshold: float | None = None,
    ) -> Self:
        """A reader of letters, of whole signs beside them, and of what the head says.

        signs: a file of signs or what it holds; one's own if left out. head: whether headshakes and nods are marked.
        The rest as above. It sees who has head and shoulders in the picture.

        Raises DataError where there are no signs, ModelError where a network is not to be had.
        """
        book = (
            signs if isinstance(signs, SignBook) else SignBook.own(None if signs is None else Path(signs), needed=True)
        )
        letters = model if isinstance(model, LetterModel) else LetterModel(model)
        decoder = SignDecoder(Speller(letters.labels), Matcher(SignNet(), book.signs), head=head)
        return cls(letters, tracker=HolisticTracker(), decoder=decoder, threshold=threshold)

    def read(self, clip: Source | Iterable[Frame]) -> Iterator[Reading]:
        """One reading for each frame, as the frames come; the clip is closed at the end, or when this is.

        clip: what `open_video` and its like give. Frames alone, with growing times, are taken for a video's.

        Raises ProtocolError where a part gives what it should not, and what the clip raises.
        """
        if isinstance(clip, str | Path):
            raise TypeError(f"read takes a clip, got the path {clip}; open it: read(open_path({str(clip)!r}))")
        source = clip if isinstance(clip, Source) else Clip(frames=clip, name="frames")
        return self._readings(source)

    def read_picture(self, image: Picture) -> Reading:
        """What is read in one picture, (H, W, 3) uint8 RGB."""
        (reading,) = self.read(Clip.of_picture(image))
        return reading

    def close(self) -> None:
        """Lets go of what was opened here: the hand tracker."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _readings(self, source: Source) -> Iterator[Reading]:
        with ExitStack() as stack:
            stack.callback(source.close)
            # Each stage takes what it needs from the one before; a copy of it goes into the reading.
            frames, times, taken = tee(_in_order(source), 3)
            tracked_frames, recognised_frames = tee(map(denoise_frame, taken))
            tracked = self.tracker.track(
                Clip(
                    frames=tracked_frames,
                    name=source.name,
                    is_picture=source.is_picture,
                    is_live=getattr(source, "is_live", True),
                )
            )
            observations, recognised_hands, decoded_hands = tee(_checked(stack, self.tracker, tracked, Observation), 3)
            recognised = self.recogniser.recognise(zip(recognised_frames, recognised_hands, strict=False))
            scores, decoded_scores = tee(
                _same_labels(self.recogniser, _checked(stack, self.recogniser, recognised, Scores | None))
            )
            scored = map(_scored, times, decoded_hands, decoded_scores)
            decisions = _forwards(self.decoder, _checked(stack, self.decoder, self.decoder.decode(scored), Decision))
            transcript = NOTHING
            for frame, observation, score, decision in _together(
                frames,
                (self.tracker, observations),
                (self.recogniser, scores),
                (self.decoder, decisions),
            ):
                transcript = transcript.add(decision.events) if decision.events else transcript
                transcript = transcript.extend_last(frame.time) if decision.still_shown else transcript
                yield Reading(
                    frame=frame,
                    observation=observation,
                    scores=score,
                    threshold=self.threshold,
                    spelled=decision.events,
                    transcript=transcript,
                    still_shown=decision.still_shown,
                    tentative=decision.tentative,
                )


def _scored(frame: Frame, observation: Observation, scores: Scores | None) -> Scored:
    return Scored(time=frame.time, observation=observation, scores=scores)


def _in_order(source: Source) -> Iterator[Frame]:
    """The frames of a source, which must be frames, with growing times."""
    before = -math.inf
    for frame in source:
        if not isinstance(frame, Frame):
            kind = type(frame).__name__
            hint = "; read clips one by one: for clip in clips: reader.read(clip)" if isinstance(frame, Source) else ""
            raise ProtocolError(f"{_name(source)}: gave a {kind}, expected a Frame{hint}")
        if not frame.time > before:
            now = frame.time
            raise ProtocolError(f"{_name(source)}: a frame at {now} s after one at {before} s; times must grow")
        before = frame.time
        yield frame


def _checked(stack: ExitStack, stage: object, answers: Iterable[Answer], kind: Any) -> Iterator[Answer]:
    """The answers of a stage, which must be of a kind; the stack closes the stage's iterator."""
    if not isinstance(answers, Iterable):
        gave = f"returned a {type(answers).__name__}"
        raise ProtocolError(f"{_name(stage)}: {gave}, expected an iterator; yield one answer for each frame")
    iterator = iter(answers)
    close = getattr(iterator, "close", None)
    if close is not None:
        stack.callback(close)

    def checked() -> Iterator[Answer]:
        try:
            for answer in iterator:
                if not isinstance(answer, kind):
                    expected = "Scores or None" if kind == Scores | None else kind.__name__
                    raise ProtocolError(f"{_name(stage)}: gave a {type(answer).__name__}, expected {expected}")
                yield answer
        except ShapeError as error:
            raise ProtocolError(f"{_name(stage)}: {error}") from error

    return checked()


def _same_labels(recogniser: Recogniser, answers: Iterator[Scores | None]) -> Iterator[Scores | None]:
    """The scores of a recogniser, which must be over its labels."""
    for scores in answers:
        if scores is not None and scores.labels != recogniser.labels:
            raise ProtocolError(
                f"{_name(recogniser)}: scores of the labels {scores.labels}, its own are {recogniser.labels}"
            )
        yield scores


def _forwards(decoder: object, decisions: Iterator[Decision]) -> Iterator[Decision]:
    """The decisions of a decoder, which must not go back in time."""
    before = -math.inf
    for decision in decisions:
        for event in decision.events:
            if not event.time >= before:
                raise ProtocolError(
                    f"{_name(decoder)}: decided {event.letter or event.kind} at {event.time} s, after something at "
                    f"{before} s; a decoder goes forwards in time"
                )
            before = event.time
        yield decision


def _together(frames: Iterator[Frame], *stages: tuple[object, Iterator[Any]]) -> Iterator[tuple[Any, ...]]:
    """Each frame with the answer of every stage. Raises ProtocolError for one that answers too little or too much."""
    count = 0
    for frame in frames:
        row = [frame]
        for stage, answers in stages:
            try:
                row.append(next(answers))
            except StopIteration:
                raise ProtocolError(
                    f"{_name(stage)}: stopped after {count} answers, there are more frames; yield one for each, "
                    "also where there is nothing"
                ) from None
        count += 1
        yield tuple(row)
    for stage, answers in stages:
        if next(answers, END) is not END:
            raise ProtocolError(
                f"{_name(stage)}: gave more than {count} answers to {count} frames; expected one for each"
            )


def _name(part: object) -> str:
    name = getattr(part, "name", "") if isinstance(part, Source) else ""
    return str(name) or type(part).__name__
