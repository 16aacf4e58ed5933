"""The documentation is run: every command of the tutorials on small data, every piece of Python, every option named."""

import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from signread.cli import main, parser
from signread.datasets.sources import as_markdown
from signread.evaluation import crops
from signread.recognition.letter_model import SHIPPED_FOR_CROPS
from signread.recognition.onnx_file import shipped
from signread.training.recipes import RECIPES

from .conftest import write_video

ROOT = Path(__file__).parents[1]
ROOT_PAGES = ("README", "README.zh-CN", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "SECURITY")
GUIDES = ("docs/start", "docs/train-from-zero", "docs/your-own-signs", "docs/plug-in-your-own")
READMES = ("README.md", "README.zh-CN.md")
PAGES = [f"{page}.md" for page in ROOT_PAGES] + [f"{guide}{tongue}.md" for guide in GUIDES for tongue in ("", ".zh-CN")]
PAGES += ["docs/results.md", "docs/model-card.md"]

NOT_RUN = ("python3 -m venv", ". .venv/", "pip install", "signread data fetch", "signread live", "my-signs")
"""Parts of commands that need a fresh machine, a network, a camera, or pictures of one's own."""


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def steps(document: str) -> list[str]:
    """Commands and pieces of Python in the order of the text; commands begin with `$ `."""
    lines: list[str] = []
    for language, body in re.findall(
        r"^```(console|python)\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), flags=re.M | re.S
    ):
        lines += [body] if language == "python" else body.splitlines()
    return lines


@pytest.fixture
def workshop(tmp_path: Path, small_zip: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the documents speak of."""
    shutil.copy(small_zip, tmp_path / "sign-language-mnist.zip")
    write_video(tmp_path / "hello.mp4", count=3)
    with shipped(SHIPPED_FOR_CROPS) as file:
        shutil.copy(file, tmp_path / "mine.onnx")
    monkeypatch.chdir(tmp_path)
    for name, recipe in list(RECIPES.items()):  # that a guide's commands work is seen after one epoch
        monkeypatch.setitem(RECIPES, name, replace(recipe, epochs=1))
    monkeypatch.setattr(crops, "FAILURES_SHOWN", 10)  # a network of one epoch fails at a hundred
    # The real one is trained in training/test_loop.py and exported in training/test_onnx_export.py.
    monkeypatch.setitem(RECIPES, "resnet50", replace(RECIPES["simple-cnn"], name="resnet50"))
    return tmp_path


@pytest.mark.usefixtures("hand_networks")
@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_runs(guide: str, workshop: Path) -> None:
    # The Chinese ones have the same steps, as the next test makes sure.
    ran, names = 0, {"__name__": guide}
    for step in steps(f"{guide}.md"):
        if not step.startswith("$ "):
            exec(compile(step, f"{guide}.md", "exec"), names)
            ran += 1
        elif not any(part in step for part in NOT_RUN):
            command, *arguments = shlex.split(step[2:])
            assert command == "signread"
            assert main(arguments) == 0, step
            ran += 1
    assert ran >= {"docs/train-from-zero": 12}.get(guide, 1)
    if guide == "docs/train-from-zero":
        assert (workshop / "hello-read.mp4").exists()
        assert (workshop / "comparison" / "curves.png").exists()


def test_both_languages_show_the_same_code_and_output() -> None:
    for english, chinese in [("README.md", "README.zh-CN.md"), *((f"{one}.md", f"{one}.zh-CN.md") for one in GUIDES)]:
        for language in ("console", "python", "text"):
            commands = [
                [re.sub(r"\s+#.*", "", line) for line in body.splitlines()] for body in blocks(english, language)
            ]
            translated = [
                [re.sub(r"\s+#.*", "", line) for line in body.splitlines()] for body in blocks(chinese, language)
            ]
            assert commands == translated, (english, language)


@pytest.mark.parametrize("document", READMES)
@pytest.mark.usefixtures("workshop", "hand_networks")
def test_the_readmes_python_runs(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks(document, "python")
    exec(compile(code, document, "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize("document", READMES)
def test_the_readmes_commands_are_ours(document: str) -> None:
    lines = [line for body in blocks(document, "console") for line in body.splitlines() if line.startswith("signread")]
    assert len(lines) >= 10
    for line in lines:
        parser().parse_args(shlex.split(line, comments=True)[1:])


@pytest.mark.parametrize("document", PAGES)
def test_every_link_leads_somewhere_and_nothing_is_left_to_fill_in(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert "@@" not in text
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / document).parent.joinpath(target).exists(), target


def test_the_readmes_are_short() -> None:
    for document in READMES:
        lines = (ROOT / document).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 110
        assert max(map(len, lines)) <= 120


def test_the_model_card_lists_the_sources_as_they_are_kept() -> None:
    assert as_markdown() in (ROOT / "docs" / "model-card.md").read_text(encoding="utf-8")
