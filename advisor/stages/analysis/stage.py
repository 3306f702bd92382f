"""What the analysis stage is, and the words of its findings, topics, questions and verbs."""

from advisor.domain.process import Phase, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.analysis.points import stage as points

STAGE = Stage(
    key=StageKey.ANALYSIS,
    title=N_("Analysis of goals, needs and ability"),
    short=N_("Analysis"),
    phase=Phase.ACQUIRE,
    follow_up_days=3,
    follow_up_text=N_("Finish the analysis"),
    target_days=7,
    inside=True,
    duties=(
        N_("Minute the talk"),
        N_("Purpose and amount"),
        N_("Ability figures"),
        N_("Possible routes of funding"),
    ),
)

TOPICS: dict[str, str] = {
    "goals": N_("Goals"),
    "investment": N_("Investment needs"),
    "ability": N_("Financial ability"),
    "market": N_("Market potential"),
    "funding": N_("Possibilities of funding by institutions"),
    "debts": N_("Debts: what led to them"),
    "property": N_("Property"),
    "income": N_("Income and household"),
    "bankruptcies": N_("Earlier bankruptcies"),
    "conduct": N_("Conduct: what a court may ask"),
}

CONDUCT: dict[str, str] = {
    "repeat": N_("Was there a bankruptcy in the last five years?"),
    "convicted": N_("Was there a conviction for a bankruptcy offence?"),
    "false_data": N_("Was a loan taken with false data?"),
    "hidden": N_("Was property hidden, given away or destroyed?"),
    "withheld": N_("Was information withheld from a court or a manager?"),
}
"""Questions whose "yes" may cost the discharge (127-FZ art. 213.28 p. 4 as told by secondary pages; LAW)."""

FINDINGS: dict[str, str] = {
    "analysis.talk_missing": N_("The talk was not held or not minuted."),
    "analysis.purpose_missing": N_("The purpose is not noted."),
    "analysis.amount_missing": N_("The amount is not noted."),
    "analysis.ability_missing": N_("The ability figures are missing."),
    "analysis.route_missing": N_("No possible route is noted, nor why there is none."),
    "analysis.topic_goals": N_("Topic without words: goals."),
    "analysis.topic_investment": N_("Topic without words: investment needs."),
    "analysis.topic_ability": N_("Topic without words: financial ability."),
    "analysis.topic_market": N_("Topic without words: market potential."),
    "analysis.topic_funding": N_("Topic without words: possibilities of funding."),
    "analysis.topic_debts": N_("Topic without words: what led to the debts."),
    "analysis.topic_property": N_("Topic without words: property."),
    "analysis.topic_income": N_("Topic without words: income and household."),
    "analysis.topic_bankruptcies": N_("Topic without words: earlier bankruptcies."),
    "analysis.topic_conduct": N_("Topic without words: conduct."),
    "analysis.doubt_repeat": N_("A bankruptcy in the last five years: ask a lawyer first."),
    "analysis.doubt_convicted": N_("A conviction for a bankruptcy offence: ask a lawyer first."),
    "analysis.doubt_false_data": N_("A loan taken with false data: ask a lawyer first."),
    "analysis.doubt_hidden": N_("Property hidden or given away: ask a lawyer first."),
    "analysis.doubt_withheld": N_("Information withheld: ask a lawyer first."),
    **points.FINDINGS,
}

VERBS: dict[str, str] = {
    "analysis.talk_noted": N_("Talk minuted"),
    "analysis.need_noted": N_("Purpose and amount noted"),
    "analysis.ability_noted": N_("Ability figures noted"),
    "analysis.topics_noted": N_("Topics noted"),
    "analysis.route_added": N_("Route added"),
    "analysis.route_dropped": N_("Route dropped"),
    "analysis.no_route": N_("No route, because"),
    **points.VERBS,
}
