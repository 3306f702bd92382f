"""WOFF 1 to TTF with the standard library: the PDF press needs plain TTF files, npm brings web fonts.

WOFF 1 is a TrueType file whose tables are zlib-compressed one by one, so undoing it loses and adds nothing.
Source: WOFF File Format 1.0, W3C Recommendation, sections 3 to 5; OpenType 1.9, "Organization of an OpenType font".
"""

import struct
import zlib

WOFF_HEADER = struct.Struct(">4sLLHHLHHLLLLL")
WOFF_ENTRY = struct.Struct(">4sLLLL")
SFNT_HEADER = struct.Struct(">LHHHH")
SFNT_ENTRY = struct.Struct(">4sLLL")


def to_ttf(woff: bytes) -> bytes:
    """Return the TrueType file inside a WOFF 1 file; raise ValueError when it is none."""
    signature, flavor, length, count, *_ = WOFF_HEADER.unpack_from(woff)
    if signature != b"wOFF" or length != len(woff):
        raise ValueError("not a whole WOFF 1 file")
    places, bodies = [], []
    offset = SFNT_HEADER.size + count * SFNT_ENTRY.size
    for number in range(count):
        tag, begin, packed, size, checksum = WOFF_ENTRY.unpack_from(woff, WOFF_HEADER.size + number * WOFF_ENTRY.size)
        body = _unpacked(woff[begin : begin + packed], size)
        places.append(SFNT_ENTRY.pack(tag, checksum, offset, size))
        bodies.append(body + b"\0" * (-size % 4))
        offset += len(bodies[-1])
    return b"".join([_sfnt_header(flavor, count), *places, *bodies])


def _unpacked(body: bytes, size: int) -> bytes:
    """A table is stored as it is when compressing would not have made it smaller."""
    body = body if len(body) == size else zlib.decompress(body)
    if len(body) != size:
        raise ValueError("a font table is damaged")
    return body


def _sfnt_header(flavor: int, count: int) -> bytes:
    power = count.bit_length() - 1
    search = 16 * 2**power
    return SFNT_HEADER.pack(flavor, count, search, power, count * 16 - search)
