"""Where the fingertips are in every frame, as CSV, by the tracker alone.

python examples/hands_over_time.py hello.mp4
"""

import csv
import sys

from signread import HandTracker, open_video
from signread.skeleton.hand import FINGERTIPS


def main(path: str) -> None:
    table = csv.writer(sys.stdout)
    table.writerow(["frame", "handedness", *(f"{axis}{point}" for point in FINGERTIPS for axis in "xy")])
    tracker = HandTracker()
    for number, observation in enumerate(tracker.track(open_video(path))):
        if observation.hand is not None:
            places = observation.hand.points[list(FINGERTIPS), :2].round(1).ravel().tolist()
            table.writerow([number, observation.hand.handedness, *places])
    tracker.close()


if __name__ == "__main__":
    main(sys.argv[1])
