"""PNG files as people have them: with wrong colour profiles, and short by some bytes.

PNG Specification, 3rd edition (W3C).
"""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type."""
LEAST_THERE = 0.5
"""Of the picture; of less, nobody knows what it showed."""
MOST_BYTES = 2**28


def is_png(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def without_profile(data: bytes) -> bytes:
    """A PNG without its colour profile, which is not heeded, but complained about where it is wrong."""
    for kind, begin, end in _chunks(data):
        if kind == b"iCCP":
            return data[:begin] + data[end:]
        if kind == b"IDAT":
            break
    return data


def completed(data: bytes) -> bytes | None:
    """A PNG that was cut off, with what is missing in black; None where that is most of it, or cannot be told."""
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR":
        return None
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", data[16:29].ljust(13, b"\0"))
    needed = height * (1 + (width * depth * CHANNELS.get(colour, 0) + 7) // 8)
    if interlaced or not 0 < needed < MOST_BYTES:
        return None
    packed = b"".join(data[begin + 8 : end - 4] for kind, begin, end in chunks if kind == b"IDAT")
    packed += _unfinished(data, chunks[-1][2])
    try:
        there = zlib.decompressobj().decompress(packed, needed)
    except zlib.error:
        return None
    if len(there) < LEAST_THERE * needed:
        return None
    first = next(begin for kind, begin, _ in [*chunks, (b"IDAT", len(data), 0)] if kind == b"IDAT")
    first = min(first, chunks[-1][2])
    return data[:first] + _chunk(b"IDAT", zlib.compress(there.ljust(needed, b"\0"), 1)) + _chunk(b"IEND", b"")


def _unfinished(data: bytes, at: int) -> bytes:
    """What is there of pixels in a chunk that is cut off."""
    return data[at + 8 :] if data[at + 4 : at + 8] == b"IDAT" else b""


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The kind of each whole chunk, and where it begins and ends."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            return
        yield data[at + 4 : at + 8], at, end
        at = end


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
