"""Signs of people who are left out, by examples of others: `python -m benchmarks.ready_signs MODEL words/train`

For each person who signs at least two of the words, every clip is asked for; the examples are of all others. MODEL is a
run that had not the sources of --ask (their people are asked for), else the figures flatter.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from signread.datasets.sign_clips import open_signs
from signread.datasets.word_sequences import SignClip, archives
from signread.evaluation.evaluator import sign_net
from signread.evaluation.signs import evaluate_signs
from signread.training.tasks.signs import ANOTHER, SAME

WORDS = ("hello", "thankyou", "yes", "no", "please")
MOST = 30
"""Clips of a word by one person: some recorded hundreds."""


def read(archive: Path) -> list[SignClip]:
    kept: list[SignClip] = []
    count: dict[tuple[str, str], int] = {}
    for clip in open_signs(archive):
        word = SAME.get(clip.word.lower(), clip.word.lower())
        number = count[clip.signer, word] = count.get((clip.signer, word), 0) + 1
        if word in WORDS and number <= MOST and (archive.stem, word) not in ANOTHER:
            kept.append(replace(clip, word=word))
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--ask", nargs="+", required=True, metavar="SOURCE")
    parser.add_argument("--examples", type=int, default=50)
    args = parser.parse_args()
    net, name = sign_net(args.model)
    sources = {file.stem: read(file) for file in archives(args.data)}
    clips = [clip for some in sources.values() for clip in some]
    people = {clip.signer for source in args.ask for clip in sources[source]}
    report = evaluate_signs(
        net, name, clips, args.data.name, lambda *_: None, examples=args.examples, across=True, only=people
    )
    print(report.to_markdown(figures=False))


if __name__ == "__main__":
    main()
