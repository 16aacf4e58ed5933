"""signread read: letters from pictures, text from videos."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypedDict

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from signread.cli.options import (
    Commands,
    add_command,
    add_json,
    add_reader_options,
    add_signs,
    make_progress,
    make_reader,
    print_json,
    say,
)
from signread.errors import OutputError, PictureError, UsageError
from signread.files import is_device, is_stdout, write_atomically
from signread.language.correction import as_spelled, likeliest
from signread.language.lexicon import has_words, lexicon
from signread.output.overlay import draw
from signread.output.video import RATE, VideoSink
from signread.reader import Reader, Reading
from signread.sources import open_path
from signread.sources.pictures import picture_files
from signread.sources.sound import has_sound
from signread.sources.video import is_video
from signread.spelling.window import FEWEST_A_SECOND
from signread.transcript import Transcript
from signread.transcript.transcript import event_document
from signread.types import Clip

PICTURE_SECONDS = 1.0
"""How long a still picture is shown in an annotated video."""


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "read",
        run,
        "Reads the letters in pictures and the text that is spelled in videos.",
        "signread read hello.mp4 --srt hello.srt",
        "signread read hello.mp4 --correct --annotate hello-read.mp4",
        "signread read hand.jpg",
        "signread read photos/ --json",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a picture, a folder of them or a video")
    command.add_argument(
        "--correct", action="store_true", help="write the likeliest words in place of the letters as they were read"
    )
    command.add_argument("--srt", type=Path, metavar="OUT.srt", help="write the text of a video as SubRip subtitles")
    command.add_argument("--vtt", type=Path, metavar="OUT.vtt", help="write the text of a video as WebVTT subtitles")
    command.add_argument("--annotate", type=Path, metavar="OUT.mp4", help="write the pictures with the text on them")
    add_reader_options(command)
    add_signs(command)
    add_json(command)


def run(args: argparse.Namespace) -> None:
    subtitles = [file for file in (args.srt, args.vtt) if file]
    if args.json and any(is_stdout(file) for file in subtitles):
        raise UsageError(f"{subtitles[0]}: --json prints one document and nothing else; write the subtitles to a file")
    _check_outputs([*subtitles, *([args.annotate] if args.annotate else [])], args.paths)
    if subtitles and (len(args.paths) != 1 or not is_video(args.paths[0])):
        raise UsageError(f"{subtitles[0]}: subtitles are of one video; give one, not {len(args.paths)} paths")
    if args.correct:
        lexicon()  # without the word list an error here, not after the reading
    with make_reader(args) as reader:
        transcripts = read_paths(
            args.paths,
            reader,
            annotate=args.annotate,
            as_json=args.json,
            correct=args.correct,
            quiet=any(is_stdout(file) for file in subtitles),
        )
    for file, write in ((args.srt, Transcript.to_srt), (args.vtt, Transcript.to_vtt)):
        if file:
            write_atomically(file, write(transcripts[0], correct=args.correct))
            if not is_stdout(file):
                say(f"written: {file}")


def read_paths(
    paths: list[Path],
    reader: Reader,
    *,
    annotate: Path | None = None,
    as_json: bool = False,
    correct: bool = False,
    quiet: bool = False,
) -> list[Transcript]:
    """Reads every path and, unless `quiet`, prints what was read; used by `live` too, where there is no camera.

    What cannot be read is said and passed over; in the end that is an error all the same.
    Returns the transcripts of the videos.
    """
    documents: list[dict[str, object]] = []
    transcripts: list[Transcript] = []
    refused = 0
    files = [file for path in paths for file in (picture_files(path) if path.is_dir() else [path])]
    with ExitStack() as stack:
        annotation = _Annotation(stack.enter_context(_sink(annotate, files)), correct) if annotate else None
        for file in files:
            try:
                read = _read(open_path(file, isolated=len(files) > 1), reader, annotation)
            except PictureError as error:
                if len(files) == 1:
                    raise
                say(f"signread: {error}")
                refused += 1
                continue
            documents.append(read.document())
            if read.transcript is not None:
                transcripts.append(read.transcript)
            if not as_json and not quiet:
                read.print(f"{file}: " if len(files) > 1 else "", correct)
    if annotate and documents:
        say(f"written: {annotate}")
    if as_json:
        print_json(documents)
    if refused:
        raise PictureError(f"{refused} of {len(files)} could not be read")
    return transcripts


class Kept(TypedDict):
    """What stays of a reading when its picture is let go."""

    source: str
    time: float
    hand: bool
    hands: int
    letter: str | None
    confidence: float
    alternatives: list[dict[str, str | float]]


class _Read:
    """What was read of one file. transcript: of a video, finished; None for a picture."""

    def __init__(self, name: str, kept: list[Kept], frames_lost: int, transcript: Transcript | None) -> None:
        self.name, self.kept, self.frames_lost, self.transcript = name, kept, frames_lost, transcript

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = {"path": self.name, "frames_lost": self.frames_lost, "readings": self.kept}
        if self.transcript is None:
            return document
        return document | {
            "text": self.transcript.written(),
            "corrected": self.transcript.written(correct=True) if has_words() else None,
            "words": [
                {
                    "word": as_spelled(word),
                    "suggestions": [
                        {"word": one.word, "probability": one.probability}
                        for one in (likeliest(word) if has_words() else [])
                    ],
                }
                for word in self.transcript.words
            ],
            "signs": [event_document(event) for event in self.transcript.signs],
            "marks": [event_document(event) for event in self.transcript.marks],
            "letters": [event_document(event) for event in self.transcript.letters],
        }

    def print(self, prefix: str, correct: bool) -> None:
        if self.transcript is None:
            for one in self.kept:
                answer = one["letter"] or ("no letter" if one["hand"] else "no hand")
                several = "  (two hands are seen; --hand left or right says which is read)" if one["hands"] > 1 else ""
                print(f"{answer:9} {one['confidence']:5.0%}  {one['source']}{several}")
            return
        spelled = self.transcript.written()
        if not spelled:
            say(f"signread: {prefix}no letter was held long enough to be read")
            return
        corrected = self.transcript.written(correct=True) if has_words() else spelled
        print(prefix + (corrected if correct else spelled))
        if corrected != spelled:
            say(f"{prefix}{'spelled' if correct else 'perhaps'}: {spelled if correct else corrected}")


class _Annotation:
    """Writes readings into one video, file after file."""

    def __init__(self, sink: VideoSink, correct: bool) -> None:
        self._sink, self._correct = sink, correct
        self._begin = 0.0

    def readings(self, readings: Iterator[Reading], clip: Clip) -> Iterator[Reading]:
        """The readings of a clip, once they are written."""
        reading = None
        if not clip.is_picture:
            self._sink.add_sound(clip.name, self._begin)
        for reading in readings:
            text = reading.transcript.written(correct=True) if self._correct else None
            self._sink.write(draw(reading, text=text), self._begin + reading.time)
            yield reading
        if reading is None:
            return
        finished = reading.finished
        if self._correct and finished.letters:
            # The word that the video ends with is corrected, too.
            text = finished.written(correct=True).rpartition("\n")[2]
            last = replace(reading, tentative=())
            self._sink.write(draw(last, text=text), self._begin + reading.time + 1 / RATE)
        self._begin += PICTURE_SECONDS if clip.is_picture else reading.time + 1 / RATE


def _read(clip: Clip, reader: Reader, annotation: _Annotation | None) -> _Read:
    readings = _with_progress(reader.read(clip), clip)
    if annotation is not None:
        readings = annotation.readings(readings, clip)
    kept: list[Kept] = []
    last: Reading | None = None
    for reading in readings:
        kept.append(_kept(reading, clip.name))
        last = reading
    _say_what_was_lost(clip, len(kept))
    _say_too_few([one["time"] for one in kept], clip.name)
    return _Read(
        clip.name, kept, clip.frames_lost, None if clip.is_picture else (last.finished if last else Transcript())
    )


def _say_what_was_lost(clip: Clip, read: int) -> None:
    if clip.frames_lost:
        count = f"{clip.frames_lost} of about {max(read, clip.frames_lost)} frames"
        say(f"signread: {clip.name}: {count} damaged or missing; the rest was read")


def _say_too_few(times: list[float], name: str) -> None:
    steps = sorted(after - before for before, after in pairwise(times))
    if steps and (rate := 1 / steps[len(steps) // 2]) < FEWEST_A_SECOND:
        say(
            f"signread: {name}: {rate:.1f} frames a second are too few for hands that move, only what is held long is "
            f"read; expected at least {FEWEST_A_SECOND}"
        )


def _with_progress(readings: Iterator[Reading], clip: Clip) -> Iterator[Reading]:
    """The readings of a clip, on a terminal with how far they are and, where its length is known, the time left."""
    count = TextColumn("{task.description} {task.fields[frames]} frames")
    known = (
        (count, BarColumn(), TimeRemainingColumn()) if clip.duration else (SpinnerColumn(), count, TimeElapsedColumn())
    )
    with make_progress(*known) as progress:
        task = progress.add_task(Path(clip.name).name, total=clip.duration or None, frames=0)
        for number, reading in enumerate(readings, 1):
            yield reading
            progress.update(task, completed=reading.time, frames=number)


def _kept(reading: Reading, source: str) -> Kept:
    alternatives = reading.scores.best(3) if reading.scores else []
    return {
        "source": source,
        "time": reading.time,
        "hand": reading.hand is not None,
        "hands": len(reading.observation.hands),
        "letter": reading.letter,
        "confidence": reading.confidence,
        "alternatives": [{"letter": letter, "probability": value} for letter, value in alternatives],
    }


def _check_outputs(outputs: list[Path], inputs: list[Path]) -> None:
    """Every output is a file of its own, in a folder that is there: said before anything is read."""
    taken = {path.resolve() for path in inputs}
    for file in outputs:
        if not file.name or file.is_dir():
            raise OutputError(f"{file}: is a folder, expected a file to write")
        if not file.parent.is_dir():
            raise OutputError(f"{file}: cannot be written, there is no folder {file.parent}")
        if is_device(file):
            continue
        if file.resolve() in taken:
            raise OutputError(f"{file}: would be read and written at once, or written twice; choose another name")
        taken.add(file.resolve())


def _sink(annotate: Path, files: list[Path]) -> VideoSink:
    if annotate.exists() and any(file.exists() and annotate.samefile(file) for file in files):
        raise OutputError(f"{annotate}: would be read and written at once; give --annotate another name")
    return VideoSink(annotate, with_sound=any(is_video(file) and has_sound(file) for file in files))
