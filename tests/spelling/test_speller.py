import gc
import itertools
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signread.errors import ShapeError
from signread.handshapes.alphabet import AMERICAN
from signread.spelling.speller import Speller
from signread.spelling.thresholds import Thresholds
from signread.transcript import Transcript
from signread.types import Event, Observation, Scored, Scores

from .streams import Shot, Signer, drawn, events, hand, mirrored, resampled, spelled
from .test_movements import Script

THRESHOLDS = Thresholds()
HOLD = THRESHOLDS.letter_share * THRESHOLDS.usual_pace
"""How long a letter is shown at least, by someone whose pace is not known."""
FIRST = HOLD + THRESHOLDS.start + THRESHOLDS.lead
"""How long the first letter of a word is shown with certainty until it is decided."""


def and_then_none(shots: list[Shot], seconds: float) -> list[Shot]:
    """The same, and then no hand for so long."""
    step = shots[1].time - shots[0].time
    return [*shots, *(Shot(shots[-1].time + step * number, None) for number in range(1, round(seconds / step)))]


def hello(rate: float = 30.0) -> Signer:
    signer = Signer(rate)
    for letter, x in (("H", 320), ("E", 320), ("L", 320), ("L", 400), ("O", 320)):
        if x == 320:
            signer.blur(0.2)
        signer.hold(letter, 0.8, x=x)
    return signer


@pytest.mark.parametrize("rate", [5, 10, 15, 30, 60])
def test_hello_is_read_at_any_frame_rate(rate: int) -> None:
    assert spelled(hello(rate).shots) == "HELLO"


def test_a_letter_is_spelled_once_however_long_it_is_held() -> None:
    (event,) = events(Signer().hold("A", 20).shots)
    assert (event.kind, event.letter, event.replaces) == ("letter", "A", 0)
    assert event.begin == 0.0
    assert FIRST <= event.time <= FIRST + 0.1
    assert event.confidence == pytest.approx(0.95)
    assert event.alternatives[0] == ("A", event.confidence)


@pytest.mark.parametrize("rate", [15, 25, 30, 60])
@pytest.mark.parametrize("pace", [0.8, 0.4, 0.25, 0.2])
def test_a_word_is_read_at_the_pace_of_hands(rate: int, pace: float) -> None:
    assert spelled(Signer(rate).away(0.3).spell("FRIDAYS", pace).away(1.0).shots).strip() == "FRIDAYS"


def test_a_quick_double_is_a_slide_too() -> None:
    signer = Signer(30).spell("SP", 0.3, change=0.06).hold("E", 0.4)
    signer.slide("E", 0.17, 320, 400).show({"E": 0.95}, 0.2, hand([4], x=400)).blur(0.06)
    assert spelled(signer.spell("D", 0.5).away(1.0).shots).strip() == "SPEED"


def test_what_is_passed_on_the_way_is_no_letter() -> None:
    signer = Signer(30).hold("B").show({"F": 0.6}, 0.07, hand([4])).show({"C": 0.7}, 0.04, hand([4]))
    assert spelled(signer.hold("A").shots) == "BA"


def test_a_flicker_between_letters_that_look_alike_is_one_letter() -> None:
    signer = Signer(30)
    for _ in range(5):
        signer.show({"T": 0.8}, 0.1, hand([4])).show({"N": 0.7}, 0.07, hand([4]))
    assert spelled(signer.shots) == "T"


def test_a_letter_seems_so_before_it_is_decided() -> None:
    stream = [shot.scored for shot in Signer(30).away(0.1).hold("A", 0.8).shots]
    decisions = list(Speller(AMERICAN).decode(stream))
    decided = next(number for number, one in enumerate(decisions) if one.events)
    seemed = [one.tentative for one in decisions[:decided]]
    assert ("A",) in seemed
    assert decisions[decided].tentative == ()


def test_a_first_letter_that_is_short_is_believed_once_others_follow() -> None:
    short = Signer(30).away(0.3).hold("S", 0.15)
    assert not spelled(and_then_none(short.shots, 1.0)).strip()
    assert spelled(Signer(30).away(0.3).spell("SUN", 0.22).away(1.0).shots).strip() == "SUN"


