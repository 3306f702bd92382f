"""Which calendar file a letter about a meeting carries."""


def occasion(moved: bool, cancelled: bool) -> str:
    """REQUEST for a first invitation, UPDATE for a moved meeting, CANCEL for one that does not take place."""
    return "CANCEL" if cancelled else "UPDATE" if moved else "REQUEST"
