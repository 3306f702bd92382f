"""What can go wrong at the press. A door answers both with 503; only PressFailed is worth another try later."""

from advisor.domain.errors import Unavailable


class PressError(Unavailable):
    """No PDF came out. The message is English, for the log and the operator."""

    code = "press_error"


class PressUnavailable(PressError):
    """This machine cannot print: fonts or Pango are missing. The message says what to install."""

    code = "press_unavailable"


class PressFailed(PressError):
    """This paper could not be printed now: time, memory, a crash or a page the press could not lay out."""

    code = "press_failed"