def test_a_hand_that_goes_somewhere_counts_less() -> None:
    poses = [hand([4], x=20 * step) for step in range(60)]
    resting = spelled(Signer(30).move({"Y": 0.9}, [hand([4])], 0.5).shots)
    assert (resting, spelled(Signer(30).move({"Y": 0.9}, poses, 0.5).shots)) == ("Y", "")


def test_a_hand_that_falls_repeats_nothing() -> None:
    falls = [hand([4], y=240 + 40 * step) for step in range(10)]
    assert spelled(Signer(30).hold("Y").move({"Y": 0.95}, falls, 0.33).away(1).shots).strip() == "Y"


@pytest.mark.parametrize("rate", [2, 240])
def test_any_camera_is_read_as_far_as_it_can_be(rate: int) -> None:
    assert spelled(Signer(rate).hold("A", 2).hold("B", 2).shots) == "AB"


def test_points_that_are_no_numbers_are_no_slide() -> None:
    shots = [Shot(one.time, one.scores, np.full((21, 2), np.nan)) for one in Signer().hold("A").hold("B").shots]
    assert spelled(shots) == "AB"


def test_a_glimpse_is_no_letter() -> None:
    assert not events(Signer().hold("A", HOLD / 2).blur().hold("B", HOLD / 2).blur().shots)


def test_doubt_takes_longer_and_too_much_doubt_is_never_believed() -> None:
    (sure,), (unsure,) = (events(Signer().hold("A", 5, sure=sure).shots) for sure in (0.95, 0.6))
    assert unsure.time > 1.5 * sure.time
    assert not events(Signer().hold("A", 60, sure=0.4).shots)


def test_nothing_is_no_letter() -> None:
    assert not events(Signer().show({"nothing": 0.99}, 10, hand()).shots)


def test_a_moving_hand_spells_no_letter() -> None:
    poses = [hand([4], x=60 * step) for step in range(12)]
    assert not events(Signer().move({"Y": 0.99}, poses, 0.4).shots)


def test_showing_another_shape_makes_the_same_letter_count_anew() -> None:
    assert spelled(Signer().hold("A").show({"nothing": 0.9}, 0.7, hand()).hold("A").shots) == "AA"
    assert spelled(Signer().hold("A").show({"S": 0.9}, 0.1, hand([4])).hold("A").shots) == "A"


def test_a_shaking_hand_repeats_nothing() -> None:
    random = np.random.default_rng(0)
    poses = [hand([4]) + random.normal(0, 25, (1, 2)) for _ in range(90)]
    assert spelled(Signer().move({"Y": 0.99}, poses, 3.0).shots) == "Y"


def test_a_hand_that_leaves_ends_a_word_and_then_a_sentence() -> None:
    shots = Signer().hold("H").blur().hold("I").away(0.8).hold("Y").blur().hold("O").away(3).hold("A").shots
    assert spelled(shots) == "HI YO\nA"
    assert [event.kind for event in events(shots)].count("line") == 1


def test_a_hand_that_the_tracker_loses_for_a_moment_ends_nothing() -> None:
    assert spelled(Signer().hold("A", 0.4).away(0.3).hold("A", 0.4).shots) == "A"


def test_a_hand_that_is_seen_where_there_is_none_keeps_no_word_open() -> None:
    signer = Signer().hold("H").hold("I")
    for _ in range(20):
        signer.away(0.4).show({"nothing": 0.99}, 0.04, hand())
    assert spelled(signer.hold("A").shots) == "HI\nA"


def test_one_lost_frame_ends_no_word_however_slow_the_camera() -> None:
    assert spelled(Signer(2).hold("H", 2).away(0.5).hold("I", 2).shots) == "HI"


@pytest.mark.parametrize("palms", [2, 4, 6])
def test_one_slide_repeats_a_letter_once_however_far_it_goes(palms: int) -> None:
    slide = [hand([4], x=320 + palms * 60 * step / 20) for step in range(21)]
    shots = Signer().hold("Y", 0.6).move({"Y": 0.95}, slide, 0.7).show({"Y": 0.95}, 1.0, slide[-1]).shots
    assert spelled(shots) == "YY"


