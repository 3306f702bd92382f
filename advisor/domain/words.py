"""Mark words for translation below the doors, where no translator is at hand."""


def N_(text: str) -> str:
    """Return the text unchanged; its only effect is that message extraction finds it."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - beside N_
    """The same for a counted text: both forms hold %(num)s; `language.say_many` chooses by the language's rule."""
    return one, many
