from pathlib import Path

import numpy as np
import pytest

from signread import LetterModel, Reader, open_video
from signread.avatar.film import Performer, film
from signread.avatar.plan import spell
from signread.cli import main
from signread.synthetic.renderer import Renderer
from signread.tracking.hand_tracker import HandTracker

pytestmark = pytest.mark.usefixtures("opengl")


def test_what_the_hand_spells_is_read_back(tmp_path: Path) -> None:
    out = tmp_path / "quiz.mp4"
    assert main(["spell", "Quiz", "-o", str(out)]) == 0
    with Reader() as reader:
        *_, last = reader.read(open_video(out))
    assert last.finished.text.split() == ["QUIZ"]


def test_a_left_hand_is_the_mirror_image() -> None:
    performer = Performer.average()
    with Renderer(160, 120) as renderer:
        pictures = (list(film(spell("L", hand=hand), performer, renderer)) for hand in ("right", "left"))
        right, left = (np.stack(some).astype(int) for some in pictures)
    assert len(right) == len(left) == round(spell("L").duration * 30)
    hands = [np.abs(some - some[0]).sum(3)[30] > 40 for some in (right, left)]
    both, either = hands[0] & hands[1][:, ::-1], hands[0] | hands[1][:, ::-1]
    assert both.sum() > 500
    assert both.sum() > 0.95 * either.sum()


def test_skin_is_as_dark_as_it_is_asked_for() -> None:
    with Renderer(160, 120) as renderer:
        light, dark = (
            np.stack(list(film(spell("B"), Performer.average(tone), renderer)))[28, 60, 80] for tone in (0.0, 1.0)
        )
    assert light.mean() > dark.mean() + 30


def test_the_plan_is_written_without_drawing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["spell", "Hi", "-o", str(tmp_path / "hi.json")]) == 0
    assert '"letter": "H"' in (tmp_path / "hi.json").read_text("utf-8")
    assert "HI, 2 letters" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [(["日本"], "cjk"), (["A", "-o", "a.txt"], "a.txt"), (["A", "--speed", "99"], "99 letters a second")],
)
def test_what_cannot_be_drawn_is_named(
    arguments: list[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["spell", *arguments]) == 2
    assert named in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_film_is_named_by_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["spell", "Oh, I", "--speed", "8"]) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["oh-i.mp4"]


def test_a_hand_at_rest_shows_no_letter() -> None:
    with Renderer(640, 480) as renderer:
        picture = next(film(spell("A"), Performer.average(), renderer))
    seen = HandTracker().detect(picture)
    scores = LetterModel().score(picture, seen) if seen.hand else None
    assert scores is None or scores.best(1)[0][1] < 0.5 or scores.best(1)[0][0] == "nothing"
