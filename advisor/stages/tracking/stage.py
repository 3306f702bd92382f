"""What the tracking stage is, and the words of its findings, verbs and choices."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_

STAGE = Stage(
    key=StageKey.TRACKING,
    title=N_("Tracking and explanations"),
    short=N_("Tracking"),
    phase=Phase.PROCESS,
    follow_up_days=5,
    follow_up_text=N_("Call the institution"),
    target_days=30,
    inside=True,
    duties=(
        N_("Follow each submission"),
        N_("Answer questions in time"),
        N_("Keep the client informed"),
    ),
)

FINDINGS: dict[str, str] = {
    "tracking.nothing_filed": N_("No application is on file with any institution."),
    "tracking.no_decision": N_("No institution has decided yet."),
    "tracking.question_open": N_("A question of the institution is open."),
    "tracking.hearing_ahead": N_("A hearing is still ahead."),
}

VERBS: dict[str, str] = {
    "tracking.question_noted": N_("Question of the institution noted"),
    "tracking.question_answered": N_("Question of the institution answered"),
    "tracking.call_logged": N_("Contact with the institution logged"),
    "tracking.withdrawn": N_("Application withdrawn"),
}

KINDS: dict[str, str] = {
    "document": N_("Document"),
    "explanation": N_("Explanation"),
    "correction": N_("Correction"),
    "hearing": N_("Hearing"),
}

CHANNELS: dict[str, str] = {
    "call": N_("Call"),
    "email": N_("E-mail"),
    "post": N_("Post"),
    "online": N_("Online"),
    "in_person": N_("In person"),
}

DIRECTIONS: dict[str, str] = {
    "in": N_("The institution contacted us"),
    "out": N_("We contacted the institution"),
}

TURNS: dict[str, str] = {
    "ours": N_("Our turn"),
    "theirs": N_("The institution's turn"),
    "decided": N_("Decided"),
    "withdrawn": N_("Withdrawn"),
}

ANSWER_REMINDER = N_("Answer the institution's question")
"""The follow-up of a question rings one working day before the answer is due."""
