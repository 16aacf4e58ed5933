"""The browser that `signread app` opens, or does not."""

import sys
import webbrowser
from pathlib import Path

import pytest

from signread.cli.app import _open_browser

ADDRESS = "http://127.0.0.1:1/"


def started(path: Path) -> list[str]:
    """A program that writes what it is asked to open."""
    write = f"import sys; open({str(path)!r}, 'w').write(sys.argv[1])"
    return [sys.executable, "-c", write, "%s"]


def test_a_text_browser_is_not_started_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = tmp_path / "opened"
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser(started(opened)))
    _open_browser(ADDRESS)
    assert not opened.exists()
    assert f"open {ADDRESS} in one yourself" in capsys.readouterr().err


def test_no_browser_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    _open_browser(ADDRESS)
    assert f"open {ADDRESS} in one yourself" in capsys.readouterr().err


def test_a_browser_with_a_window_is_opened(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    opened: list[str] = []

    def taken(_: webbrowser.BaseBrowser, url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("browser"))
    monkeypatch.setattr(webbrowser.BackgroundBrowser, "open", taken)
    _open_browser(ADDRESS)
    assert opened == [ADDRESS]
    assert capsys.readouterr().err == ""
