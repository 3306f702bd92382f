"""The words of the forms we prepare: the sections of a business plan, the rows of a data sheet."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "documents.form_saved": N_("Form filled in"),
    "documents.form_prepared": N_("Form prepared for signing"),
}
PLAN_SECTIONS: dict[str, str] = {
    "summary": N_("Executive summary"),
    "business": N_("The business and who runs it"),
    "offer": N_("Product or service"),
    "market": N_("Market, customers, competitors"),
    "marketing": N_("Marketing and sales"),
    "people": N_("People and organisation"),
    "investment": N_("Investment and schedule"),
    "financing": N_("Financing: own funds and what is asked for"),
    "forecast": N_("Forecast of income and costs"),
    "risks": N_("Risks and what is done about them"),
}
NEEDED_SECTIONS = ("summary", "business", "market", "investment", "financing", "forecast")
"""What no business plan may lack."""
SHEET_TITLE = N_("Application data sheet")
APPLICANT, INCOME, APPLICATION = N_("Applicant"), N_("Income"), N_("Application")
NAME, ADDRESS, PHONE, EMAIL = N_("Name"), N_("Address"), N_("Phone"), N_("E-mail")
BORN, EMPLOYER = N_("Date of birth"), N_("Employer")
EARNS, OWES, LIVES = N_("Net income a month"), N_("Obligations a month"), N_("Cost of living a month")
PRODUCT, CLIENT_TYPE, AMOUNT, PURPOSE = N_("Product"), N_("Client type"), N_("Amount"), N_("Purpose")
"""Headings and labels of the data sheet."""
