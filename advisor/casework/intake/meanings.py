"""Which cell means which code: products, client types, sources, legal bases, stages and countries in four languages."""

from collections.abc import Iterable
from functools import cache

from advisor.domain.catalogue import BY_CODE, CLIENT_TYPE_TITLES, SOURCE_TITLES, Source
from advisor.domain.debts.words import KINDS
from advisor.domain.folding import fold
from advisor.domain.process import LINE, ORDER, StageKey
from advisor.domain.words import N_
from advisor.services.language import LANGUAGES, say
from advisor.stages.plan import BY_KEY

BASIS_TITLES: dict[str, str] = {
    "consent": N_("Consent"),
    "enquiry": N_("The person asked us"),
    "contract": N_("Running contract"),
    "interest": N_("Legitimate interest, company contact"),
}
"""Why we may keep and use a lead's data; a row without any stays in quarantine (SPEC A6)."""

_PRODUCTS = {
    "consumer_loan": "loan; cash loan; kredyt gotowkowy; pozyczka; kredyt konsumencki; "
    "потребительский кредит; кредит; 贷款",
    "mortgage": "home loan; kredyt hipoteczny; hipoteka; ипотека; ипотечный кредит; 房贷; 按揭",
    "business_working_capital": "working capital; business loan; kredyt obrotowy; "
    "оборотный кредит; кредит для бизнеса; 经营贷",
    "business_investment": "investment; kredyt inwestycyjny; инвестиционный кредит; 投资贷款",
    "leasing_simplified": "lease; leasing; leasing uproszczony; лизинг; 租赁",
    "leasing_standard": "leasing standardowy; standard lease; лизинг стандартный",
    "eu_grant": "grant; eu grant; dotacja; dotacja ue; dotacja unijna; грант; 补助",
    "ru_bankruptcy_court": "insolvency; bankruptcy; court insolvency; upadlosc; upadlosc konsumencka; банкротство; "
    "судебное банкротство; списание долгов; 破产",
    "ru_bankruptcy_mfc": "extrajudicial insolvency; внесудебное банкротство; мфц; банкротство мфц",
}
_CLIENT_TYPES = {
    "employee": "employed; pracownik; umowa o prace; etat; работник; по найму; 员工",
    "sole_trader": "self-employed; dzialalnosc; jdg; ип; 个体户",
    "sole_trader_ryczalt": "ryczalt; jdg ryczalt",
    "sole_trader_kpir": "kpir; jdg kpir",
    "sole_trader_full_books": "pelna ksiegowosc; jdg pelna ksiegowosc",
    "sole_trader_tax_card": "karta podatkowa",
    "sp_zoo": "company; sp. z o.o.; sp z oo; spolka; ооо; 公司",
    "sme": "small company; msp; мсп; малый бизнес; 中小企业",
    "citizen": "person; osoba; konsument; гражданин; физлицо; 个人",
}
_SOURCES = {
    Source.WEBSITE: "website; web; www; internet; strona; strona www; formularz; сайт; интернет; 网站",
    Source.CLIENT_REFERRAL: "client; referral; polecenie; polecenie klienta; z polecenia; рекомендация; "
    "рекомендация клиента; 客户推荐",
    Source.MARKETING: "marketing; mailing; ulotka; telemarketing; flyer; cold call; реклама; рассылка; листовка; 市场",
    Source.PARTNER_REFERRAL: "partner; polecenie partnera; biuro nieruchomosci; партнер; "
    "рекомендация партнера; 合作伙伴",
    Source.MEDIA: "media; radio; press; prasa; reklama; tv; сми; радио; пресса; 媒体",
    Source.RETURNING: "returning; former client; staly klient; powracajacy; повторный; бывший клиент; 老客户",
    Source.WALK_IN: "walk-in; office; z ulicy; biuro; inne; other; с улицы; офис; другое; 上门; 其他",
}
_BASES = {
    "consent": "yes; y; tak; t; zgoda; agreed; gdpr consent; да; согласие; есть; 同意; 是",
    "enquiry": "enquiry; inquiry; request; asked us; website form; contact form; zapytanie; formularz kontaktowy; "
    "prosba; обращение; заявка; запрос; 咨询",
    "contract": "existing client; client; umowa; klient; w trakcie umowy; договор; клиент; 合同",
    "interest": "legitimate interest; b2b; uzasadniony interes; prawnie uzasadniony interes; "
    "законный интерес; 合法利益",
}
_DEBTS = {
    "bank_loan": "loan; credit; kredyt; kredyt bankowy; pozyczka bankowa; кредит; кредит банка; потребкредит",
    "credit_card": "card; karta; karta kredytowa; кредитная карта; карта",
    "microloan": "payday loan; chwilowka; микрозайм; мфо; займ мфо",
    "secured_loan": "car loan; kredyt samochodowy; автокредит; залог; кредит под залог",
    "tax": "taxes; podatek; podatki; налог; налоги",
    "fine_fee": "state duty; duty; oplata; госпошлина; пошлина; сбор",
    "private_loan": "private person; receipt; pozyczka prywatna; расписка; долг по расписке; займ у физлица",
    "utilities": "rent; media; czynsz; жкх; коммуналка; коммунальные услуги",
    "alimony": "child support; alimenty; алименты",
    "criminal_case": "criminal; sprawa karna; уголовное дело",
    "moral_material_harm": "harm; szkoda; моральный вред; материальный ущерб; ущерб",
    "crime_related": "crime; przestepstwo; преступление",
    "subsidiary_liability": "company debts; odpowiedzialnosc za spolke; субсидиарная ответственность; субсидиарка",
    "challenged_deal": "challenged transaction; czynnosc zaskarzona; оспоренная сделка",
    "mortgage": "home loan; hipoteka; kredyt hipoteczny; ипотека",
    "fine": "fines; grzywna; mandat; штраф; штрафы",
    "guarantee": "surety; poreczenie; поручительство",
    "wages_owed": "wages; wynagrodzenia; зарплата работникам",
    "health_harm": "injury; szkoda na zdrowiu; вред здоровью",
    "telecom": "phone; internet; telefon; телефон; связь",
    "leasing": "lease; leasing; лизинг",
    "other": "inne; другое; прочее",
}
_DEBT_ANSWERS: dict[str, dict[str, str]] = {
    "collateral": {
        "held": "still there; yes; jest; tak; есть; на месте; да",
        "sold": "sprzedane; sprzedany; продан; продана; продано",
        "lost": "destroyed; utracone; zniszczone; утрачен; утрачено; уничтожен",
        "realised_by_creditor": "taken; repossessed; zabrane; изъят; изъято; забрал банк",
        "unknown": "nie wiadomo; неизвестно",
    },
    "fine_for": {
        "public_order": "ordinary; traffic; mandat; zwykla; обычный; гибдд; пдд",
        "state_harm": "harm to the state; szkoda panstwa; вред государству; ущерб государству",
    },
}
_YES_NO = {"yes": "y; true; 1; tak; t; да; есть; 是", "no": "n; false; 0; none; brak; nie; нет; -; 否"}
_NO_BASIS = "no; n; none; brak; nie; unknown; нет; неизвестно; 无; 否; -; –; ?"
_STAGES = {
    StageKey.CONTACT: "lead; kontakt; nowy; контакт; новый; 联系",
    StageKey.MEETING: "spotkanie; встреча; 会面",
    StageKey.ANALYSIS: "analiza; анализ; 分析",
    StageKey.OFFER: "oferta; предложение; 报价",
    StageKey.CONTRACT: "umowa; договор; 签约",
    StageKey.DOCUMENTS: "dokumenty; kompletowanie dokumentow; документы; сбор документов; 文件",
    StageKey.SUBMISSION: "zlozenie; zlozenie wniosku; zlozony; подача; подача заявления; 提交",
    StageKey.TRACKING: "w banku; rozpatrywanie; monitoring wniosku; рассмотрение; на рассмотрении; 审批",
    StageKey.DECISION: "decyzja; решение; 决定",
    StageKey.MONITORING: "monitoring; rozliczenie; сопровождение; 跟进",
    StageKey.REFERRALS: "polecenia; рекомендации; 推荐",
}
_COUNTRIES = {
    "PL": "poland; polska; польша; 波兰", "RU": "russia; rosja; россия; рф; 俄罗斯", "CN": "china; chiny; китай; 中国",
    "DE": "germany; niemcy; германия; 德国", "UA": "ukraine; ukraina; украина; 乌克兰",
    "ES": "spain; hiszpania; испания", "CZ": "czechia; czechy; чехия",
    "GB": "united kingdom; wielka brytania; uk; великобритания", "US": "usa; сша; 美国",
}  # fmt: skip


