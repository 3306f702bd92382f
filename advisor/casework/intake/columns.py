"""Which heading means which field, in English, Polish, Russian and Chinese as people name their columns."""

from advisor.domain.folding import fold
from advisor.domain.words import N_

FIELD_TITLES: dict[str, str] = {
    "name": N_("Name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "birth_on": N_("Date of birth"),
    "city": N_("City"),
    "country": N_("Country"),
    "product": N_("Product"),
    "client_type": N_("Client type"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "source": N_("Source"),
    "referrer": N_("Recommended by"),
    "campaign": N_("Campaign"),
    "basis": N_("Legal basis"),
    "stage": N_("Stage"),
    "evidence": N_("Earlier evidence"),
    "owner": N_("Owner"),
    "notes": N_("Notes"),
    "debts": N_("Debts"),
    "mortgage": N_("Mortgage"),
    "row": N_("Row"),
}
"""Fields a column may feed, and the row as a whole."""

_HEADINGS: dict[str, str] = {
    "name": "name; full name; client; customer; surname and name; lead; company; imie i nazwisko; "
    "nazwisko i imie; klient; nazwa; firma; nazwa firmy; имя; фио; ф.и.о.; клиент; фамилия имя; "
    "фамилия имя отчество; название; 姓名; 客户; 客户姓名",
    "first": "first name; given name; imie; 名",
    "last": "last name; surname; family name; nazwisko; фамилия; 姓",
    "phone": "phone; telephone; mobile; phone number; cell; tel; tel.; telefon; telefon kontaktowy; numer telefonu; "
    "nr telefonu; komorka; телефон; номер телефона; мобильный; тел; тел.; 电话; 手机; 电话号码; 手机号",
    "email": "email; e-mail; mail; e mail; email address; adres e-mail; adres email; почта; эл. почта; "
    "электронная почта; имейл; 邮箱; 电子邮件",
    "birth_on": "birth date; date of birth; born; dob; birthday; data urodzenia; ur.; дата рождения; д.р.; 出生日期",
    "city": "city; town; miasto; miejscowosc; город; 城市",
    "country": "country; kraj; panstwo; страна; 国家",
    "product": "product; service; produkt; usluga; rodzaj finansowania; продукт; услуга; 产品",
    "client_type": "client type; type of client; legal form; typ klienta; forma prawna; rodzaj klienta; тип клиента; "
    "вид клиента; 客户类型",
    "amount": "amount; sum; loan amount; requested amount; value; kwota; kwota kredytu; wartosc; сумма; сумма кредита; "
    "сумма долга; 金额",
    "currency": "currency; waluta; валюта; 货币",
    "source": "source; lead source; zrodlo; zrodlo kontaktu; источник; 来源",
    "referrer": "referrer; referred by; recommended by; polecil; polecajacy; z polecenia; рекомендовал; "
    "кто рекомендовал; 推荐人",
    "campaign": "campaign; campaign code; kampania; kod kampanii; кампания; код кампании; 活动",
    "basis": "legal basis; basis; consent; consent basis; gdpr; podstawa prawna; podstawa; zgoda; zgoda rodo; rodo; "
    "правовое основание; основание; согласие; 法律依据; 同意",
    "stage": "stage; step; status; etap; krok; этап; стадия; шаг; 阶段",
    "evidence": "evidence; earlier evidence; paper file; shelf; shelf number; dowody; teczka; segregator; "
    "dokumenty papierowe; подтверждение; папка; дело; 档案",
    "owner": "owner; advisor; owner e-mail; advisor e-mail; doradca; opiekun; e-mail doradcy; ответственный; "
    "консультант; менеджер; 负责人",
    "debts": "debts; debt; list of debts; dlugi; zadluzenie; долги; задолженности; 债务",
    "mortgage": "mortgage; has mortgage; hipoteka; ипотека; 房贷",
    "notes": "notes; note; comment; comments; remarks; uwagi; notatki; komentarz; заметки; примечание; "
    "комментарий; 备注",
}
_FIELD_OF: dict[str, str] = {fold(word): field for field, words in _HEADINGS.items() for word in words.split(";")}


def fields_of(header: tuple[str, ...]) -> tuple[str, ...]:
    """The field each column feeds, '' for columns we do not know; of two columns for one field the first is taken."""
    found: list[str] = []
    for heading in header:
        field = _FIELD_OF.get(fold(heading.replace("_", " ").rstrip(":* ")), "")
        found.append("" if field in found else field)
    return tuple(found)
