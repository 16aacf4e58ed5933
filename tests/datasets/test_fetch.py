import socket

import pytest

from signread import DataError
from signread.datasets.fetch import fetch


def test_without_a_network_it_says_how_to_get_the_files_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError("network is unreachable")

    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    with pytest.raises(DataError, match=r"datamunge/sign-language-mnist in a browser") as caught:
        fetch()
    assert "\n" not in str(caught.value)
