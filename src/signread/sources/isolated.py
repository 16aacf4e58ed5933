"""Videos decoded in a process of their own: should the media library crash, this one goes on.

The process writes to standard output: a line of JSON for the clip, then for each frame a line of JSON and its pixels,
and at the end a line that says how many frames were lost.
"""

import json
import math
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np

from signread.errors import CrashError, PictureError
from signread.sources.media import OpenedFrames
from signread.types import Clip, Frame

GOODBYE_S = 5.0
"""Seconds that the process may take to end once its frames are no longer wanted."""


def open_isolated(path: Path, patience: float = math.inf, begin: float = 0.0) -> Clip:
    """The clip in a video file, decoded elsewhere.

    patience: seconds without a frame after which the video is given up. begin: seconds to leave out.

    Raises PictureError as `open_video` does, for a crash, and for a video that hangs.
    """
    command = [sys.executable, "-m", "signread.sources.isolated", str(path.absolute()), str(path), str(begin)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    output = process.stdout
    assert output is not None  # noqa: S101
    with _Watch(process, patience) as watch:
        head = _line(output)
    if "error" in head or not head:
        output.close()
        _end(process)
        if "error" in head:
            raise PictureError(str(head["error"]))
        raise watch.error(path, 0.0) or _crashed(path, process, 0.0)
    clip = Clip(
        frames=(), name=str(path), size=tuple(head["size"]), rate=head["rate"], duration=head["duration"], is_live=False
    )
    opened = ExitStack()
    opened.callback(_end, process)
    opened.callback(output.close)  # first, so that the process has nothing to wait for
    clip.frames = OpenedFrames(opened, _frames(process, output, clip, path, patience))
    return clip


def _frames(
    process: "subprocess.Popen[bytes]", output: IO[bytes], clip: Clip, path: Path, patience: float
) -> Iterator[Frame]:
    time, image = 0.0, None
    while True:
        with _Watch(process, patience) as watch:
            line = _line(output)
            if not line:
                break
            clip.frames_lost = line["frames_lost"]
            if "time" not in line:
                return
            time = line["time"]
            image = np.frombuffer(output.read(line["height"] * line["width"] * 3), np.uint8)
        if image.size != line["height"] * line["width"] * 3:
            break
        yield Frame(image.reshape(line["height"], line["width"], 3), time)
    _end(process)
    raise watch.error(path, time) or _crashed(path, process, time)


class _Watch:
    """Ends a process that gives nothing for too long, while somebody waits for it."""

    def __init__(self, process: "subprocess.Popen[bytes]", patience: float) -> None:
        self._process, self._patience = process, patience
        self._hung = False
        self._timer = threading.Timer(patience, self._end) if math.isfinite(patience) else None

    def __enter__(self) -> "_Watch":
        if self._timer is not None:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _end(self) -> None:
        self._hung = True
        self._process.kill()

    def error(self, path: Path, time: float) -> PictureError | None:
        """What is wrong; None where it did not hang."""
        if not self._hung:
            return None
        return PictureError(f"{path}: no frame for {self._patience:g} s, {time:.1f} s in; given up")


def _line(output: IO[bytes]) -> dict[str, Any]:
    """The next line; empty where there is none."""
    try:
        line = json.loads(output.readline())
    except ValueError:
        return {}
    return line if isinstance(line, dict) else {}


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(GOODBYE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _crashed(path: Path, process: "subprocess.Popen[bytes]", time: float) -> CrashError:
    ended = f"the media library ended with code {process.returncode}"
    return CrashError(f"{path}: {ended} while it decoded this file, {time:.1f} s in")


def _write(line: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")


def main() -> None:
    """Writes the frames of the video that is named."""
    from signread.sources.video import open_video

    file, name, begin = sys.argv[1:]
    try:
        clip = open_video(file, begin=float(begin))
    except PictureError as error:
        _write({"error": str(error).replace(file, name, 1)})
        return
    _write({"size": clip.size, "rate": clip.rate, "duration": clip.duration})
    try:
        for frame in clip:
            height, width = frame.image.shape[:2]
            _write({"time": frame.time, "height": height, "width": width, "frames_lost": clip.frames_lost})
            sys.stdout.buffer.write(np.ascontiguousarray(frame.image).data)
        _write({"frames_lost": clip.frames_lost})
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        sys.stdout = None  # nobody listens any more


if __name__ == "__main__":
    main()
