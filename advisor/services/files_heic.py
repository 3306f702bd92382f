"""The child that decodes HEIC: a picture on standard input, a JPEG on standard output, or an exit code."""

import sys
from io import BytesIO

MEMORY = 2 * 1024**3
"""Bytes of address space the child may use."""
MOST_PIXELS = 60_000_000


def main() -> int:
    """Decode one picture. Anything wrong with it is an exit code, never a message with its content."""
    _limit()
    from PIL import Image
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    with Image.open(BytesIO(sys.stdin.buffer.read()), formats=["HEIF"]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return 2
        picture.convert("RGB").save(sys.stdout.buffer, "JPEG", quality=92, exif=picture.getexif())
    return 0


def _limit() -> None:
    """Where the system knows such limits: memory, and a minute of the processor."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


if __name__ == "__main__":
    sys.exit(main())
