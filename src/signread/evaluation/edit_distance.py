"""How far what was read is from what was spelled."""

from collections.abc import Sequence


def align(read: Sequence[str], meant: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Places in `read` and in `meant` that belong together, with as few edits as there can be; None where one lacks.

    The edit distance of Levenshtein (1966) by dynamic programming: insertions, deletions and substitutions cost 1.
    """
    costs = [[0] * (len(meant) + 1) for _ in range(len(read) + 1)]
    for row in range(len(read) + 1):
        for column in range(len(meant) + 1):
            if not row or not column:
                costs[row][column] = row + column
                continue
            same = read[row - 1] == meant[column - 1]
            costs[row][column] = min(
                costs[row - 1][column - 1] + (not same), costs[row - 1][column] + 1, costs[row][column - 1] + 1
            )
    pairs: list[tuple[int | None, int | None]] = []
    row, column = len(read), len(meant)
    while row or column:
        both = row and column and costs[row - 1][column - 1] + (read[row - 1] != meant[column - 1])
        if row and column and costs[row][column] == both:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif row and costs[row][column] == costs[row - 1][column] + 1:
            row -= 1
            pairs.append((row, None))
        else:
            column -= 1
            pairs.append((None, column))
    return pairs[::-1]


def levenshtein(read: Sequence[str], meant: Sequence[str]) -> int:
    """How many letters must be changed, added or taken away to make the one of the other."""
    return sum(mine is None or other is None or read[mine] != meant[other] for mine, other in align(read, meant))
