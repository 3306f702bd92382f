"""The words of figures, control points and points list."""

from advisor.domain.words import N_

LINE_KINDS: dict[str, str] = {
    "obligation": N_("Obligation"),
    "collateral": N_("Collateral"),
    "property": N_("Property"),
}

COMPANY: dict[str, str] = {
    "revenue": N_("Revenue of the last year"),
    "profit": N_("Profit of the last year"),
    "own_funds": N_("Own funds"),
}
"""Yearly figures of a business, by key."""

BANDS: dict[str, str] = {
    "good": N_("Speaks for the case"),
    "doubt": N_("A person decides"),
}

FINDINGS: dict[str, str] = {
    "analysis.control_unasked": N_("Control points were not asked."),
    "analysis.control_more": N_("A control point says: ask more."),
    "analysis.points_missing": N_("The points were not counted."),
    "analysis.points_waiting": N_("The points leave it to a person, who has not answered yet."),
    "analysis.points_declined": N_("A person looked at the doubt and declined."),
}

VERBS: dict[str, str] = {
    "analysis.line_added": N_("Figure in detail added"),
    "analysis.line_dropped": N_("Figure in detail removed"),
    "analysis.company_noted": N_("Company figures noted"),
    "analysis.controls_noted": N_("Control points noted"),
    "analysis.points_counted": N_("Points counted"),
}
"""What the trail calls it."""