def test_an_arm_that_sinks_repeats_nothing() -> None:
    poses = [hand([4], y=100 + 0.4 * 60 * step / 30) for step in range(180)]
    assert spelled(Signer().move({"Y": 0.95}, poses, 6.0).shots) == "Y"


@pytest.mark.parametrize("place", [(150, 80), (640, 360), (1150, 640)])
def test_a_hand_that_comes_nearer_and_goes_away_draws_no_z(place: tuple[int, int]) -> None:
    x, y = place
    poses = [hand([1], x=x, y=y, palm=60 * (1 + 0.1 * np.sin(step / 10))) for step in range(240)]
    assert spelled(Signer().move({"D": 0.6}, poses, 8.0).shots) == "D"


def test_a_finger_that_waves_circles_or_goes_down_draws_no_z() -> None:
    turn = np.linspace(0, 4 * np.pi, 60)
    waves = [hand([1], x=320 + 100 * np.sin(angle)) for angle in turn]
    circles = [hand([1], x=320 + 100 * np.sin(angle), y=240 - 100 * np.cos(angle)) for angle in turn]
    falls = [hand([1], y=140 + 3 * step) for step in range(60)]
    for poses in (waves, circles, falls):
        signer = Signer().show({"D": 0.9}, 0.5, poses[0]).move({"D": 0.4}, poses, 2.0)
        assert "Z" not in spelled(signer.show({"D": 0.9}, 0.5, poses[-1]).shots)


@pytest.mark.parametrize(("letter", "text"), [("L", "L"), ("D", "Z"), ("I", "Z")])
def test_a_letter_that_is_surely_shown_all_along_moves_aside_and_draws_nothing(letter: str, text: str) -> None:
    net = Script()
    speller = Speller(AMERICAN, net=net)
    shots = Signer(30).hold(letter, 1.5).shots

    def says() -> Iterator[Scored]:
        for shot in shots:
            net.says = {"letters": 1.0} if shot.time < 0.7 else {"into Z": 0.9} if shot.time < 1.1 else {"Z": 0.9}
            yield shot.scored

    transcript = Transcript()
    for decision in speller.decode(says()):
        transcript = transcript.add(decision.events)
    assert transcript.text == text


def test_a_little_finger_that_only_leans_is_no_j() -> None:
    leans = [hand([4], lean=lean) for lean in (*range(0, 40, 2), *range(40, -2, -2))]
    assert spelled(Signer().move({"I": 0.97}, leans, 1.5).shots) == "I"


def test_no_hand_at_all_spells_nothing() -> None:
    assert not events(Signer().away(60).shots)


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_j_and_z_are_read_from_their_movement(rate: int) -> None:
    j, z = (Signer(rate).show({held: 0.95}, 0.5, drawn(name)[0]) for held, name in ("IJ", "DZ"))
    j.move({"I": 0.9}, drawn("J")[:12], 0.4).move({"X": 0.3, "nothing": 0.5}, drawn("J")[12:], 0.9)
    z.move({"D": 0.4, "nothing": 0.5}, drawn("Z"), 1.3)
    for signer, letter in ((j, "J"), (z, "Z")):
        assert spelled(signer.shots) == letter
        assert spelled(mirrored(signer.shots)) == letter
    assert [event.replaces for event in events(z.shots)] == [0, 1]


def test_i_and_d_that_are_held_stay_what_they_are() -> None:
    assert spelled(Signer().show({"I": 0.97}, 4, hand([4])).shots) == "I"
    assert spelled(Signer().show({"D": 0.97}, 4, hand([1])).shots) == "D"


def test_a_z_takes_the_place_of_nothing_that_came_before_its_hand_took_shape() -> None:
    signer = Signer().show({"A": 0.95}, 0.5, hand()).show({"nothing": 0.9}, 0.6, drawn("Z")[0])
    assert spelled(signer.move({"D": 0.3}, drawn("Z"), 1.3).shots) == "AZ"


def test_without_a_tracker_static_letters_are_read() -> None:
    shots = [Shot(one.time, one.scores, None, None) for one in Signer().hold("A").hold("B").shots]
    assert spelled(shots) == "AB"


