"""The courier: hands one letter to the mail server, or lays it as an .eml file into a folder (the default)."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from advisor.records.outbox import Audience, Channel, Letter
from advisor.services.delivery import Answer, Report
from advisor.services.gateways import Folder, Gateway

TIMEOUT = 30
"""Seconds; a client that gives up earlier than a slow server answers makes repeats (RELIABILITY section 9)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are posted. An empty host means: into the folder."""

    host: str
    port: int
    tls: str
    user: str
    password_file: str
    sender: str
    folder: Path
    sms: Gateway | None = None
    messenger: Gateway | None = None

    def gateway(self, channel: Channel) -> Gateway:
        """The gateway of a short channel; without one, messages are laid into a folder beside the letters."""
        found = self.sms if channel is Channel.SMS else self.messenger
        return found or Folder(self.folder.parent / str(channel))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels with a letter."""

    name: str
    mime: str
    content: bytes


def message(letter: Letter, sender: str, attachments: tuple[Attachment, ...] = ()) -> EmailMessage:
    """The e-mail of a letter; header values with line breaks cannot be made (the library refuses them)."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, letter.to_address, letter.subject
    mail["Message-ID"], mail["Date"] = letter.message_id, format_datetime(letter.created_at)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text, cte="quoted-printable")  # digits and links stay readable in a letter kept as a file
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        if letter.audience is Audience.CLIENT:
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    if letter.ics:
        _invite(mail, letter.ics)
    for file in attachments:
        kind, _, sub = file.mime.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=sub, filename=file.name)
    return mail


def _invite(mail: EmailMessage, ics: str) -> None:
    """The calendar file twice, as calendars want it: beside the text for those that answer it, and as a file."""
    method = next((line[7:].strip() for line in ics.splitlines() if line.startswith("METHOD:")), "PUBLISH")
    mail.add_alternative(ics, subtype="calendar", params={"method": method})
    mail.add_attachment(ics.encode(), maintype="text", subtype="calendar", filename="invitation.ics")


def send(server: MailServer, mail: EmailMessage) -> Report:
    """Post one e-mail. Never raises for what a mail server or a network does; says LATER or NEVER instead."""
    deliver: Callable[[MailServer, EmailMessage], None] = _post if server.host else _file
    try:
        deliver(server, mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        return Report(_judge(min(codes, default=400)), f"SMTP {codes}")
    except smtplib.SMTPResponseException as error:
        return Report(_judge(error.smtp_code), f"SMTP {error.smtp_code}")
    except (OSError, smtplib.SMTPException) as error:
        return Report(Answer.LATER, type(error).__name__)
    except ValueError as error:
        return Report(Answer.NEVER, type(error).__name__)
    return Report(Answer.ACCEPTED)


def _judge(code: int) -> Answer:
    return Answer.NEVER if code >= 500 else Answer.LATER


def _post(server: MailServer, mail: EmailMessage) -> None:
    context = ssl.create_default_context()
    client = (
        smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        if server.tls == "tls"
        else smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    )
    with client:
        if server.tls == "starttls":
            client.starttls(context=context)
        if server.user:
            client.login(server.user, Path(server.password_file).read_text(encoding="utf-8").strip())
        client.send_message(mail)


def _file(server: MailServer, mail: EmailMessage) -> None:
    """One file per Message-ID: a repeat overwrites itself instead of piling up."""
    server.folder.mkdir(parents=True, exist_ok=True)
    name = "".join(c for c in str(mail["Message-ID"]) if c.isalnum() or c in "-_")[:120]
    draft = server.folder / f".{name}.part"
    draft.write_bytes(bytes(mail))
    draft.replace(server.folder / f"{name}.eml")
