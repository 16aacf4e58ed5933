"""Says on what a benchmark ran: no figure means anything without it."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import mean, median, stdev


def describe(*packages: str) -> str:
    """One line: processor, cores, system, Python and the versions of `packages` that are installed."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        processor = names[0] if names else processor
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = []
    for package in packages:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}, {', '.join(versions)}"


def spread(values: list[float], unit: str = "s", digits: int = 2) -> str:
    """n, mean, standard deviation, median, least and most of some measurements."""
    deviation = stdev(values) if len(values) > 1 else 0.0
    return (
        f"n={len(values)}  mean {mean(values):.{digits}f} {unit} ± {deviation:.{digits}f}  "
        f"median {median(values):.{digits}f}  min {min(values):.{digits}f}  max {max(values):.{digits}f}"
    )
