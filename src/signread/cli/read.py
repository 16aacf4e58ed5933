"""signread read: letters from pictures, text from videos."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypedDict

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from signread.cli.options import Commands, add_command, add_json, add_reader_options, make_reader, print_json, say
from signread.errors import PictureError
from signread.files import write_atomically
from signread.frames import VIDEO_SUFFIXES, open_path, picture_files
from signread.overlay import draw
from signread.reader import Reader, Reading
from signread.spelling import Event
from signread.spelling.subtitles import as_srt, as_vtt, cues
from signread.spelling.text import Text, as_spelled
from signread.spelling.words import correction, likeliest
from signread.video_sink import RATE, VideoSink

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
        "--correct", action="store_true", help="write the likeliest words in place of the letters as they were seen"
    )
    command.add_argument("--srt", type=Path, metavar="OUT.srt", help="write the text of a video as SubRip subtitles")
    command.add_argument("--vtt", type=Path, metavar="OUT.vtt", help="write the text of a video as WebVTT subtitles")
    command.add_argument("--annotate", type=Path, metavar="OUT.mp4", help="write the pictures with the text on them")
    add_reader_options(command)
    add_json(command)


def run(given: argparse.Namespace) -> None:
    subtitles = [file for file in (given.srt, given.vtt) if file]
    _check_outputs([*subtitles, *([given.annotate] if given.annotate else [])], given.paths)
    moving = [path for path in given.paths if _is_video(path)]
    if subtitles and (len(given.paths) != 1 or not moving):
        raise PictureError(f"{subtitles[0]}: subtitles are of one video; give one, not {len(given.paths)} paths")
    texts = read_paths(
        given.paths, make_reader(given), annotate=given.annotate, as_json=given.json, correct=given.correct
    )
    for file, written in ((given.srt, as_srt), (given.vtt, as_vtt)):
        if file:
            write_atomically(file, written(cues(texts[0], correction if given.correct else as_spelled)))
            say(f"written: {file}")


def _check_outputs(outputs: list[Path], inputs: list[Path]) -> None:
    """Every output is a file of its own, in a folder that is there: said before anything is read."""
    taken = {path.resolve() for path in inputs}
    for file in outputs:
        if not file.name or file.is_dir():
            raise PictureError(f"{file}: is a folder, expected a file to write")
        if not file.parent.is_dir():
            raise PictureError(f"{file}: cannot be written, there is no folder {file.parent}")
        if file.resolve() in taken:
            raise PictureError(f"{file}: would be read and written at once, or written twice; choose another name")
        taken.add(file.resolve())


def _is_video(path: Path) -> bool:
    return path.suffix.lower() in VIDEO_SUFFIXES and not path.is_dir()


def read_paths(
    paths: list[Path],
    reader: Reader,
    *,
    annotate: Path | None = None,
    as_json: bool = False,
    correct: bool = False,
) -> list[Text]:
    """Reads every path and prints what it found; used by `live` too, where there is no camera.

    What cannot be read is said and passed over; in the end that is an error all the same. The texts of the videos.
    """
    documents: list[dict[str, object]] = []
    texts: list[Text] = []
    refused = 0
    with ExitStack() as stack:
        sink = stack.enter_context(VideoSink(annotate)) if annotate else None
        begin = 0.0
        files = [file for path in paths for file in (picture_files(path) if path.is_dir() else [path])]
        if annotate and annotate.exists() and any(file.exists() and annotate.samefile(file) for file in files):
            raise PictureError(f"{annotate}: would be read and written at once; give --annotate another name")
        for path in files:
            try:
                frames = open_path(path)
            except PictureError as error:
                if len(files) == 1:
                    raise
                say(f"signread: {error}")
                refused += 1
                continue
            moving = _is_video(path)
            text = Text()
            readings = _spelled(_watched(reader.read(frames), path), text)
            if sink is not None:
                readings = _annotated(readings, sink, begin, text if correct else None)
            kept = [_kept(reading) for reading in readings]
            begin += kept[-1]["time"] + 1 / RATE if moving else PICTURE_SECONDS * len(kept)
            document: dict[str, object] = {"path": str(path), "readings": kept}
            if moving:
                text.finish(kept[-1]["time"])
                texts.append(text)
                document |= _as_json(text)
            documents.append(document)
            if as_json:
                continue
            if moving:
                _print_text(text, f"{path}: " if len(files) > 1 else "", correct)
            else:
                _print_pictures(kept)
    if annotate and documents:
        say(f"written: {annotate}")
    if as_json:
        print_json(documents)
    if refused:
        raise PictureError(f"{refused} of {len(files)} could not be read")
    return texts


def _spelled(readings: Iterator[Reading], text: Text) -> Iterator[Reading]:
    """The same readings; what they spell goes into the text."""
    for reading in readings:
        text.add(reading.spelled)
        if reading.holding:
            text.hold(reading.time)
        yield reading


def _as_json(text: Text) -> dict[str, Any]:
    words = [word for line in text.lines for word in line.words]
    return {
        "text": str(text).strip(),
        "corrected": text.written(correction),
        "words": [
            {
                "word": as_spelled(word),
                "suggestions": [{"word": one.word, "probability": one.probability} for one in likeliest(word)],
            }
            for word in words
        ],
        "letters": [_letter(event) for event in text.letters],
    }


def _letter(event: Event) -> dict[str, object]:
    return {
        "letter": event.letter,
        "start": event.begin,
        "end": event.end,
        "decided": event.time,
        "confidence": event.confidence,
        "alternatives": [{"letter": letter, "probability": value} for letter, value in event.alternatives],
    }


def _print_text(text: Text, before: str, correct: bool) -> None:
    spelled, corrected = text.written(), text.written(correction)
    if not spelled:
        say(f"signread: {before}no letter was held long enough to be read")
        return
    print(before + (corrected if correct else spelled))
    if corrected != spelled:
        say(f"{before}{'spelled' if correct else 'perhaps'}: {spelled if correct else corrected}")


def _watched(readings: Iterator[Reading], path: Path) -> Iterator[Reading]:
    """The same readings, with a count of frames on a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed} frames"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(path.name, total=None)
        for reading in readings:
            yield reading
            progress.advance(task)


