"""English titles of every code of the debt law, marked for translation; doors pass them through gettext."""

from collections.abc import Mapping

from advisor.domain.debts.decision import Outcome
from advisor.domain.debts.kinds import Group
from advisor.domain.words import N_

GROUPS: Mapping[Group, str] = {
    Group.WRITTEN_OFF: N_("May be written off"),
    Group.NOT_WRITTEN_OFF: N_("Stays"),
    Group.DISPUTED: N_("A person decides"),
}

# Name and one-line hint of each kind (OP-10).
KINDS: Mapping[str, tuple[str, str]] = {
    "bank_loan": (N_("Bank loan"), N_("Cash loan or goods on credit from a bank")),
    "credit_card": (N_("Credit card"), N_("Used limit of a card or an overdraft")),
    "microloan": (N_("Microloan"), N_("Loan from a microfinance company")),
    "secured_loan": (N_("Secured loan"), N_("Car loan or another loan with a pledged thing")),
    "tax": (N_("Tax"), N_("Unpaid taxes of the person")),
    "fine_fee": (N_("Fine, state duty or fee"), N_("Traffic fine, court fee or levy")),
    "private_loan": (N_("Loan from a private person"), N_("Money borrowed against a receipt")),
    "utilities": (N_("Utilities"), N_("Rent, heating, water, electricity of the home")),
    "alimony": (N_("Alimony"), N_("Maintenance of children or relatives")),
    "criminal_case": (N_("Debt from a criminal case"), N_("Ordered by a court in a criminal case")),
    "moral_material_harm": (N_("Moral or material harm"), N_("Compensation a court awarded to somebody")),
    "crime_related": (N_("Debt tied to a crime"), N_("Damage done by a crime")),
    "subsidiary_liability": (N_("Liability for a company"), N_("Debts of a company laid on its head or owner")),
    "challenged_transaction": (N_("Challenged transaction"), N_("A court undid a deal and ordered payment")),
    "state_harm_fine": (N_("Fine for harm to the state"), N_("For example illegal logging")),
    "mortgage": (N_("Mortgage"), N_("Loan secured by a home")),
    "fine": (N_("Fine"), N_("We ask what it was for")),
    "challenged_deal": (N_("Challenged deal"), N_("We ask what the court decided")),
    "guarantee": (N_("Guarantee for somebody else"), N_("Debt as a guarantor")),
    "wages_owed": (N_("Wages owed to workers"), N_("Wages and severance the person has to pay")),
    "health_harm": (N_("Harm to life or health"), N_("Compensation for an injury")),
    "current_payments": (N_("Current payments"), N_("Arisen after the insolvency case was opened")),
    "telecom": (N_("Telephone and internet"), N_("Unpaid bills of a telecom company")),
    "leasing": (N_("Leasing"), N_("Unpaid leasing fees")),
    "insurance_recourse": (N_("Insurer's recourse"), N_("An insurer claims back what it paid")),
    "other": (N_("Other debt"), N_("In neither list: a person decides")),
}

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.QUALIFIED: N_("Qualified"),
    Outcome.QUALIFIED_PARTIAL: N_("Qualified in part, with consent"),
    Outcome.AWAITING_CONSENT: N_("Waiting for the client's consent"),
    Outcome.REFER: N_("Undecided: a person decides"),
    Outcome.REFUSED: N_("Not qualified"),
}

