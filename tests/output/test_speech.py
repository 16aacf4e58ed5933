"""Speaking, with a program on the path that writes down what it is given: machines that test have no voice."""

import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from signread.output.speech import Speaker, voices

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring their voice")


def soon(happens: Callable[[], bool]) -> bool:
    """Whether it happens within some seconds."""
    end = time.monotonic() + 20
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_words_are_said_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    program(tmp_path, "espeak-ng", f'/bin/cat >> "{heard}"; echo >> "{heard}"')
    monkeypatch.setenv("PATH", str(tmp_path))
    assert voices() == [("espeak-ng", "--stdin")]
    speaker = Speaker()
    for word in ("hello", "; rm -rf $HOME"):
        speaker.say(word)
    assert soon(lambda: heard.exists() and heard.read_text("utf-8").count("\n") == 2)
    assert speaker.trouble is None
    speaker.__exit__()
    assert heard.read_text("utf-8") == "hello\n; rm -rf $HOME\n"


def test_a_machine_without_a_voice_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with Speaker() as speaker:
        assert speaker.trouble is not None
        assert "espeak-ng" in speaker.trouble
        speaker.say("hello")


def test_a_voice_that_fails_is_named_and_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "spd-say", "exit 3")
    program(tmp_path, "espeak", "exit 4")
    monkeypatch.setenv("PATH", str(tmp_path))
    with Speaker() as speaker:
        speaker.say("hello")
        assert soon(lambda: speaker.trouble is not None)
        assert "espeak ended with code 4" in str(speaker.trouble)
        for _ in range(100):
            speaker.say("hello")


def test_where_one_voice_fails_another_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    program(tmp_path, "spd-say", "exit 3")
    program(tmp_path, "espeak", f'/bin/cat >> "{heard}"')
    monkeypatch.setenv("PATH", str(tmp_path))
    with Speaker() as speaker:
        speaker.say("hello")
        assert soon(lambda: heard.exists() and heard.read_text("utf-8") == "hello")
        assert speaker.trouble is None


def test_a_slow_voice_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    program(tmp_path, "espeak", f'/bin/cat >> "{heard}"; /bin/sleep 0.5')
    monkeypatch.setenv("PATH", str(tmp_path))
    with Speaker() as speaker:
        for number in range(1000):
            speaker.say(f"{number}\n")
        # Had each word waited for the one before, all thousand would be heard.
        assert not heard.exists() or len(heard.read_text("utf-8").split()) < 100
    assert speaker.trouble is None
