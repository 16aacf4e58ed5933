"""Prints what a video spells, and writes subtitles beside it: python examples/read_a_video.py hello.mp4"""

import sys
from pathlib import Path

import signread


def main(path: Path) -> None:
    transcript = signread.Transcript()
    with signread.Reader() as reader:
        for reading in reader.read(signread.open_video(path)):
            transcript = reading.transcript
    print(transcript.written())
    path.with_suffix(".srt").write_text(transcript.to_srt(), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
