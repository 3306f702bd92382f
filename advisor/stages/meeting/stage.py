"""What the meeting stage is, and the words of its findings, places, results and verbs."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.meeting.gate import Place, Result

STAGE = Stage(
    key=StageKey.MEETING,
    title=N_("First meeting"),
    short=N_("Meeting"),
    phase=Phase.ACQUIRE,
    follow_up_days=2,
    follow_up_text=N_("Confirm the meeting"),
    target_days=7,
    duties=(
        N_("Agree day, time and place"),
        N_("Say that the meeting is free of charge"),
        N_("Send the invitation"),
        N_("Record held, moved or no-show"),
    ),
)

FINDINGS: dict[str, str] = {
    "meeting.appointment_missing": N_("No appointment with day and place is agreed."),
    "meeting.no_show": N_("The client did not come: agree a new day."),
    "meeting.free_not_said": N_("It was not said that the meeting is free of charge."),
    "meeting.not_confirmed": N_("The client has not confirmed the appointment."),
    "meeting.review_waiting": N_("The meeting is booked provisionally: a person still has to answer."),
    "meeting.review_declined": N_("The referred case was declined."),
    "meeting.consent_missing": N_("The client has not agreed that a part of the debt stays."),
}

VERBS: dict[str, str] = {
    "meeting.booked": N_("Meeting booked"),
    "meeting.moved": N_("Meeting moved"),
    "meeting.walked_in": N_("Client walked in"),
    "meeting.invited": N_("Invitation sent"),
    "meeting.confirmed": N_("Meeting confirmed"),
    "meeting.closed": N_("Meeting result noted"),
}

PLACES: dict[Place, str] = {
    Place.CLIENT: N_("At the client's seat"),
    Place.OFFICE: N_("At our office"),
    Place.PHONE: N_("By phone"),
    Place.ONLINE: N_("Online"),
}
RESULTS: dict[Result, str] = {
    Result.HELD: N_("Held"),
    Result.NO_SHOW: N_("The client did not come"),
    Result.MOVED: N_("Moved"),
    Result.CANCELLED: N_("Cancelled"),
}
CONFIRM = N_("Confirm the meeting")
NOTE_RESULT = N_("Note how the meeting went")
AGREE_ANEW = N_("The client did not come: agree a new day")
"""Texts of the follow-ups this room plans."""

INVITATION = N_("First meeting, free of charge")
INVITATION_TEXT = N_("The meeting is free of charge and commits you to nothing.")
"""Words of the invitation in the client's language."""
