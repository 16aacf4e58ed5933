"""A decoder of one's own: a letter is written when it is on top for 0.2 seconds.

python examples/own_decoder.py hello.mp4
"""

import sys
from collections.abc import Iterable, Iterator

import signread
from signread import Decision, Event, Scored

SECONDS = 0.2


class OnTop:
    """Writes the likeliest letter once it stayed the likeliest for a moment."""

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        name, since, written = "", 0.0, ""
        for one in scored:
            best = one.scores.best(1)[0][0] if one.scores else "nothing"
            if best != name:
                name, since = best, one.time
            events: tuple[Event, ...] = ()
            if name not in ("nothing", written) and one.time - since >= SECONDS:
                written = name
                events = (Event(kind="letter", time=one.time, letter=name, begin=since, end=one.time),)
            yield Decision(events=events, still_shown=name == written)


def main(path: str) -> None:
    with signread.Reader(decoder=OnTop()) as reader:
        *_, last = reader.read(signread.open_video(path))
    print(last.text)


if __name__ == "__main__":
    main(sys.argv[1])
