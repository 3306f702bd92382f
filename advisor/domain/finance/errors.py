"""The one refusal of the finance law: a sentence with named values that a door can translate."""

from advisor.domain.errors import AdvisorError


class FinanceError(AdvisorError, ValueError):
    """An impossible amount, rate, term or date, said in one sentence.

    `message` is the English msgid and `params` its named values, so that a door shows
    `_(error.message) % error.params`; `str(error)` is the finished English sentence.
    """

    code = "finance"

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params