# Reasons of the OP-1 verdict, its grounds for a person's decision, and reasons of the affordability pre-check.
REASONS: Mapping[str, str] = {
    "NO_DEBTS": N_("Nothing is owed."),
    "ONLY_NON_DISCHARGEABLE": N_("Only debts that cannot be written off."),
    "TOTAL_NOT_ABOVE_MIN": N_("The debt is not above our minimum."),
    "SECURED_ABOVE_MAX": N_("The balance of secured loans is too high."),
    "MORTGAGE_NOT_ACCEPTED": N_("We do not take cases with a mortgage."),
    "UTILITIES_CREDIT_BELOW_MIN": N_("Beside utility debts the credit debts are too low."),
    "PARTIAL_DECLINED": N_("The client does not agree that a part stays."),
    "PART_NOT_WRITTEN_OFF": N_("A part of the debt cannot be written off."),
    "MORTGAGE": N_("The policy has no rule for mortgages."),
    "MORTGAGE_UNKNOWN": N_("Nobody asked about a mortgage."),
    "COLLATERAL_SOLD_NOTIFIED": N_("The pledged thing was sold and the bank was told."),
    "COLLATERAL_SOLD_PROCEEDS_APPLIED": N_("The pledged thing was sold and the money went to the loan."),
    "COLLATERAL_FACTS_UNKNOWN": N_("It is not known what became of the pledged thing."),
    "COLLATERAL_ABSENT": N_("The pledged thing no longer exists."),
    "COLLATERAL_REALISED_BY_CREDITOR": N_("The creditor took the pledged thing."),
    "KIND_NOT_LISTED": N_("The kind of debt is in neither list."),
    "EARLIER_INSOLVENCY": N_("There was an insolvency before."),
    "CONVICTION": N_("Convicted of a bankruptcy offence."),
    "FALSE_INFORMATION": N_("Information was withheld or given falsely."),
    "HIDDEN_PROPERTY": N_("Property was hidden, given away or destroyed."),
    "FALSE_LOAN_DATA": N_("Knowingly false data were given to get a loan."),
    "BURDEN_ABOVE_LIMIT": N_("Debt service is above the limit: a person looks at it."),
    "BURDEN_HIGH": N_("Debt service takes a large part of the income."),
    "NO_INCOME": N_("There is no income to compare with."),
    "FIGURES_MISSING": N_("A monthly figure was not asked."),
    "OTHER_CURRENCY": N_("The figures are in another currency than the limits."),
}

CARRYING: Mapping[str, str] = {
    "fits": N_("The instalment fits the income"),
    "warn": N_("The instalment is heavy"),
    "refer": N_("A person looks at the figures"),
}

# The legal hint: why it looks possible or not.
HINTS: Mapping[str, str] = {
    "BELOW_25K": N_("Debts without penalties are below the lower limit of the out-of-court route."),
    "ABOVE_1M": N_("Debts without penalties are above the upper limit of the out-of-court route."),
    "BELOW_50K": N_("Debts without penalties were below the lower limit of the out-of-court route."),
    "ABOVE_500K": N_("Debts without penalties were above the upper limit of the out-of-court route."),
    "NO_GROUND": N_("None of the grounds of the out-of-court route is met."),
    "TOO_SOON": N_("The last insolvency was too short a time ago for the out-of-court route."),
    "REPEAT_ALLOWED": N_("Enough years have passed since the last insolvency."),
    "WITHIN_LIMITS": N_("Debts without penalties are within the limits."),
    "GROUND_ENFORCEMENT_CLOSED": N_("Enforcement was closed for lack of property and none is open."),
    "GROUND_PENSION_1Y": N_("The main income is a pension, the writ is a year old, nothing can be seized."),
    "GROUND_CHILD_BENEFIT_1Y": N_("The main income is child benefit, the writ is a year old, nothing can be seized."),
    "GROUND_7Y": N_("The writ is seven years old."),
}

ALTERNATIVES: Mapping[str, tuple[str, str]] = {
    "EXTRAJUDICIAL": (
        N_("Out-of-court insolvency, free of charge"),
        N_("Through the public service centre (MFC); list every creditor, only listed debts go."),
    ),
    "COURT_PETITION": (
        N_("Own petition to the court"),
        N_("The law sets no minimum sum; signs of insolvency are enough. The court decides."),
    ),
    "DUTY_TO_PETITION": (
        N_("Duty to petition"),
        N_("From this sum on, a person who cannot pay everybody has to go to court."),
    ),
    "MORTGAGE_ROUTE": (
        N_("Keeping a mortgaged only home"),
        N_("A separate settlement or plan may save the only home. The court decides."),
    ),
    "RESTRUCTURING": (
        N_("Restructuring with the creditors"),
        N_("Ask for a lower instalment or a longer term before the next payment is missed."),
    ),
    "BUDGET_HELP": (
        N_("Help with the household budget"),
        N_("We go through income, costs and payments and write down what can be paid."),
    ),
    "LOG_UNLAWFUL_CALLS": (
        N_("Writing down unlawful calls"),
        N_("Note date, hour and number of every call; with the list a complaint can be made."),
    ),
    "LAW_MAY_DIFFER": (
        N_("The law may see it differently"),
        N_("Our rules count this debt as one that stays; a court may decide otherwise. Ask a lawyer."),
    ),
    "DEBTS_STAY": (
        N_("These debts stay"),
        N_("No insolvency route writes them off. Be careful with anybody who promises it."),
    ),
}

