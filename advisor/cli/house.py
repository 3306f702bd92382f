"""The house for commands; see `advisor.house`."""

from advisor.house import settings, with_house

__all__ = ["settings", "with_house"]
