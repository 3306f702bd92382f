"""The words of the client's page: where the matter stands, what comes next, verbs of the trail, tasks it makes."""

from advisor.domain.process import StageKey
from advisor.domain.words import N_

CALL_AFTER_OPENING = N_("The client opened the page for the first time: call")
ANSWER_QUESTION = N_("Answer the client's question")
LATER_WISH = N_("I ask for a later date: %(day)s.")
LATER_DATE = N_("The client asks for a later date: read the message and answer")
CONSENT_GONE = N_("The client withdrew a consent on the client page: see what it stops")

STANDS: dict[StageKey, str] = {
    StageKey.CONTACT: N_("We are getting to know each other and check how we can help."),
    StageKey.MEETING: N_("We are preparing our first meeting. It is free of charge."),
    StageKey.ANALYSIS: N_("We are looking at your goals and what you can carry."),
    StageKey.OFFER: N_("We are preparing or discussing our offer with you."),
    StageKey.CONTRACT: N_("We are agreeing the terms of our work."),
    StageKey.DOCUMENTS: N_("We are collecting your documents and preparing the forms."),
    StageKey.SUBMISSION: N_("Your application is being signed and filed."),
    StageKey.TRACKING: N_("The institution is looking at your application. We follow it for you."),
    StageKey.DECISION: N_("There is a decision. We go through it with you."),
    StageKey.MONITORING: N_("The main work is done. We keep an eye on what is still open."),
    StageKey.SUPPORT: N_("We are here for your questions."),
    StageKey.REFERRALS: N_("Our work is done. Your opinion is welcome."),
}
NEXT: dict[StageKey, str] = {
    StageKey.CONTACT: N_("Next: we call you to agree a meeting."),
    StageKey.MEETING: N_("Next: we meet and talk about your plans."),
    StageKey.ANALYSIS: N_("Next: you get our offer."),
    StageKey.OFFER: N_("Next: read the offer, then accept it or ask."),
    StageKey.CONTRACT: N_("Next: we sign the contract."),
    StageKey.DOCUMENTS: N_("Next: you send what is still missing, then we file."),
    StageKey.SUBMISSION: N_("Next: the institution gets the complete file."),
    StageKey.TRACKING: N_("Next: the institution decides or asks for more."),
    StageKey.DECISION: N_("Next: you say whether you accept the terms."),
    StageKey.MONITORING: N_("Next: nothing to do unless we call."),
    StageKey.SUPPORT: N_("Next: nothing to do unless we call."),
    StageKey.REFERRALS: N_("Next: nothing to do."),
}
PAUSED = N_("Your case is paused for now. We come back to you.")
CLOSED = N_("This case is closed. Your papers stay here while the link works.")

VERBS: dict[str, str] = {
    "client.entered": N_("Client let in with a one-time code"),
    "client.left": N_("Client signed out of the client page"),
    "client.exported": N_("Client took along a copy of the own data"),
    "client.asked_later": N_("Client asked for a later date"),
    "client.wishes": N_("Client changed the contact wishes"),
    "code.wrong": N_("Wrong one-time code"),
    "link.refused": N_("A dead client link was tried"),
    "link.sent": N_("Client link sent"),
    "message.answered": N_("Client's question answered"),
}

MISSING, WELCOME = (N_("Missing"), "warn"), (N_("If you have it"), "neutral")
STANDING: dict[str, tuple[str, str]] = {
    "rejected": (N_("Please send again"), "bad"), "expired": (N_("Please send a fresh one"), "bad"),
    "received": (N_("We are checking it"), "info"), "binding": (N_("We are putting your photos together"), "info"),
    "accepted": (N_("In order"), "ok"), "waived": (N_("Not needed any more"), "neutral"),
}  # fmt: skip
"""How one paper stands, as the client reads it, with its tone; what was merely asked for is MISSING or WELCOME."""