def test_letters_of_another_alphabet_are_spelled_as_they_are_named() -> None:
    scores = Scores(("yes", "no"), np.array([0.1, 0.9]))
    stream = (Scored(time=step / 30, observation=Observation(), scores=scores) for step in range(20))
    letters = [event.letter for decision in Speller(("yes", "no")).decode(stream) for event in decision.events]
    assert letters == ["no"]


def test_time_that_does_not_grow_is_an_error() -> None:
    for time in (1.0, 0.5, float("nan")):
        stream = [Scored(time=when, observation=Observation(), scores=None) for when in (1.0, time)]
        with pytest.raises(ValueError, match="time must grow"):
            list(Speller(AMERICAN).decode(stream))


def test_scores_of_another_alphabet_are_an_error() -> None:
    other = Scored(time=0.0, observation=Observation(), scores=Scores(("A", "B"), np.ones(2)))
    with pytest.raises(ShapeError, match=r"must be of the labels .*, got \('A', 'B'\)"):
        list(Speller(AMERICAN).decode([other]))


def test_the_streams_of_one_speller_do_not_touch_each_other() -> None:
    speller = Speller(AMERICAN)
    one, other = (Signer(15).hold(letter, 0.6).shots for letter in "AB")
    pairs = zip(*(speller.decode(shot.scored for shot in shots) for shots in (one, other)), strict=True)
    letters = [[event.letter for event in decision.events] for pair in pairs for decision in pair]
    assert sorted(itertools.chain.from_iterable(letters)) == ["A", "B"]


def test_a_stall_is_no_hold() -> None:
    shots = Signer(30).hold("A", 0.1).shots
    later = [Shot(one.time + 3, one.scores, one.points) for one in shots]
    assert not events([*shots, *later])


STEPS = st.floats(0.004, 0.25)
SCORES = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(AMERICAN), st.floats(0, 1)).map(lambda pair: {pair[0]: pair[1]}),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STEPS, SCORES, st.floats(-300, 300)), max_size=120))
def test_the_letters_of_any_stream_come_one_after_the_other(
    stream: list[tuple[float, dict[str, float] | None, float]],
) -> None:
    time, shots = 0.0, []
    for step, scores, aside in stream:
        time += step
        shots.append(Shot(time, scores, None if scores is None else hand([4], x=320 + aside)))
    letters = [event for event in events(shots) if event.kind == "letter" and not event.replaces]
    for event in letters:
        assert event.begin <= event.end <= event.time
        assert 0 < event.confidence <= 1
        assert event.alternatives[0][1] >= event.confidence
    for earlier, later in itertools.pairwise(letters):
        assert earlier.begin < later.begin
        assert earlier.time <= later.time


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([8.0, 12.0, 24.0, 30.0, 60.0]), st.floats(0, 0.9), st.integers(0, 2**31))
def test_a_stream_and_its_resampling_spell_the_same(rate: float, jitter: float, seed: int) -> None:
    shots = hello(120).shots
    random = np.random.default_rng(seed)
    times = np.arange(0, shots[-1].time, 1 / rate)
    times = np.clip(times + random.uniform(-jitter, jitter, len(times)) / rate / 2, 0, shots[-1].time)
    assert spelled(resampled(shots, np.unique(times).tolist())) == "HELLO"


@pytest.mark.slow
def test_memory_stays_flat_over_an_hour() -> None:
    signer = Signer(2)
    for _ in range(10):
        signer.hold("A").blur(0.4).hold("B").move({"D": 0.4}, drawn("Z"), 1.3).away(0.8)
    kept: list[Event] = []
    stream = [one.scored for one in signer.shots]

    def endless() -> Iterator[Scored]:
        for number in itertools.count():
            for one in stream:
                yield replace(one, time=number * signer.time + one.time)

    decisions = Speller(AMERICAN).decode(endless())

    def kept_after(seconds: float) -> int:
        for _ in range(int(seconds * signer.rate)):
            kept[:] = next(decisions).events
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    early = kept_after(300)
    late = kept_after(3600)
    tracemalloc.stop()
    assert late - early < 10_000
