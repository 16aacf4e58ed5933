import json

import numpy as np
import pytest

from signread.avatar.plan import LOWERED, REST, Plan, spell, spelled_words
from signread.avatar.poses import pose_at
from signread.errors import UsageError
from signread.handshapes.joint_angles import american

ANGLES = {shape.name: shape.angles for shape in american()}


def shown_at(plan: Plan, time: float) -> str:
    return next((one.letter for one in plan.letters if one.begins <= time <= one.ends), "")


def test_letters_come_at_the_speed_that_is_asked_for() -> None:
    plan = spell("HELO", speed=4)
    begun = [letter.begins for letter in plan.letters]
    assert [letter.letter for letter in plan.letters] == list("HELO")
    assert np.diff(begun) == pytest.approx(0.25)
    assert plan.letters[0].begins > 0.5
    assert plan.duration - plan.letters[-1].ends > 0.5


def test_a_letter_is_held_as_its_handshape() -> None:
    plan = spell("CAB")
    for letter in plan.letters:
        middle = pose_at(plan, (letter.begins + letter.ends) / 2, ANGLES)
        name = next(name for name in ANGLES if name.startswith(letter.letter))
        assert middle.angles == pytest.approx(ANGLES[name])
        assert middle.place == pytest.approx((0, 0))


def test_the_hand_rests_before_after_and_between_words() -> None:
    plan = spell("I AM")
    assert plan.text == "I AM"
    gap = (plan.letters[0].ends + plan.letters[1].begins) / 2
    for time in (0.0, gap, plan.duration):
        assert pose_at(plan, time, ANGLES).place == pytest.approx((0, -LOWERED))
    assert plan.keys[0].handshape == plan.keys[-1].handshape == REST


def test_a_double_slides_outward_in_its_shape() -> None:
    plan = spell("LL", speed=3)
    first, second = plan.letters
    poses = [pose_at(plan, time, ANGLES) for time in np.linspace(first.begins, second.ends, 20)]
    assert all(pose.angles == pytest.approx(ANGLES["L usual"]) for pose in poses)
    across = [pose.place[0] for pose in poses]
    assert across[0] == 0
    assert across[-1] < -1
    assert across == sorted(across, reverse=True)


def test_j_hooks_and_z_goes_across_three_times() -> None:
    plan = spell("JZ")
    hook, zigzag = plan.letters
    times = np.linspace(hook.begins, hook.ends, 30)
    turns = [pose_at(plan, time, ANGLES).wrist[2] for time in times]
    assert turns[-1] - turns[0] == pytest.approx(155)
    times = np.linspace(zigzag.begins, zigzag.ends, 60)
    across = np.diff([pose_at(plan, time, ANGLES).place[0] for time in times])
    legs = np.sign(across[np.abs(across) > 1e-6])
    assert legs[0] == legs[-1] == -1
    assert (np.diff(legs) != 0).sum() == 2


def test_nothing_jumps() -> None:
    plan = spell("BALLOON JAZZ 90", speed=2)
    times = np.arange(0, plan.duration, 1 / 120)
    poses = [pose_at(plan, time, ANGLES) for time in times]
    assert np.abs(np.diff([pose.angles for pose in poses], axis=0)).max() < 20
    assert np.abs(np.diff([pose.wrist for pose in poses], axis=0)).max() < 20
    assert np.abs(np.diff([pose.place for pose in poses], axis=0)).max() < 0.25


def test_times_outside_are_its_ends() -> None:
    plan = spell("A")
    assert pose_at(plan, -1, ANGLES).place == pose_at(plan, 0, ANGLES).place
    assert pose_at(plan, 99, ANGLES).place == pose_at(plan, plan.duration, ANGLES).place


def test_a_plan_is_json() -> None:
    plan = json.loads(spell("Hi", hand="left").to_json())
    assert (plan["text"], plan["hand"]) == ("HI", "left")
    assert [letter["letter"] for letter in plan["letters"]] == ["H", "I"]
    assert plan["keys"][0]["time"] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème brûlée", ["CREME", "BRULEE"]),
        ("don't-stop, 24/7!", ["DONT", "STOP", "24", "7"]),
        ("Straße", ["STRASSE"]),
        ("ﬁne\tÅse\n", ["FINE", "ASE"]),
        ("\u202eab\u202c", ["AB"]),
    ],
)
def test_a_text_is_spelled_as_people_would(text: str, words: list[str]) -> None:
    assert spelled_words(text) == words


@pytest.mark.parametrize(
    ("text", "named"),
    [("Привет", "cyrillic capital letter pe"), ("ok 👍", "thumbs up sign"), ("", "nothing"), (" ?! ", "nothing")],
)
def test_what_no_hand_can_spell_is_named(text: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        spell(text)


@pytest.mark.parametrize("speed", [0.0, -1.0, 20.0, float("nan")])
def test_no_hand_is_that_quick(speed: float) -> None:
    with pytest.raises(UsageError, match="letters a second"):
        spell("A", speed=speed)
