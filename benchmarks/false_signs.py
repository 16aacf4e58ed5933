"""Signs read where nobody signs them: `python -m benchmarks.false_signs words/train/traduttore-first.npz CLIP... `

The signs of each person of the archive are known by five examples each, one person at a time. The clips show other
things, spelling for instance; every sign that is read in them is false. Prints their number for each person and in ten
minutes.
"""

import argparse
from pathlib import Path

from signread.datasets.word_sequences import read_signs
from signread.errors import DataError
from signread.reader import Reader
from signread.recognition.letter_model import LetterModel
from signread.signs.decoder import SignDecoder
from signread.signs.matcher import Matcher
from signread.signs.segments import sample_of
from signread.signs.sequence import Sample
from signread.signs.sign_net import SignNet
from signread.sources import open_video
from signread.spelling.speller import Speller
from signread.tracking.holistic import HolisticTracker
from signread.types import Scored

EXAMPLES = 5
REST = "idle"
"""A word of the archives that is no sign."""


def vocabularies(archive: Path) -> dict[str, dict[str, list[Sample]]]:
    """By person: the first examples of each sign."""
    known: dict[str, dict[str, list[Sample]]] = {}
    for clip in read_signs(archive).clips:
        examples = known.setdefault(clip.signer, {}).setdefault(clip.word, [])
        if clip.word.lower() == REST or len(examples) == EXAMPLES:
            continue
        try:
            examples.append(sample_of(clip.sequence))
        except DataError:
            continue
    return known


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("clips", nargs="+", type=Path)
    args = parser.parse_args()
    model, net = LetterModel(), SignNet()
    reader = Reader(model, tracker=HolisticTracker())
    seconds, streams = 0.0, []
    for file in args.clips:
        stream = []
        with open_video(file) as clip:
            for reading in reader.read(clip):
                stream.append(Scored(time=reading.time, observation=reading.observation, scores=reading.scores))
        seconds += stream[-1].time if stream else 0.0
        streams.append((file, stream))
    print(f"{len(streams)} clips, {seconds / 60:.1f} minutes")
    total = marks = 0
    people = vocabularies(args.archive)
    for signer, signs in people.items():
        decoder = SignDecoder(Speller(model.labels), Matcher(net, signs))
        count = 0
        for file, stream in streams:
            for decision in decoder.decode(iter(stream)):
                for event in decision.events:
                    count += event.kind == "sign"
                    marks += event.kind == "mark"
                    if event.kind in ("sign", "mark"):
                        print(
                            f"  {signer}: {event.letter} ({event.confidence:.2f}) in {file.name} at {event.begin:.1f} s"
                        )
        print(f"{signer}: {len(signs)} signs known, {count} false, {count / seconds * 600:.1f} in ten minutes")
        total += count
    print(
        f"mean: {total / len(people) / seconds * 600:.1f} in ten minutes; marks of the head: {marks / len(people):.0f}"
    )


if __name__ == "__main__":
    main()
