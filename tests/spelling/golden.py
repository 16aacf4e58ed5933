"""Makes golden.json: what a speller must do, for every implementation of it. `python -m tests.spelling.golden`

Each vector has `frames` of [seconds, {letter: probability} or null, [x, y, x, y, ...] of 21 landmarks or null,
handedness], where what the probabilities lack of 1 is "nothing", and the `events` that come of them.
"""

import json
from pathlib import Path

from signread.alphabet import AMERICAN
from signread.spelling import Event

from .streams import Shot, Signer, events, hand, hook, mirrored, zigzag

FILE = Path(__file__).parent / "golden.json"
DIGITS = 6
"""Decimal places to which events are compared."""


def vectors() -> dict[str, list[Shot]]:
    """The streams by what they are."""
    hello = Signer(15).hold("H").blur(0.2).hold("E").blur(0.2).hold("L", 0.7).hold("L", 0.8, x=400)
    held = Signer(15).show({"I": 0.97}, 0.4, hand([4])).show({"I": 0.97}, 0.3, hand([4], lean=18))
    j = held.move({"nothing": 0.7, "X": 0.2}, list(hook())[5:], 0.7)
    z = Signer(15).show({"D": 0.9}, 0.5, next(zigzag())).move({"D": 0.3}, zigzag(), 1.2)
    jitter = Signer(20).hold("N", 0.5, sure=0.7).blur().hold("A", 0.5, sure=0.6).away(0.3).hold("A", 0.3)
    uneven = [
        Shot(round(one.time + 0.013 * (number * 7 % 3), 6), one.scores, one.points)
        for number, one in enumerate(jitter.shots)
    ]
    return {
        "HELLO, its second L slid aside": hello.blur(0.2).hold("O").shots,
        "a J in the place of its I": j.shots,
        "a Z in the place of its D, by a left hand": mirrored(z.shots),
        "words and sentences": Signer(10).hold("H").blur().hold("I").away(0.8).hold("Y").away(2.5).hold("A").shots,
        "uncertain letters at uneven times": uneven,
        "no tracker": [Shot(one.time, one.scores, None, 0) for one in Signer(12).hold("A").hold("B").shots],
        "a stall": [
            *Signer(15).hold("B", 0.4).shots,
            Shot(4.0, {"B": 0.9}, hand([4])),
            Shot(4.1, {"B": 0.9}, hand([4])),
        ],
    }


def as_json(event: Event) -> dict[str, object]:
    return {
        "kind": event.kind,
        "time": round(event.time, DIGITS),
        "letter": event.letter,
        "begin": round(event.begin, DIGITS),
        "confidence": round(event.confidence, DIGITS),
        "alternatives": [[name, round(value, DIGITS)] for name, value in event.alternatives if value > 0],
        "replaces": event.replaces,
    }


def main() -> None:
    found = []
    for name, shots in vectors().items():
        frames = [
            [
                one.time,
                one.scores,
                None if one.points is None else one.points.astype(int).ravel().tolist(),
                one.handedness,
            ]
            for one in shots
        ]
        found.append({"name": name, "frames": frames, "events": [as_json(event) for event in events(shots)]})
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    FILE.write_text(f'{{"letters":{json.dumps(AMERICAN)},"vectors":[\n{lines}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main()
