"""From letter scores over time to letters: `signread.spelling.speller.Speller`, a decoder. It needs NumPy alone."""

from signread.spelling.speller import Speller
from signread.spelling.thresholds import Thresholds

__all__ = ["Speller", "Thresholds"]
