"""Write the sample files beside this script: 200 leads and 60 running cases as a real firm's lists look.

Run it again after a change: `python samples/make_samples.py`. The same seed gives the same files. All people are
invented; phone numbers use ranges nobody is given, addresses end in example.test.
"""

import csv
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

# ruff: noqa: SIM905 - a line of names reads best as a line
HERE = Path(__file__).parent
SEED = 20150129

POLISH = (
    "Adam Andrzej Bartosz Cezary Dariusz Filip Grzegorz Jakub Kamil Łukasz Maciej Michał Paweł Wojciech".split(),
    "Agnieszka Beata Bożena Dorota Elżbieta Grażyna Iwona Joanna Katarzyna Monika Świętosława Żaneta".split(),
    "Wójcik Kamiński Zieliński Szymański Woźniak Dąbrowski Kozłowski Mazur Jankowski Krawczyk Piotrowski Grabowski "
    "Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Stępień Jaworski Żak Błaszczyk "
    "Brzęczyszczykiewicz Ćwikła Łęcki Śliwiński Źrebiec".split(),
)
RUSSIAN = (
    "Алексей Борис Виктор Геннадий Дмитрий Евгений Игорь Кирилл Леонид Максим Николай Олег Пётр Семён Юрий".split(),
    "Алёна Валентина Галина Дарья Екатерина Жанна Ирина Ксения Любовь Марина Наталья Ольга Светлана Юлия".split(),
    "Воробьёв Голубев Денисов Ершов Жуков Зайцев Ильин Киселёв Лебедев Морозов Никитин Орлов Панов Рябов Соловьёв "
    "Тихонов Фёдоров Щукин Юдин Яковлев".split(),
)
CHINESE = (
    "伟 强 磊 军 勇 杰 涛 明 超 刚".split(),
    "芳 娜 敏 静 丽 艳 娟 霞 秀英 桂英".split(),
    "王 李 张 刘 陈 杨 黄 赵 吴 周".split(),
)
CITIES = {
    "PL": "Warszawa Kraków Łódź Wrocław Poznań Gdańsk Rzeszów Białystok Zielona_Góra".split(),
    "RU": "Москва Казань Самара Пермь Тверь Орёл".split(),
    "CN": "上海 北京 深圳 广州".split(),
}
PRODUCTS = {
    "PL": ("kredyt hipoteczny", "kredyt gotówkowy", "leasing", "kredyt obrotowy", "kredyt inwestycyjny", "dotacja UE"),
    "RU": ("банкротство", "внесудебное банкротство", "ипотека", "кредит"),
    "CN": ("房贷", "贷款"),
}
SOURCES = {
    "PL": ("strona www", "ulotka", "radio", "biuro nieruchomości", "polecenie klienta", ""),
    "RU": ("сайт", "реклама", "рекомендация клиента", "радио", ""),
    "CN": ("网站", "客户推荐", ""),
}
BASES = {
    "PL": ("zgoda", "tak", "zapytanie", "zgoda RODO 12.03.2026", "formularz kontaktowy"),
    "RU": ("согласие", "да", "обращение"),
    "CN": ("同意", "咨询"),
}
NOTES = {
    "PL": (
        "dzwonić po 17",
        "żona też zarabia; zdolność do sprawdzenia",
        'mówi: "pilne"',
        "klient z targów",
        "",
        "",
        "",
    ),
    "RU": ("звонить после 18:00", "есть машина в залоге", "просит перезвонить", "", "", ""),
    "CN": ("晚上联系", "", ""),
}
CURRENCY = {"PL": "PLN", "RU": "RUB", "CN": "PLN"}
SHELVES = ("segregator 3, półka B", "teczka 114", "szafa w Krakowie", "papierowo", "skan u kierownika")
STAGES = ("2", "3", "Analiza", "4", "oferta", "5", "umowa", "6", "Dokumenty", "7", "8", "w banku", "9", "10", "12")
HEADINGS = (
    "Imię i nazwisko", "Telefon", "E-mail", "Data urodzenia", "Miejscowość", "Kraj", "Produkt", "Kwota", "Waluta",
    "Źródło", "Kampania", "Zgoda", "Uwagi",
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """One invented person with everything a list may say about them."""

    land: str
    name: str
    number: int
    born: date

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"osoba{self.number:03d}@example.test"


def make_person(draw: random.Random, land: str, number: int) -> Person:
    """Somebody of a country, the surname bent by gender."""
    men, women, families = {"PL": POLISH, "RU": RUSSIAN, "CN": CHINESE}[land]
    woman = draw.random() < 0.5
    given, family = draw.choice(women if woman else men), draw.choice(families)
    bent = _bent(family, land) if woman else family
    name = family + given if land == "CN" else f"{given} {bent}"
    return Person(land, name, number, date(1955, 1, 1) + timedelta(days=draw.randrange(18_000)))


def _bent(family: str, land: str) -> str:
    if land == "PL":
        return family[:-1] + "a" if family.endswith(("ski", "cki", "dzki")) else family
    return family + "а"


def phone(draw: random.Random, person: Person) -> str:
    """The person's number in one of the ways people write it."""
    digits = f"{person.number:03d}{person.number * 37 % 1000:03d}"
    a, b = digits[:3], digits[3:]
    forms = {
        "PL": (f"400 {a} {b}", f"+48 400 {a} {b}", f"400-{a}-{b}", f"48400{a}{b}", f"0048 400{a}{b}", f"(400) {a} {b}"),
        "RU": (f"+7 499 0{a[:2]}-{a[2:]}{b[:1]}-{b[1:]}", f"8 (499) 0{a[:2]}-{a[2:]}{b[:1]}-{b[1:]}", f"7499 0{a}{b}"),
        "CN": (f"+86 100 0{a} {b}0", f"0086 1000{a}{b}0"),
    }[person.land]
    return draw.choice(forms)


def amount(draw: random.Random, land: str) -> str:
    """An amount with spaces, points, commas or nothing, as it comes."""
    whole = draw.choice((12_500, 48_000, 85_000, 120_000, 350_000, 640_000, 1_250_000)) * (3 if land == "RU" else 1)
    spaced, pointed = f"{whole:,}".replace(",", " "), f"{whole:,}".replace(",", ".")
    return draw.choice(
        (str(whole), spaced, f"{spaced},00", f"{pointed},50", f"{spaced} zł" if land == "PL" else spaced)
    )


def lead(draw: random.Random, person: Person, campaign: str) -> list[str]:
    """One row of the list of leads, with the dirt such lists have."""
    land = person.land
    born = draw.choice((person.born.isoformat(), f"{person.born:%d.%m.%Y}", "", ""))
    name = draw.choice((person.name,) * 9 + (person.name.upper(),)) + draw.choice(("", "", "", " "))
    reach = draw.random()
    return [
        name, phone(draw, person) if reach > 0.08 else "", person.email if reach < 0.45 else "", born,
        draw.choice(CITIES[land]).replace("_", " "), {"PL": "Polska", "RU": "Rosja", "CN": "Chiny"}[land],
        draw.choice(PRODUCTS[land]), amount(draw, land) if draw.random() < 0.85 else "", CURRENCY[land],
        draw.choice(SOURCES[land]), campaign, draw.choice(BASES[land]), draw.choice(NOTES[land]),
    ]  # fmt: skip


def spoil(draw: random.Random, rows: list[list[str]], people: list[Person]) -> None:
    """Faults every list has: rows without channel, basis or sense, and people who stand there twice."""
    places = draw.sample(range(20, len(rows)), 24)
    for place in places[:3]:
        rows[place][1] = rows[place][2] = ""
    for place in places[3:7]:
        rows[place][11] = draw.choice(("", "nie", "brak"))
    rows[places[7]][7], rows[places[8]][7] = "ok. 200 tys.", "-5000"
    rows[places[9]][1], rows[places[9]][2] = "12-34", ""
    rows[places[10]][3], rows[places[11]][6] = "31.02.1980", "jacht"
    rows[places[12]][0] = ""
    rows[places[13]][2] = "brak adresu"
    for place in places[14:]:
        twin = draw.randrange(0, place)
        rows[place][0] = people[twin].name
        rows[place][1], rows[place][2] = phone(draw, people[twin]), ""


def leads(lands: str, size: int, draw: random.Random) -> list[list[str]]:
    """The list of leads of some countries ("PPRC": twice as many Poles)."""
    people = [make_person(draw, {"P": "PL", "R": "RU", "C": "CN"}[draw.choice(lands)], n) for n in range(1, size + 1)]
    rows = [lead(draw, person, draw.choice(("WIOSNA26", "TARGI-KRK", ""))) for person in people]
    spoil(draw, rows, people)
    return [list(HEADINGS), *rows]


def running(lands: str, size: int, draw: random.Random) -> list[list[str]]:
    """Running cases: the stage where they stand and where the earlier papers are."""
    rows = []
    for number in range(501, 501 + size):
        person = make_person(draw, {"P": "PL", "R": "RU", "C": "CN"}[draw.choice(lands)], number)
        row = lead(draw, person, "")
        row[1] = row[1] or phone(draw, person)
        row[11] = "umowa"
        rows.append([*row, draw.choice(STAGES), draw.choice(SHELVES)])
    rows[7][13], rows[19][13], rows[23][11] = "", "trzynasty", "brak"
    return [[*HEADINGS, "Etap", "Teczka"], *rows]


def write(name: str, encoding: str, rows: list[list[str]], separator: str = ";") -> None:
    """One file, with the line ends of old spreadsheets."""
    with (HERE / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)


def main() -> None:
    """All six files."""
    write("leads.csv", "utf-8", leads("PPPRRC", 200, random.Random(SEED)), ",")  # noqa: S311 - no secrets here
    write("leads-cp1250.csv", "cp1250", leads("P", 200, random.Random(SEED + 1)))  # noqa: S311
    write("leads-cp1251.csv", "cp1251", russian(leads("R", 200, random.Random(SEED + 2))))  # noqa: S311
    write("running-cases.csv", "utf-8", running("PPPRRC", 60, random.Random(SEED + 3)), ",")  # noqa: S311
    write("running-cases-cp1250.csv", "cp1250", running("P", 60, random.Random(SEED + 4)))  # noqa: S311
    write("running-cases-cp1251.csv", "cp1251", russian(running("R", 60, random.Random(SEED + 5))))  # noqa: S311


def russian(rows: list[list[str]]) -> list[list[str]]:
    """The same list as a Russian colleague keeps it: no Polish letter is left, cp1251 has none."""
    heads = "ФИО,Телефон,Почта,Дата рождения,Город,Страна,Продукт,Сумма,Валюта,Источник,Кампания,Согласие,Примечание"
    words = {"Rosja": "Россия", "umowa": "договор", "nie": "нет", "brak": "нет", "trzynasty": "тринадцатый"}
    words |= {"jacht": "яхта", "Analiza": "анализ", "oferta": "предложение", "Dokumenty": "документы"}
    words |= {"w banku": "рассмотрение", **dict.fromkeys(SHELVES, "папка 12")}
    titles = [*heads.split(","), "Этап", "Папка"][: len(rows[0])]
    return [titles, *([words.get(cell, cell) for cell in row] for row in rows[1:])]


if __name__ == "__main__":
    main()
