from collections.abc import Iterable, Iterator

import pytest

from signread.signs.decoder import LINE_S, SignDecoder
from signread.signs.matcher import Matcher
from signread.signs.segments import sample_of
from signread.signs.sequence import SignSequence
from signread.signs.sign_net import SignNet
from signread.transcript import Transcript
from signread.types import Decision, Event, Scored
from tests.signs.people import RATE, across, observations, one_after_the_other, resting, signed, up


class Letters:
    """A decoder that spells what it is told to, at these times."""

    def __init__(self, letters: dict[float, str]) -> None:
        self.letters = letters

    def decode(self, scored: Iterable[Scored]) -> Iterator[Decision]:
        waiting = sorted(self.letters.items())
        for one in scored:
            due = [waiting.pop(0) for time, _ in list(waiting) if time <= one.time]
            yield Decision(
                events=tuple(
                    Event(kind="letter", time=one.time, letter=letter, begin=time - 0.1, end=time)
                    for time, letter in due
                )
            )


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    ways = {"hello": across, "my-name": up}
    return Matcher(
        SignNet(), {name: [sample_of(signed(way, seed=seed)) for seed in range(3)] for name, way in ways.items()}
    )


def transcribed(stream: SignSequence, letters: dict[float, str], matcher: Matcher) -> Transcript:
    scored = [
        Scored(time=float(time), observation=one, scores=None)
        for time, one in zip(stream.times, observations(stream), strict=True)
    ]
    decisions = list(SignDecoder(Letters(letters), matcher).decode(scored))
    assert len(decisions) == len(scored)
    transcript = Transcript()
    for decision in decisions:
        transcript = transcript.add(decision.events)
    return transcript


def test_signs_stand_beside_letters(matcher: Matcher) -> None:
    signs = one_after_the_other(signed(across, seed=5), signed(up, seed=6))
    stream = one_after_the_other(signs, resting(1.5))
    end = float(signs.times[-1])
    transcript = transcribed(stream, {end + 0.4: "A", end + 0.8: "N"}, matcher)
    assert transcript.text == "hello my-name AN"
    assert [event.letter for event in transcript.signs] == ["hello", "my-name"]
    assert [len(word) for word in transcript.words] == [1, 1, 2]
    assert transcript.written() == "hello my-name AN"
    assert Transcript.from_json(transcript.to_json()) == transcript
    assert "hello my-name" in transcript.finish(9.0).to_srt()


def test_a_sign_takes_the_place_of_letters_that_it_looked_like(matcher: Matcher) -> None:
    stream = signed(across, seed=5)
    transcript = transcribed(stream, {0.2: "X", 1.0: "B", 1.2: "C"}, matcher)
    assert transcript.text == "X hello "


def test_a_sentence_of_signs_ends_when_the_hands_rest_for_long(matcher: Matcher) -> None:
    stream = one_after_the_other(signed(across, seed=5), resting(LINE_S + 1), signed(up, seed=6))
    assert transcribed(stream, {}, matcher).text == "hello\nmy-name "


def test_what_the_head_says_stands_at_the_end_of_its_sentence() -> None:
    shake = Event(kind="mark", time=1.0, letter="no", begin=0.5, end=0.9)
    words = [Event(kind="letter", time=1.1, letter="A"), shake, Event(kind="letter", time=1.2, letter="N")]
    said = Transcript().add(words)
    assert said.text == "AN [no]"
    assert said.finish(3.0).text == "AN [no]\n"
    assert said.finish(3.0).written() == "AN [no]"
    assert Transcript().add([shake]).text == "[no]"
    assert said.marks == (shake,)


def test_it_looks_one_frame_ahead_and_no_more(matcher: Matcher) -> None:
    taken = 0

    def frames() -> Iterator[Scored]:
        nonlocal taken
        stream = signed(across, seed=5)
        for time, one in zip(stream.times, observations(stream), strict=True):
            taken += 1
            yield Scored(time=float(time), observation=one, scores=None)

    decisions = SignDecoder(Letters({}), matcher).decode(frames())
    for wanted in range(1, int(RATE)):
        next(decisions)
        assert taken == wanted + 1
