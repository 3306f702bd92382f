"""What can go wrong in the house: one small hierarchy. Each door translates it once, nothing below catches it."""

from advisor.domain.process import StageKey, Verdict


class AdvisorError(Exception):
    """Base of everything the house refuses on purpose. `code` is stable; doors translate it into words."""

    code = "error"


class NotFound(AdvisorError):
    """The object does not exist, or the actor may not know that it does (404)."""

    code = "not_found"


class Forbidden(AdvisorError):
    """The actor knows the object but may not do this (403)."""

    code = "forbidden"

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Invalid(AdvisorError):
    """A value is not acceptable; `field` names the form field, `code` the reason (422)."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code, self.params = field, code, params


class GateClosed(AdvisorError):
    """The gate of a room says what is missing (409 for JSON, 422 for forms). Carries the whole verdict."""

    code = "gate_closed"

    def __init__(self, stage: StageKey, verdict: Verdict) -> None:
        super().__init__(f"{stage}: " + ", ".join(f.code for f in verdict.findings if f.blocking))
        self.stage, self.verdict = stage, verdict


class MoveNotAllowed(AdvisorError):
    """The process has no such move from where the case stands (422)."""

    code = "move_not_allowed"

    def __init__(self, source: StageKey, target: StageKey) -> None:
        super().__init__(f"{source} -> {target}")
        self.source, self.target = source, target


class WrongStatus(AdvisorError):
    """The case is on hold or closed, or not: the verb does not fit its status (409)."""

    code = "wrong_status"


class StaleVersion(AdvisorError):
    """Somebody else saved first; the door shows both versions (409)."""

    code = "stale_version"


class ReasonMissing(Invalid):
    """An override, return, hold or closing needs its reason in words (422)."""

    def __init__(self, field: str = "reason") -> None:
        super().__init__(field, "reason_missing")


class TooManyTries(AdvisorError):
    """A brake holds: wait until `until_seconds` from now (429)."""

    code = "too_many_tries"

    def __init__(self, until_seconds: int) -> None:
        super().__init__(str(until_seconds))
        self.until_seconds = until_seconds


class Unavailable(AdvisorError):
    """Something outside (press, mail server, disk) is not there now; the rest works (503)."""

    code = "unavailable"
