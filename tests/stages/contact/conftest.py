"""Leads of both profiles and a way to act as a cast member."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from advisor.domain.roles import Actor
from advisor.services.context import Context
from advisor.transaction import transaction
from tests import make

Do = Callable[[Context], Any]


@pytest.fixture
def debtor(house: Flask, cast: make.Cast) -> int:
    """A debt-relief lead of the advisor."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        client = make.party(ctx, "Иван Петров", country="RU", phone="+7 916 123 45 67")
        return make.case(ctx, cast.advisor, client, product="ru_bankruptcy_court", client_type="citizen",
                         currency="RUB", amount=None).id  # fmt: skip


@pytest.fixture
def borrower(house: Flask, cast: make.Cast) -> int:
    """A financing lead of the advisor."""
    with transaction(make.COMMAND, make.NOW) as ctx:
        return make.case(ctx, cast.advisor, source=None).id


@pytest.fixture
def do(actor: Callable[[str], Actor]) -> Callable[..., Any]:
    """Run something in a transaction of its own: do(lambda ctx: ..., "manager")."""

    def run(what: Do, who: str = "advisor") -> Any:
        with transaction(actor(who), make.NOW) as ctx:
            return what(ctx)

    return run
