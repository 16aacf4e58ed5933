"""How long an archive takes on many machines some of which fail, by simulation from times measured on one.

    python benchmarks/many_machines.py --hours 100000 --nodes 1000 --cores 16 --speed 25 --overhead 0.01

Videos are as long as lectures are (log-normal, an hour in the mean). A core reads `--speed` seconds of video a second
(`signread archive` prints hours of video an hour; divide by its workers). Nodes fail at random, lose the videos that
they are reading, and come back after `--repair` seconds; the head hands out one video after the other, the longest
first as in `signread archive`, and needs `--overhead` seconds for each. A row for each mean time between failures.
"""

import argparse
import heapq
import math
import random
from collections import deque
from dataclasses import dataclass

DAY = 86_400.0
BETWEEN_FAILURES = (float("inf"), 30 * DAY, 7 * DAY, DAY, DAY / 4)
SPREAD = 0.8
"""Of the logarithm of a video's length."""
END, FAIL, BACK = range(3)


@dataclass(slots=True)
class Outcome:
    """seconds: to the end of the last video. repeated: core-seconds that were lost. waited: of the head."""

    seconds: float
    repeated: float
    failures: int
    head_busy: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=100_000, help="of video")
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--cores", type=int, default=16, help="of a node")
    parser.add_argument("--speed", type=float, required=True, help="seconds of video that a core reads in a second")
    parser.add_argument("--overhead", type=float, default=0.01, help="seconds of the head for a video")
    parser.add_argument("--repair", type=float, default=600, help="seconds until a node that failed is back")
    parser.add_argument("--split", type=float, default=math.inf, help="seconds of video of a piece (default: whole)")
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    chance = random.Random(args.seed)  # noqa: S311
    lengths = [chance.lognormvariate(-(SPREAD**2) / 2, SPREAD) * 3600 for _ in range(round(args.hours))]
    pieces = [
        length / count for length in lengths for count in [max(math.ceil(length / args.split), 1)] for _ in range(count)
    ]
    work = sorted((piece / args.speed for piece in pieces), reverse=True)
    ideal = sum(work) / (args.nodes * args.cores)
    hours = f"{sum(lengths) / 3600:,.0f} h, the longest {max(lengths) / 3600:.1f} h"
    print(f"{len(work):,} videos, {hours}; {sum(work) / 3600:,.0f} core-hours")
    print(f"{args.price * sum(work) / 3600:,.0f} at {args.price} a core-hour; at best {ideal / 60:.1f} min")
    print("| a node fails every | failures | minutes | of the best | work done again | head busy |")
    print("|---|---:|---:|---:|---:|---:|")
    for between in BETWEEN_FAILURES:
        came = simulate(work, args, between, chance)
        every = "never" if between == float("inf") else f"{between / DAY:g} days"
        print(
            f"| {every} | {came.failures} | {came.seconds / 60:.1f} | {ideal / came.seconds:.0%} | "
            f"{came.repeated / sum(work):.2%} | {came.head_busy / came.seconds:.0%} |"
        )


def simulate(work: list[float], args: argparse.Namespace, between: float, chance: random.Random) -> Outcome:
    waiting = deque(range(len(work)))
    generation = [0] * args.nodes
    running: list[dict[int, float]] = [{} for _ in range(args.nodes)]
    free = deque(node for _ in range(args.cores) for node in range(args.nodes))
    events: list[tuple[float, int, int, int, int]] = []
    if between != float("inf"):
        for node in range(args.nodes):
            heapq.heappush(events, (chance.expovariate(1 / between), FAIL, node, 0, -1))
    now, head_free, left = 0.0, 0.0, len(work)
    outcome = Outcome(0.0, 0.0, 0, 0.0)
    while left:
        while free and waiting:
            node = free.popleft()
            job = waiting.popleft()
            head_free = max(head_free, now) + args.overhead
            outcome.head_busy += args.overhead
            running[node][job] = head_free
            heapq.heappush(events, (head_free + work[job], END, node, generation[node], job))
        now, kind, node, born, job = heapq.heappop(events)
        if kind == END and born == generation[node]:
            del running[node][job]
            free.append(node)
            left -= 1
        elif kind == FAIL:
            outcome.failures += 1
            outcome.repeated += sum(max(now - begun, 0.0) for begun in running[node].values())
            waiting.extendleft(running[node])
            running[node] = {}
            generation[node] += 1
            free = deque(one for one in free if one != node)
            heapq.heappush(events, (now + args.repair, BACK, node, 0, -1))
        elif kind == BACK:
            free.extend([node] * args.cores)
            heapq.heappush(events, (now + chance.expovariate(1 / between), FAIL, node, 0, -1))
    outcome.seconds = now
    return outcome


if __name__ == "__main__":
    main()
