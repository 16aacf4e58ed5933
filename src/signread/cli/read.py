"""signread read: letters from pictures and videos."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from statistics import mean
from typing import TypedDict

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from signread.cli.options import Commands, add_command, add_json, add_reader_options, make_reader, print_json, say
from signread.errors import PictureError
from signread.frames import VIDEO_SUFFIXES, open_path, picture_files
from signread.overlay import draw
from signread.reader import Reader, Reading
from signread.video_sink import RATE, VideoSink

PICTURE_SECONDS = 1.0
"""How long a still picture is shown in an annotated video."""


def add_commands(commands: Commands) -> None:
    command = add_command(
        commands,
        "read",
        run,
        "Reads the letters in pictures, folders of pictures and videos.",
        "signread read hand.jpg",
        "signread read hello.mp4 --annotate hello-read.mp4",
        "signread read photos/ --json",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a picture, a folder of them or a video")
    command.add_argument("--annotate", type=Path, metavar="OUT.mp4", help="write the pictures with the letters on them")
    add_reader_options(command)
    add_json(command)


def run(given: argparse.Namespace) -> None:
    read_paths(given.paths, make_reader(given), annotate=given.annotate, as_json=given.json)


def read_paths(paths: list[Path], reader: Reader, *, annotate: Path | None = None, as_json: bool = False) -> None:
    """Reads every path and prints what it found; used by `live` too, where there is no camera.

    What cannot be read is said and passed over; in the end that is an error all the same.
    """
    documents: list[dict[str, object]] = []
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
            readings = _watched(reader.read(frames), path)
            if sink is not None:
                readings = _annotated(readings, sink, begin)
            kept = [_kept(reading) for reading in readings]
            moving = path.suffix.lower() in VIDEO_SUFFIXES
            begin += kept[-1]["time"] + 1 / RATE if moving else PICTURE_SECONDS * len(kept)
            documents.append({"path": str(path), "readings": kept})
            if as_json:
                continue
            if moving:
                _print_video(path, kept)
            else:
                _print_pictures(kept)
    if annotate and documents:
        say(f"written: {annotate}")
    if as_json:
        print_json(documents)
    if refused:
        raise PictureError(f"{refused} of {len(files)} could not be read")


def _watched(readings: Iterator[Reading], path: Path) -> Iterator[Reading]:
    """The same readings, with a count of frames on a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed} frames"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(path.name, total=None)
        for reading in readings:
            yield reading
            progress.advance(task)


def _annotated(readings: Iterator[Reading], sink: VideoSink, begin: float) -> Iterator[Reading]:
    for number, reading in enumerate(readings):
        still = Path(reading.frame.source).suffix.lower() not in VIDEO_SUFFIXES
        sink.write(draw(reading), begin + (number * PICTURE_SECONDS if still else reading.time))
        yield reading


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


def _print_video(path: Path, kept: list[Kept]) -> None:
    """One line for each stretch of frames that show the same letter."""
    print(f"{path}: {len(kept)} frames, {kept[-1]['time']:.2f} s")
    for said, stretch in groupby(kept, key=_said):
        frames = list(stretch)
        confidence = mean(reading["confidence"] for reading in frames)
        print(f"{frames[0]['time']:7.2f} to {frames[-1]['time']:6.2f} s  {said:9} {confidence:5.0%}")


def _said(reading: Kept) -> str:
    return reading["letter"] or ("no letter" if reading["hand"] else "no hand")
