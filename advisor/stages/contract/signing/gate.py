"""When may a client sign? Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Which papers wait for the client's signature, by id; None for none."""

    contract: int | None = None
    mandate: int | None = None

    @property
    def papers(self) -> tuple[int, ...]:
        """Their ids, the contract first."""
        return tuple(each for each in (self.contract, self.mandate) if each is not None)


def same(waiting: Waiting, seen: str) -> bool:
    """Are these the papers the page showed (its hidden field: ids joined by a hyphen)?"""
    return bool(waiting.papers) and seen == key_of(waiting)


def key_of(waiting: Waiting) -> str:
    """The ids as the page carries them."""
    return "-".join(str(each) for each in waiting.papers)
