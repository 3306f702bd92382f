"""Regimes and sources of the contact rules as the policy file names them, marked so that readers get them translated.

What is an address without words stays as it is.
"""

from advisor.domain.words import N_

REGIMES: tuple[str, ...] = (
    N_("230-FZ art. 7"),
    N_("230-FZ art. 4"),
    N_("230-FZ art. 7(1)"),
    N_("230-FZ as amended by 467-FZ"),
    N_("12 CFR 1006.14(b)(2)"),
    N_("12 CFR 1006.6(b)(1)"),
    N_("no statute with numbers; ZPF Good Practices (members only)"),
    N_("Prawo komunikacji elektronicznej art. 398 (from 2024-11-10)"),
    N_("TRLGDCU art. 96.2-96.3"),
    N_("Directive 2021/2167 on credit servicers"),
    N_("industry guideline on post-loan collection of online consumer credit"),
    N_("Ley 2300 de 2023"),
    N_("overdue-control article (Spanish)"),
    N_("loan-practice article (Chinese)"),
    N_("Zaymer loan cycle"),
    N_("recommended product default for a broker reminding its own client"),
    N_("Advisor's own rule"),
)
SOURCES: tuple[str, ...] = (
    N_(
        "UFSSP Murmansk press note, 2025-09-29 (hours, meetings, calls); FSSP regional site r09.fssp.gov.ru, "
        "FAQ document26974543 (full limits for calls and messages); 230-FZ art. 7 via "
        "kremlin.ru/acts/bank/40955 page 2 (bankruptcy and incapacity ban); admmatlim.ru prosecutor note of "
        "2024-06-29 on 467-FZ"
    ),
    N_(
        "UFSSP Murmansk press note, 2025-09-29 (hours, meetings, calls); FSSP regional site r09.fssp.gov.ru, "
        "FAQ document26974543 (full limits for calls and messages); 230-FZ art. 7 via "
        "kremlin.ru/acts/bank/40955 page 2 (bankruptcy and incapacity ban)"
    ),
    N_("dzen.ru note restating 230-FZ limits"),
    N_("kremlin.ru/acts/bank/40955 page 2"),
    N_("general knowledge of 230-FZ; not read in primary text"),
    N_("adm-podozerskoe.ru note on rules from 2024-02-01; zakonvest.ru note on 467-FZ"),
    N_(
        "law.lawstack.com/cfr/12/1006.14 (eCFR text); consumerfinance.gov/rules-policy/regulations/1006/14; "
        "acainternational.org Reg F FAQ"
    ),
    N_("lawserver.com 12 CFR 1006-6; consumerfinancemonitor.com 2020-11-06"),
    N_("plus.nowosci.com.pl article 13059511; skef.pl note quoting par. 48 and 53"),
    N_('radcaprawny.kirp.pl, "Zakaz cold callingu w prawie komunikacji elektronicznej"'),
    N_("huffingtonpost.es and genbeta.com articles quoting art. 96.2"),
    N_("not looked up"),
    N_("semana.com, interview on Ley 2300"),
    N_("overdue-control article (Spanish), section on repayment notice"),
    N_("overdue-control article (Spanish)"),
    N_("loan-practice article (Chinese), section on the first overdue call"),
    N_("Zaymer loan cycle, step 4"),
    N_("our choice"),
    N_("own rule after CP06 and CP17"),
    N_("own rule; compare 12 CFR 1006.6(b)(2) and 230-FZ art. 8, neither read in primary text"),
    N_("own rule after CP09 and CP21"),
)
