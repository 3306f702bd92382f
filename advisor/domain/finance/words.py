"""Sentences that say by which convention figures were computed; they are stored by code and printed with the offer."""

from advisor.domain.words import N_

METHODS: dict[str, str] = {
    "annuity": N_("Equal instalments"),
    "equal_principal": N_("Equal capital parts, falling instalments"),
}

DAY_COUNTS: dict[str, str] = {
    "equal_months": N_("Interest by equal months: one twelfth of the annual rate for each month."),
    "act_365": N_("Interest by actual days, a year being 365 days."),
    "act_act": N_("Interest by actual days, a year being 365 days or 366 in leap years."),
    "30_360": N_("Interest by months of 30 days, a year being 360 days."),
}

RATE_CONVENTIONS: dict[str, str] = {
    "eu_equal_months": N_(
        "Effective annual rate by the EU equation, time in equal months (Directive 2008/48/EC, Annex I)."
    ),
    "eu_act_365": N_(
        "Effective annual rate by the EU equation, time in days over 365 (Directive 2008/48/EC, Annex I)."
    ),
}

ROUNDING = N_(
    "The instalment and the interest of each period are rounded half-up to the smallest coin; "
    "the last instalment is the remaining capital with its interest."
)

GRACES: dict[str, str] = {
    "interest_only": N_("During the grace period only interest is paid."),
    "full": N_("During the grace period nothing is paid; interest is added to the capital."),
}

EARLY_EFFECTS: dict[str, str] = {
    "shorten": N_("Early repayment ends the loan sooner; the instalment stays."),
    "lower": N_(
        "Early repayment lowers the instalment by that of the amount repaid, less one smallest coin for rounding."
    ),
}

LEASE = N_(
    "Lease instalments at one twelfth of the annual rate a month; the residual is paid at the end of the last month; "
    "total fees are the initial payment, all instalments and the residual as percent of the net price."
)

LEASE_ROUNDING = N_(
    "Every lease instalment is the same amount rounded half-up to the smallest coin; "
    "the interest of the last one takes what rounding left over."
)
