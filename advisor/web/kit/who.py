"""Who is signed in, as the value use cases see."""

from typing import cast

from flask_login import current_user

from advisor.domain.roles import Actor
from advisor.records.staff import Staff


def me() -> Staff:
    """The signed-in member of staff."""
    return cast("Staff", current_user._get_current_object())


def actor() -> Actor:
    """The signed-in member of staff as an actor."""
    return me().actor()
