"""Every text of the document catalogue that is printed is known to the translations."""

from advisor.domain import checklist_words, checklists
from advisor.domain.catalogue import PRODUCTS


def test_every_condition_is_marked_for_translation() -> None:
    used = {
        need.condition
        for product in PRODUCTS
        for client_type in product.client_types
        for need in checklists.requirements(product.code, client_type)
        if need.condition
    }
    assert used
    assert used <= set(checklist_words.CONDITIONS)