def _annotated(readings: Iterator[Reading], sink: VideoSink, begin: float, text: Text | None) -> Iterator[Reading]:
    """The same readings, written into a video; text: what was spelled, to be written corrected."""
    reading = None
    for number, reading in enumerate(readings):
        still = Path(reading.frame.source).suffix.lower() not in VIDEO_SUFFIXES
        picture = draw(reading, text=None if text is None else text.written(correction))
        sink.write(picture, begin + (number * PICTURE_SECONDS if still else reading.time))
        yield reading
    if reading is not None and text is not None and str(text):
        text.finish(reading.time)  # the word that the video ends with is corrected, too
        sink.write(draw(reading, text=text.written(correction).rpartition("\n")[2]), begin + reading.time + 1 / RATE)


class Kept(TypedDict):
    """What stays of a reading when its picture is let go."""

    source: str
    time: float
    hand: bool
    letter: str | None
    confidence: float
    alternatives: list[dict[str, str | float]]


def _kept(reading: Reading) -> Kept:
    alternatives = reading.scores.best(3) if reading.scores else []
    return {
        "source": reading.frame.source,
        "time": reading.time,
        "hand": reading.hand is not None,
        "letter": reading.letter,
        "confidence": reading.confidence,
        "alternatives": [{"letter": letter, "probability": value} for letter, value in alternatives],
    }


def _print_pictures(kept: list[Kept]) -> None:
    for reading in kept:
        print(f"{_said(reading):9} {reading['confidence']:5.0%}  {reading['source']}")


def _said(reading: Kept) -> str:
    return reading["letter"] or ("no letter" if reading["hand"] else "no hand")