_ASKED_FIRST = frozenset({"challenged_transaction", "state_harm_fine"})
"""Kinds only the answers to questions lead to."""


def _index(words: dict[str, str]) -> dict[str, str]:
    return {
        fold(word): code for code, line in words.items() for word in (code, code.replace("_", " "), *line.split(";"))
    }


def _titled(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What pages call each code, in every language of the house."""
    return {fold(say(language, title)): code for code, title in titles for language in LANGUAGES}


@cache
def _product() -> dict[str, str]:
    return _titled((code, product.title) for code, product in BY_CODE.items()) | _index(_PRODUCTS)


@cache
def _client_type() -> dict[str, str]:
    return _titled(CLIENT_TYPE_TITLES.items()) | _index(_CLIENT_TYPES)


@cache
def _source() -> dict[str, str]:
    return _titled((str(c), t) for c, t in SOURCE_TITLES.items()) | _index({str(k): v for k, v in _SOURCES.items()})


@cache
def _basis() -> dict[str, str]:
    return _titled(BASIS_TITLES.items()) | _index(_BASES)


@cache
def _stage() -> dict[str, str]:
    stages = [BY_KEY[key].stage for key in LINE]
    return (
        _titled((str(stage.key), title) for stage in stages for title in (stage.title, stage.short))
        | _index({str(k): v for k, v in _STAGES.items()})
        | {str(place): str(key) for place, key in enumerate(ORDER, 1) if key in LINE}
    )


@cache
def _debt() -> dict[str, str]:
    asked_last = ((key, words[0]) for key, words in KINDS.items() if key not in _ASKED_FIRST)
    return _titled(asked_last) | _index(_DEBTS)


_COUNTRY = _index(_COUNTRIES)
_ANSWER = _index({code: words for answers in _DEBT_ANSWERS.values() for code, words in answers.items()})
_ANSWERED = {fold(word): code == "yes" for code, line in _YES_NO.items() for word in (code, *line.split(";"))}
DEBT_ANSWERS = {field: frozenset(answers) for field, answers in _DEBT_ANSWERS.items()}
"""What may stand behind the amount of a debt, by the question it answers."""
_NONE = {fold(word) for word in _NO_BASIS.split(";")}


def product(text: str) -> str:
    """Code of a product; '' when the word is not known."""
    return _product().get(fold(text), "")


def client_type(text: str, product_code: str) -> str:
    """Code of a client type that fits the product; the product's first for an empty cell, '' when it does not fit."""
    types = BY_CODE[product_code].client_types
    if not text:
        return types[0]
    code = _client_type().get(fold(text), "")
    return code if code in types else next((t for t in types if code and t.startswith(code)), "")


def source(text: str) -> str:
    """Code of a source; '' when the word is not known."""
    return _source().get(fold(text), "")


def basis(text: str) -> str | None:
    """Code of a legal basis ('zgoda z 12.03' is a consent); '' for none at all, None for words we do not know."""
    folded = fold(text)
    if folded in _NONE or not folded:
        return ""
    known = _basis()
    return known.get(folded) or known.get(folded.split()[0].rstrip(",.;:"))


def stage(text: str) -> str:
    """Key of a stage of the main line by number, key or title; '' when not known."""
    return _stage().get(fold(text).removeprefix("etap ").removeprefix("этап ").removesuffix("."), "")


def debt_kind(text: str) -> str:
    """Key of a kind of debt; '' when the word is not known."""
    return _debt().get(fold(text.strip(" :=")), "")


def debt_answer(text: str) -> str:
    """Code of an answer behind the amount of a debt; '' when the word is not known."""
    return _ANSWER.get(fold(text), "")


def yes_no(text: str) -> bool | None:
    """Yes or no; None when the word is neither."""
    return _ANSWERED.get(fold(text))


def country(text: str) -> str:
    """Two-letter code of a country; '' when not known."""
    folded = fold(text)
    return _COUNTRY.get(folded, "")
