"""Cases of both profiles for the room pages, and a browser of the advisor."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from advisor.transaction import transaction
from tests import make


@pytest.fixture
def debtor(house: Flask, cast: make.Cast) -> int:
    """A debt-relief lead of the advisor in contact."""
    with transaction(make.COMMAND) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip


@pytest.fixture
def borrower(house: Flask, cast: make.Cast) -> int:
    """A financing lead of the advisor in contact, without a source."""
    with transaction(make.COMMAND) as ctx:
        return make.case(ctx, cast.advisor, source=None, amount=None).id


@pytest.fixture
def advisor(browser: Callable[[str], FlaskClient]) -> FlaskClient:
    """The advisor, signed in."""
    return browser("advisor")
