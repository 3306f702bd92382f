"""A house without a mail server: its letters are files a person can read, whatever the language."""

from pathlib import Path

import pytest

from advisor.records.outbox import Audience, Channel, Letter
from advisor.services.courier import MailServer, message, send
from advisor.services.delivery import Answer
from tests.make import NOW


@pytest.mark.parametrize("text", ["Your code: 123456\n", "Kod: 123456, ważny przez dziesięć minut.\n",
                                  "Ваш код: 123456. Он действует десять минут. " * 3])  # fmt: skip
def test_the_code_of_a_client_can_be_read_in_the_file(tmp_path: Path, text: str) -> None:
    """The README sends whoever tries the demo there; base64 would hide it."""
    letter = Letter(
        kind="code", key="k", message_id="<1@advisor.invalid>", audience=Audience.CLIENT, to_address="a@example.test",
        channel=Channel.EMAIL, subject="s", text=text, next_try_at=NOW, created_at=NOW,
    )  # fmt: skip
    mail = message(letter, "advisor@localhost")
    assert send(MailServer("", 25, "none", "", "", "advisor@localhost", tmp_path), mail).answer is Answer.ACCEPTED
    kept = next(tmp_path.glob("*.eml")).read_text(encoding="ascii")
    assert "123456" in kept
    assert mail.get_content().split() == text.split()
