"""English words of the document catalogue, translated with the words of the house: questions, issuers, moments."""

from advisor.domain.words import N_, NN_

QUESTIONS: dict[str, str] = {
    "married": N_("Is the client married, or married with separate property?"),
    "divorced": N_("Is the client divorced?"),
    "divorced_3_years": N_("Was the client divorced within the last three years?"),
    "construction": N_("Is something built, bought as a plot or renovated?"),
    "collateral": N_("Is security offered?"),
    "deals_in_3_years": N_("Were there deals with property within the last three years?"),
    "regulated_activity": N_("Does the business need a licence or permit?"),
    "owns_property": N_("Does the client own property?"),
    "unemployed": N_("Is the client registered as unemployed?"),
    "advisor_signs": N_("Does the advisor sign for the client?"),
    "works": N_("Are there building works or place-bound assets?"),
    "shareholder": N_("Does the client hold shares in a company?"),
    "fixed_term": N_("Is the employment fixed-term, or were its terms changed within 12 months?"),
    "has_children": N_("Does the client have children?"),
    "own_contribution": N_("Does the client bring own funds?"),
    "representative": N_("Does somebody represent the client?"),
    "contract_income": N_("Is the income seasonal or based on contracts?"),
    "ask": N_("Is this paper needed here?"),
    "institution_asks": N_("Does the chosen institution want this paper?"),
}

CONDITIONS: tuple[str, ...] = (
    N_("adviser signs"),
    N_("building a house"),
    N_("construction or renovation"),
    N_("divorced"),
    N_("divorced within 3 years"),
    N_("married"),
    N_("married or with separate property"),
    N_("own contribution"),
    N_("owns property"),
    N_("parent"),
    N_("plot or construction"),
    N_("recognised as unemployed"),
    N_("regulated activity"),
    N_("representative"),
    N_("seasonal or contract-based"),
    N_("secured"),
    N_("security offered"),
    N_("shareholder"),
    N_("such deals exist"),
    N_("terms changed in 12 months or fixed-term"),
    N_("within 3 years"),
    N_("works"),
    N_("works or place-bound assets"),
    N_("ordered by the bank or the client"), N_("exists"), N_("asked by many banks"), N_("some banks"),
    N_("or the revenue ledger with PIT-28, or the tax-card decision"), N_("some lessors"), N_("before disbursement"),
    N_("articles or act require it"), N_("as the call says"), N_("or CEIDG"), N_("asked by some banks"),
    N_("secondary market, brought to the deed"), N_("articles require it"), N_("3-6 months"), N_("spouse consent"),
    N_("at contract"), N_("at application or before disbursement, bank's choice"),
    N_("lessor usually reads the register itself"), N_("depends on the ground"), N_("strengthens the file"),
    N_("cost estimation"), N_("verify"), N_("if issued"), N_("usually before the contract"),
)  # fmt: skip
"""Condition texts of questions that are asked for one paper."""

ISSUERS: tuple[str, ...] = (
    N_("applicant"), N_("debtor"), N_("client"), N_("bank"), N_("client / tax office"), N_("client / accountant"),
    N_("company"), N_("registry office"), N_("state"), N_("public register"), N_("authority"), N_("supplier"),
    N_("tax service"), N_("social fund"), N_("bank or leasing company form"),
    N_("state register (checked by the lender)"), N_("civil registry / notary"), N_("court"), N_("employer"),
    N_("employer / client"), N_("tax office / client"), N_("company / auditor"), N_("company / accountant"),
    N_("company / tax office"), N_("tax office (US)"), N_("ZUS"), N_("tax office / GUS"),
    N_("public register / company"), N_("client / notary"), N_("client / adviser"),
    N_("registers / valuer / insurer"), N_("seller / notary"), N_("court register"), N_("sworn valuer"),
    N_("certifier"), N_("bank / seller"), N_("municipality / county"), N_("insurer"), N_("applicant / aid givers"),
    N_("suppliers"), N_("bank / lessor"), N_("authority / applicant"), N_("owner"), N_("lenders / courts / debtor"),
    N_("registers / debtor"), N_("registrar"), N_("employer / tax service"), N_("banks"), N_("employment service"),
    N_("notary"), N_("notary / court"), N_("post"), N_("bailiffs / social fund"),
)  # fmt: skip
"""Who issues a paper."""

NEEDED_BY: dict[str, str] = {
    "signing": N_("For signing"),
    "filing": N_("For filing"),
    "disbursement": N_("Before disbursement"),
}

ORDERED_BY: dict[str, str] = {
    "client": N_("The client brings it"),
    "institution_or_client": N_("The institution or the client orders it"),
    "institution": N_("The institution orders it"),
    "firm": N_("We prepare it"),
}

NOT_OLDER = NN_("not older than %(num)s day", "not older than %(num)s days")
NOT_OLDER_WORKING = NN_("not older than %(num)s working day", "not older than %(num)s working days")

HOW_TO_GET: dict[str, str] = {
    "ID": N_("Photograph or scan both sides."),
    "EMPLOYMENT_CERT": N_("Ask the payroll office; the institution's own form is preferred."),
    "CONTRACT_WORK": N_("Your copy of the contract with all annexes."),
    "STATEMENT_3_6": N_("Download it as PDF from online banking."),
    "STATEMENT_BIZ": N_("Download it as PDF from online banking."),
    "PIT37": N_("Download the return with its receipt from the tax portal."),
    "PIT36": N_("Download the return with its receipt from the tax portal."),
    "KPIR": N_("Ask your accountant; with stamp and signature."),
    "US_CERT": N_("Apply at the tax office or on its portal; it takes up to seven days."),
    "ZUS_CERT": N_("Apply on the portal of the social insurance; it takes up to seven days."),
    "CEIDG": N_("Print it from the public register, free of charge."),
    "KRS": N_("Print it from the public register, free of charge."),
    "LAND_REGISTER": N_("The number of the register is enough; the extract is online."),
    "MARITAL": N_("Registry office of the place of marriage, or the notary."),
    "RU_INCOME": N_("Ask the employer, or take it from the taxpayer's account."),
    "RU_ILS": N_("Order it on the state services portal; it comes at once."),
}
"""How a client gets a paper, in one sentence."""
