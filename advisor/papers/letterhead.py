"""Who writes to whom: the firm and the advisor as a paper prints them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Firm:
    """The firm's head of every paper. `registration` is its tax number or register entry, `logo` a data: address."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    registration: str = ""
    logo: str = ""

    def __post_init__(self) -> None:
        """Refuse a logo the press would not fetch anyway (RELIABILITY finding 6)."""
        if self.logo and not self.logo.startswith("data:image/"):
            raise ValueError("A logo must be a data:image/ address.")


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """The advisor who answers for the paper."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the head of every paper says. `number` is the paper's own; `client_name` as the client writes it."""

    firm: Firm
    advisor: Signatory
    client_name: str
    case_number: str
    number: str = ""
    product: str = ""
