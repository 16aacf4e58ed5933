"""Flatbuffers, the format of TensorFlow Lite's networks, read and extended without their schemas.

Offsets in a flatbuffer only point forward, so what is new is put before what is there, which stays as it is, byte for
byte, and can be pointed at. A place is counted from the end for that reason: it stays true whatever comes in front.
"""

import struct
from collections.abc import Sequence

ALIGNMENT = 16
"""Bytes; TensorFlow Lite wants its weights so, and everything new is put so, which is simple."""


class Place(int):
    """Where a table, vector or text begins, in bytes before the end."""


class Flatbuffer:
    """The bytes of a flatbuffer, or of a new one, to read and to put more in front."""

    def __init__(self, content: bytes = b"") -> None:
        self._content = content + bytes(-len(content) % ALIGNMENT)

    @property
    def root(self) -> Place:
        """The outermost table of a finished flatbuffer."""
        return self._followed(0)

    def field(self, table: Place, slot: int) -> Place | None:
        """What a field of a table points at: a table, a vector or a text; None where it is left out."""
        start = len(self._content) - table
        fields = start - self._number("<i", start)
        place = 4 + 2 * slot
        if place >= self._number("<H", fields):
            return None
        offset = self._number("<H", fields + place)
        return self._followed(start + offset) if offset else None

    def items(self, vector: Place | None) -> list[Place]:
        """The tables or texts of a vector; none of one that is left out."""
        if vector is None:
            return []
        start = len(self._content) - vector
        return [self._followed(start + 4 + 4 * i) for i in range(self._number("<I", start))]

    def numbers(self, vector: Place | None) -> list[int]:
        """The whole numbers of a vector, four bytes each; none of one that is left out."""
        if vector is None:
            return []
        start = len(self._content) - vector
        return list(struct.unpack_from(f"<{self._number('<I', start)}i", self._content, start + 4))

    def put_table(self, *fields: Place | int | None) -> Place:
        """Puts a table in front: its fields in the schema's order, None for those that are left out.

        A number takes four bytes, also where the schema has fewer: it is read by its lowest.
        """
        slots = range(len(fields))
        offsets = [0 if fields[i] is None else 4 + 4 * i for i in slots]
        known = struct.pack(f"<{2 + len(fields)}H", 4 + 2 * len(fields), 4 + 4 * len(fields), *offsets)
        known += bytes(-len(known) % ALIGNMENT)
        self._put([len(known), *fields])
        place = Place(len(self._content))
        self._content = known + self._content
        return place

    def put_tables(self, tables: Sequence[Place]) -> Place:
        """Puts a vector of tables or texts in front."""
        return self._put([len(tables), *tables])

    def put_numbers(self, numbers: Sequence[float], kind: str = "i") -> Place:
        """Puts a vector of numbers in front. kind: as struct has it."""
        return self.put_bytes(struct.pack(f"<{len(numbers)}{kind}", *numbers), len(numbers))

    def put_bytes(self, content: bytes, length: int | None = None) -> Place:
        """Puts a vector in front by its bytes. length: its items, where they are no bytes."""
        # the length lies before the alignment, so that the content is aligned
        self._content = content + bytes(-len(content) % ALIGNMENT) + self._content
        place = Place(len(self._content) + 4)
        length = len(content) if length is None else length
        self._content = bytes(ALIGNMENT - 4) + struct.pack("<I", length) + self._content
        return place

    def put_text(self, text: str) -> Place:
        """Puts a text in front."""
        content = text.encode()
        return self.put_bytes(content + b"\0", len(content))

    def finished(self, root: Place, kind: bytes) -> bytes:
        """The whole flatbuffer. kind: the four letters of its schema."""
        size = len(self._content) + ALIGNMENT
        return struct.pack("<I4s8x", size - root, kind) + self._content

    def _put(self, values: Sequence[Place | int | None]) -> Place:
        place = Place(len(self._content) + 4 * len(values) + -4 * len(values) % ALIGNMENT)
        words = [place - 4 * i - value if isinstance(value, Place) else value or 0 for i, value in enumerate(values)]
        content = struct.pack(f"<{len(words)}I", *words)
        self._content = content + bytes(-len(content) % ALIGNMENT) + self._content
        return place

    def _number(self, kind: str, start: int) -> int:
        return int(struct.unpack_from(kind, self._content, start)[0])

    def _followed(self, start: int) -> Place:
        return Place(len(self._content) - start - self._number("<I", start))
