import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from signread.errors import WorkerError
from signread.parallel import AHEAD, map_ordered, on_cluster

_begun: list[str] = []


def begin(name: str) -> None:
    _begun.append(name)


def where(number: int) -> tuple[int, int, list[str]]:
    return number, os.getpid(), list(_begun)


def perish(number: int) -> int:
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_results_come_in_order_from_other_processes_and_no_item_is_taken_long_before() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(12):
            taken.append(number)
            yield number

    results = map_ordered(where, items(), workers=2, initializer=begin, initargs=("here",))
    first = next(results)
    assert len(taken) <= 2 * AHEAD
    numbers, processes, begun = zip(first, *results, strict=True)
    assert numbers == tuple(range(12))
    assert os.getpid() not in processes
    assert all(names == ["here"] for names in begun)


@pytest.mark.parametrize(("count", "workers"), [(5, 0), (1, None), (1, 2), (0, 2)])
def test_no_process_is_started_where_none_is_needed(count: int, workers: int | None) -> None:
    done = list(map_ordered(where, range(count), workers=workers))
    assert [(number, process) for number, process, _ in done] == [(number, os.getpid()) for number in range(count)]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_process_that_was_ended_is_named() -> None:
    with pytest.raises(WorkerError, match="a worker process was ended"):
        list(map_ordered(perish, range(4), workers=2))


def perish_once(place: tuple[int, Path]) -> int:
    number, marker = place
    if number == 1 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 3:
        raise ValueError("three")
    return number if _begun == ["there"] else -1


def listening() -> set[str]:
    """Where this machine's processes listen, loopback left out, as /proc has it."""
    loopback = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    lines = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return {line[1] for line in lines if line[3] == "0A" and line[1].split(":")[0] not in loopback}


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not made for this Python")
def test_a_cluster_does_what_processes_do_and_again_what_was_lost(tmp_path: Path) -> None:
    items = [(number, tmp_path / "perished") for number in range(4)]
    before = listening()
    with on_cluster("local"):
        assert listening() <= before
        results = map_ordered(perish_once, items, initializer=begin, initargs=("there",))
        assert [next(results) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(ValueError, match="three"):
            next(results)
    assert (tmp_path / "perished").exists()
    with on_cluster(None):
        assert [number for number, *_ in map_ordered(where, range(3), workers=0)] == [0, 1, 2]


UNGUARDED = """
from operator import neg
from signread.parallel import map_ordered
print(list(map_ordered(neg, range(5), workers=2)), __file__ is not None, __spec__)
"""
OWN = """
from signread.parallel import map_ordered
def twice(number):
    return 2 * number
if __name__ == "__main__":
    print(list(map_ordered(twice, range(5), workers=2)))
"""


@pytest.mark.parametrize(
    ("script", "printed"), [(UNGUARDED, "[0, -1, -2, -3, -4] True None"), (OWN, "[0, 2, 4, 6, 8]")]
)
def test_a_script_needs_no_guard_but_for_functions_of_its_own(tmp_path: Path, script: str, printed: str) -> None:
    path = tmp_path / "script.py"
    path.write_text(script)
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == printed
