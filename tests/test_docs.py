"""The documentation is run: every command of the tutorials on small data, every piece of Python, every option named."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from signread.cli import main, parser

from .conftest import write_video

ROOT = Path(__file__).parents[1]
TUTORIALS = ("docs/tutorial.md", "docs/tutorial.zh-CN.md")
READMES = ("README.md", "README.zh-CN.md")

NOT_RUN = ("python3 -m venv", ". .venv/", "pip install", "signread data fetch", "signread live", "my-signs")
"""Parts of commands that need a fresh machine, a network, a camera, or pictures of one's own."""


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def steps(document: str) -> list[str]:
    """Commands and pieces of Python in the order of the text; commands begin with `$ `."""
    found: list[str] = []
    for language, body in re.findall(
        r"^```(console|python)\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), flags=re.M | re.S
    ):
        found += [body] if language == "python" else body.splitlines()
    return found


@pytest.fixture
def workshop(tmp_path: Path, small_zip: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the documents speak of."""
    shutil.copy(small_zip, tmp_path / "sign-language-mnist.zip")
    write_video(tmp_path / "hello.mp4", count=3)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tutorial_runs(workshop: Path) -> None:
    # The Chinese one has the same steps, as the next test makes sure.
    ran = 0
    for step in steps("docs/tutorial.md"):
        if not step.startswith("$ "):
            exec(compile(step, "tutorial.md", "exec"), {})
        elif not any(part in step for part in NOT_RUN):
            command, *given = shlex.split(step[2:])
            assert command == "signread"
            assert main(given) == 0, step
            ran += 1
    assert ran >= 12
    assert (workshop / "hello-read.mp4").exists()
    assert (workshop / "comparison" / "curves.png").exists()


def test_both_languages_show_the_same_code_and_output() -> None:
    for english, chinese in (TUTORIALS, ("README.md", "README.zh-CN.md")):
        for language in ("console", "python", "text"):
            commands = [
                [re.sub(r"\s+#.*", "", line) for line in body.splitlines()] for body in blocks(english, language)
            ]
            translated = [
                [re.sub(r"\s+#.*", "", line) for line in body.splitlines()] for body in blocks(chinese, language)
            ]
            assert commands == translated, (english, language)


@pytest.mark.parametrize("document", READMES)
@pytest.mark.usefixtures("workshop")
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


@pytest.mark.parametrize("document", [*TUTORIALS, *READMES, "docs/model-card.md"])
def test_every_link_leads_somewhere_and_nothing_is_left_to_fill_in(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert "@@" not in text
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / document).parent.joinpath(target).exists(), target
