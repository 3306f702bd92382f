"""The words between the press and its child: frames on a pipe, each a length and so many bytes."""

import base64
import json
import struct
from dataclasses import asdict, dataclass
from typing import IO

_LENGTH = struct.Struct(">Q")

PRINTED, FAILED, UNAVAILABLE = b"P", b"F", b"U"


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF, such as the offer's figures as JSON. `description` is for people."""

    name: str
    content: bytes
    description: str = ""


@dataclass(frozen=True)
class Order:
    """One page to print: complete HTML, the title and language the PDF declares, and its attachments."""

    html: str
    title: str
    lang: str
    attachments: tuple[Attachment, ...] = ()

    def pack(self) -> bytes:
        """This order as bytes (JSON, so that neither side ever unpickles the other)."""
        fields = asdict(self)
        for attachment in fields["attachments"]:
            attachment["content"] = base64.b64encode(attachment["content"]).decode("ascii")
        return json.dumps(fields).encode("ascii")

    @classmethod
    def unpack(cls, packed: bytes) -> "Order":
        """The order that `pack` wrote."""
        fields = json.loads(packed)
        attachments = tuple(
            Attachment(each["name"], base64.b64decode(each["content"]), each["description"])
            for each in fields["attachments"]
        )
        return cls(fields["html"], fields["title"], fields["lang"], attachments)


def send(pipe: IO[bytes], payload: bytes) -> None:
    """Write one frame and flush. Raises OSError when the other side is gone."""
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one frame. Raises EOFError when the pipe ends before the frame does."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    got = pipe.read(count)
    if len(got) < count:
        raise EOFError("the pipe ended inside a frame")
    return got
