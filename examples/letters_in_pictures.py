"""The letter in every picture of a folder, with its three likeliest answers.

python examples/letters_in_pictures.py photos/
"""

import sys

import signread


def main(folder: str) -> None:
    with signread.Reader() as reader:
        for clip in signread.open_pictures(folder):
            (reading,) = reader.read(clip)
            answers = reading.scores.best(3) if reading.scores else []
            print(clip.name, reading.letter or "-", *(f"{name} {probability:.0%}" for name, probability in answers))


if __name__ == "__main__":
    main(sys.argv[1])
