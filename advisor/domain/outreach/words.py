"""English titles of the outreach law's codes, marked for translation; doors pass them through gettext."""

from advisor.domain.outreach.cadence import Snooze
from advisor.domain.outreach.contact import Channel, Principal, Purpose, Recipient
from advisor.domain.outreach.decision import Caution, Reason
from advisor.domain.outreach.notices import CallResult
from advisor.domain.outreach.policy import Standing
from advisor.domain.outreach.promises import NextStep, PromiseState, Side
from advisor.domain.words import N_

REASON_TITLES: dict[Reason, str] = {
    Reason.PROHIBITED_STATUS: N_("Direct contact is forbidden: bankruptcy, incapacity, hospital, disability or minor."),
    Reason.THIRD_PARTY: N_("Third persons may be contacted only with the client's consent and without objecting."),
    Reason.NOT_REGISTERED: N_("Only a registered agent may contact the client on behalf of the lender."),
    Reason.REPRESENTED: N_("The client is represented by a lawyer: speak to the lawyer."),
    Reason.OPTED_OUT: N_("The client does not want to be reached over this channel."),
    Reason.NO_CONSENT: N_("Marketing needs the client's prior consent."),
    Reason.TIME_WINDOW: N_("Outside the hours in which this person may be contacted."),
    Reason.AFTER_CONVERSATION: N_("Too soon after the last conversation."),
    Reason.DAY_LIMIT: N_("The number of contacts allowed for one day is reached."),
    Reason.WEEK_LIMIT: N_("The number of contacts allowed within 7 days is reached."),
    Reason.MONTH_LIMIT: N_("The number of contacts allowed within 31 days is reached."),
}
CAUTION_TITLES: dict[Caution, str] = {
    Caution.UNUSUAL_HOURS: N_("Good practice advises other hours for this contact."),
    Caution.SEVERAL_CHANNELS: N_("This person was already contacted over another channel this week."),
    Caution.HOUSE_RULE_OVERRIDDEN: N_("A house rule was set aside with a reason."),
}
STANDING_TITLES: dict[Standing, str] = {
    Standing.BINDING: N_("Binding rule, cannot be set aside"),
    Standing.HOUSE: N_("House rule, may be set aside with a reason"),
    Standing.ADVICE: N_("Advice"),
}
CHANNEL_TITLES: dict[Channel, str] = {
    Channel.CALL: N_("Call"),
    Channel.MESSAGE: N_("Message"),
    Channel.IN_PERSON: N_("In person"),
    Channel.POST: N_("Post"),
}
PURPOSE_TITLES: dict[Purpose, str] = {
    Purpose.OVERDUE_DEBT: N_("Overdue debt"),
    Purpose.THIRD_PARTY_DEBT_COLLECTION: N_("Debt collection for a third party"),
    Purpose.MARKETING: N_("Marketing"),
    Purpose.OVERDUE_DEBT_AND_MARKETING: N_("Overdue debt and marketing"),
    Purpose.PRE_DUE_REMINDER: N_("Reminder before the due date"),
    Purpose.PAYMENT_TRACKING: N_("Tracking of a payment"),
    Purpose.OVERDUE_FIRST_CALL: N_("First call after a missed payment"),
    Purpose.PRE_COLLECTION: N_("Reminder to a client likely to be late"),
    Purpose.ANY_DEBT_RELATED: N_("Anything about a debt"),
    Purpose.SERVICE: N_("Service of our own client"),
}
RECIPIENT_TITLES: dict[Recipient, str] = {
    Recipient.CLIENT: N_("Client"),
    Recipient.RELATIVE: N_("Relative"),
    Recipient.NEIGHBOUR: N_("Neighbour"),
    Recipient.EMPLOYER: N_("Employer"),
    Recipient.OTHER: N_("Other person"),
}
PRINCIPAL_TITLES: dict[Principal, str] = {
    Principal.CLIENT: N_("On behalf of the client"),
    Principal.LENDER: N_("On behalf of the lender"),
}
SNOOZE_TITLES: dict[Snooze, str] = {
    Snooze.IN_ONE_HOUR: N_("In one hour"),
    Snooze.THIS_AFTERNOON: N_("This afternoon"),
    Snooze.TOMORROW: N_("Tomorrow morning"),
    Snooze.NEXT_WORKING_DAY: N_("Next working day"),
    Snooze.NEXT_MONDAY: N_("Next Monday"),
}
CALL_RESULT_TITLES: dict[CallResult, str] = {
    CallResult.ANSWERED: N_("Answered"),
    CallResult.NO_ANSWER: N_("No answer"),
    CallResult.PHONE_OFF: N_("Phone switched off"),
}
SIDE_TITLES: dict[Side, str] = {
    Side.US: N_("Our promise"),
    Side.INSTITUTION: N_("The institution's promise"),
    Side.CLIENT: N_("The client's promise"),
}
PROMISE_STATE_TITLES: dict[PromiseState, str] = {
    PromiseState.OPEN: N_("Open"),
    PromiseState.KEPT: N_("Kept"),
    PromiseState.MOVED: N_("Moved"),
    PromiseState.BROKEN: N_("Broken"),
}
NEXT_STEP_TITLES: dict[NextStep, str] = {
    NextStep.MAKE_GOOD: N_("Make good on our promise and tell the client"),
    NextStep.CHASE_INSTITUTION: N_("Ask the institution where it stands"),
    NextStep.ASK_CLIENT: N_("Ask the client and agree on a new date"),
}
