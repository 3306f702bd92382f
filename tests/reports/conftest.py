"""The papers of the house use the same press as the tests of the press."""

from tests.papers.conftest import closed_press

__all__ = ["closed_press"]