# Questions of the interview that leave the verdict incomplete (OP-03, OP-07, OP-12 to OP-15).
QUESTIONS: Mapping[str, str] = {
    "DEBT_ROWS": N_("Add at least one debt with a kind and an amount."),
    "MORTGAGE_ASKED": N_("Is there a mortgage?"),
    "ITEM_STILL_THERE": N_("Is the pledged thing still yours?"),
    "BANK_TOLD": N_("Was the bank told about the sale?"),
    "PROCEEDS_PAID": N_("Did the money from the sale go to the loan?"),
    "FINE_FOR_WHAT": N_("What was the fine for?"),
    "DEAL_INVALID": N_("Did a court find the deal invalid?"),
    "PAYMENT_ORDERED": N_("Did the court order a payment?"),
}

COLLATERAL: Mapping[str, str] = {
    "held": N_("Yes, it is still there"),
    "sold": N_("No, it was sold"),
    "lost": N_("No, it was lost or destroyed"),
    "realised_by_creditor": N_("No, the creditor took it"),
    "unknown": N_("The client does not know"),
}
FINE_FOR: Mapping[str, str] = {
    "public_order": N_("An ordinary fine, for example traffic"),
    "state_harm": N_("Harm to the state, for example illegal logging"),
}

# The questions a pack leaves open; each pack names the reading in force and the others (OP-09).
OPEN_QUESTIONS: Mapping[str, str] = {
    "BASE_OF_MINIMUM": N_("Does the minimum count all debts or only those that may be written off?"),
    "MINIMUM_EQUALITY": N_("Does a debt of exactly the minimum pass?"),
    "SECURED_EQUALITY": N_("Does a secured balance of exactly the limit pass?"),
    "SECURED_SCOPE": N_("Is the limit for secured loans per loan or for their sum?"),
    "MORTGAGE_RULE": N_("What follows from a mortgage? The source has only question marks."),
    "MORTGAGE_REQUIRED": N_("Can the line be read so that a mortgage must be present?"),
    "CREDIT_EQUALITY": N_("Does credit of exactly the minimum pass beside utility debts?"),
    "CREDIT_KINDS": N_("Which debts are credit debts beside utilities?"),
    "EXTRA_OR_INSTEAD": N_("Is the utilities line an extra condition or does it replace the minimum?"),
    "COLLATERAL_GAP": N_("How does a loan count when its pledged thing is gone but not all three facts hold?"),
    "KINDS_IN_NO_LIST": N_("How does a kind of debt count that is in neither list?"),
    "PENALTIES": N_("Does the balance include interest and penalties?"),
    "ARTICLE_NOT_READ": N_("The text of the article was not read: a lawyer has to confirm it."),
    "PROPERTY_CONDITION": N_("Do the one-year grounds require that nothing can be seized?"),
    "FIRST_DAY": N_("From which day did the route exist?"),
    "MORTGAGE_FIRST_DAY": N_("From which day does the separate route for a mortgage apply?"),
    "WHO_GETS_50": N_("Who may go up to 50 percent? The source gives a range."),
    "BUSINESS_LOANS": N_("Do the household's limits say anything about a business loan?"),
    "BANK_QUOTA": N_("Does the limit bind the single loan or only the lender's quota?"),
}
