"""Which letters are taken for each other."""

CONFUSIONS: dict[str, dict[str, float]] = {
    "A": {"A": 0.85, "M": 0.15},
    "B": {"B": 1.0},
    "C": {"C": 0.96, "H": 0.04},
    "D": {"D": 0.8, "E": 0.2},
    "E": {"E": 0.96, "O": 0.04},
    "F": {"F": 1.0},
    "G": {"G": 0.84, "P": 0.13, "X": 0.03},
    "H": {"H": 0.72, "G": 0.28},
    "I": {"I": 1.0},
    "J": {"J": 1.0},
    "K": {"K": 0.66, "U": 0.28, "R": 0.03, "V": 0.03},
    "L": {"L": 0.86, "R": 0.14},
    "M": {"M": 0.69, "E": 0.22, "N": 0.05, "D": 0.04},
    "N": {"N": 0.92, "S": 0.04, "M": 0.04},
    "O": {"O": 0.79, "Q": 0.21},
    "P": {"P": 0.57, "K": 0.18, "H": 0.14, "G": 0.11},
    "Q": {"Q": 0.96, "G": 0.04},
    "R": {"R": 0.58, "D": 0.35, "U": 0.07},
    "S": {"S": 1.0},
    "T": {"T": 0.67, "X": 0.23, "N": 0.06, "A": 0.04},
    "U": {"U": 0.66, "K": 0.24, "R": 0.09},
    "V": {"V": 0.77, "R": 0.19, "K": 0.04},
    "W": {"W": 1.0},
    "X": {"X": 0.83, "D": 0.11, "Y": 0.06},
    "Y": {"Y": 1.0},
    "Z": {"Z": 1.0},
}
"""Of what is read as a letter: how often it was meant, and how often another was; rarer than 0.03 left out.

Of a model that was trained without four people, on these four (`benchmarks/spelling.py --confusions` prints it).
"""
