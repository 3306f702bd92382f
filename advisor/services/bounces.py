"""Reports of other mail servers (RFC 3464): which letter came back, which arrived. Hostile mail is only looked at."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

LARGEST = 2_000_000
"""Bytes; a report is small, whatever is larger is none."""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a server says about one of our letters."""

    message_id: str
    failed: bool
    delivered: bool
    why: str


def read_report(content: bytes) -> DeliveryReport | None:
    """The report in a mail; None when it is none, or does not name a letter."""
    if len(content) > LARGEST:
        return None
    mail = message_from_bytes(content)
    action, status = "", ""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            action, status = _fields(part)
    message_id = _original(mail)
    if not action or not message_id:
        return None
    return DeliveryReport(message_id, action == "failed", action in ("delivered", "relayed"), f"bounced {status}"[:100])


def _fields(part: Message) -> tuple[str, str]:
    """Action and status of the last recipient named."""
    action = status = ""
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message) and block["Action"]:
            action, status = str(block["Action"]).strip().lower(), str(block["Status"] or "").strip()
    return action, status


def _original(mail: Message) -> str:
    """The Message-ID of the letter that is reported about."""
    for part in mail.walk():
        payload = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
            return str(payload[0]["Message-ID"] or "").strip()  # type: ignore[index]
        if part.get_content_type() == "text/rfc822-headers" and isinstance(payload, str):
            return str(message_from_bytes(payload.encode())["Message-ID"] or "").strip()
    return ""
