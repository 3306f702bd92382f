"""A ZIP archive written while it is sent: memory stays flat however large the files are."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast


class _Pipe:
    """What the archive writes to: bytes wait here until they are taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing to do: `take` empties the pipe."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_stream(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The bytes of an archive with these (name, chunks); names are unique and hold no folder tricks by contract."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, chunks in files:
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    if ready := pipe.take():
                        yield ready
    yield pipe.take()
