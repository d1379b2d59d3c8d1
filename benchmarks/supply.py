"""Invented supporters, letters and mails: fresh ones for every round, so that nothing can be remembered."""

import random
import secrets
from typing import Any

_dice = random.Random(secrets.randbits(64))


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    "Amara Bela Dana Chidi Aigerim Erzhan Jürgen Zoë François Siobhán Łukasz Þóra Nguyễn Thảo Ngozi Søren Ana "
    "Айгүл Ержан Ольга Қанат Дмитро Έλενα Γιώργος Mária İpek Đorđe"
)
FAMILY = _words(
    "Okafor Kovács Müller Nowak O’Connor Özdemir Trần Björnsdóttir Čapek Silva Lindqvist García-Ortiz Adeyemi "
    "Нұрланова Әбішев Кравченко Соколова Παπαδόπουλος Smith van-der-Berg"
)
TOWNS = _words("Leeds Bristol Cardiff Glasgow Norwich Exeter Durham Derry Swansea Aberdeen")
ENDS = "abcdefghijklmnopqrstuvwxyz"
REFERENCE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

PARAGRAPHS = [
    "I write to you about the baker of Exampletown, who was sentenced in October 2019 to five years in prison after "
    "she had given bread to people who had come together without weapons to ask for work and for fair pay.",
    "Her lawyers and several human rights organisations regard the charge as a pretext. In prison she has reported "
    "threats and ill-treatment; nobody has examined what she reported. Her health has suffered, and letters from her "
    "family have reached her late or not at all. She has not seen a doctor whom she trusts since the spring.",
    "Freedom of assembly and freedom from ill-treatment are promised in the constitution of your country and in the "
    "covenants that it has signed. Nobody should lose years of life for having used them. I ask your government:",
]
DEMANDS = [
    "to release the baker of Exampletown at once and to annul her sentence;",
    "to examine her reports of ill-treatment independently, and to publish what is found;",
    "to end the prosecution of those who come together for work and for fair pay.",
]
ENDING = [
    "I would be grateful for an answer, and for news of her health. Please tell me to whom her family can turn, and "
    "when a doctor of her choice will be allowed to see her."
]


def a_name() -> str:
    """Two or three parts; the last ends in letters that make it new."""
    end = "".join(_dice.choices(ENDS, k=4))
    middle = [_dice.choice(GIVEN)] if _dice.random() < 0.3 else []
    return " ".join([_dice.choice(GIVEN), *middle, _dice.choice(FAMILY) + end])


def a_town() -> str:
    return _dice.choice(TOWNS)


def a_letter() -> dict[str, Any]:
    """A frozen letter as appeals/merging.py makes it, of about 220 words on one page."""
    name, town = a_name(), _dice.choice(TOWNS)
    places = "".join(_dice.choices(REFERENCE, k=8))
    house = f"{_dice.randrange(1, 400)} Embassy Row"
    return {
        "v": 1,
        "reference": f"OC-{places[:4]}-{places[4:]}",
        "date": f"2026-{_dice.randrange(1, 13):02}-{_dice.randrange(1, 29):02}",
        "language": "en",
        "layout": "din5008b",
        "subject": "Release the baker of Exampletown",
        "salutation": "Your Excellency,",
        "paragraphs": PARAGRAPHS,
        "demands": DEMANDS,
        "ending": ENDING,
        "closing": "Yours faithfully,",
        "signer": {"name": name, "town": town, "country": "GB", "country_name": "United Kingdom"},
        "sender_line": f"{name}, {town}, United Kingdom",
        "recipient": {
            "name": "Embassy of Examplia",
            "address_lines": ["Examplia House", house],
            "postcode": f"{_dice.randrange(10000, 99999)}",
            "city": "Capital",
            "country": "DE",
            "country_line": "Germany",
            "email": "embassy@office.example",
        },
        "copies_to": ["campaign@outcry.example"],
        "reply_to": "signer@mail.example",
    }


def letters(count: int) -> list[dict[str, Any]]:
    return [a_letter() for _ in range(count)]


def a_mail(round_number: int, number: int) -> dict[str, str]:
    """Values of one personalised mail; `address` is new every time, so that lost and doubled ones can be told."""
    token = "".join(_dice.choices(ENDS + "0123456789", k=40))
    return {
        "address": f"s{round_number}.{number}.{token[:8]}@supporter.example",
        "name": a_name(),
        "town": _dice.choice(TOWNS),
        "reference": token[:12],
        "link": f"https://outcry.example/signature/{token}/",
        "stop": f"https://outcry.example/stop/{token[::-1]}/",
    }


def mails(round_number: int, count: int) -> list[dict[str, str]]:
    return [a_mail(round_number, number) for number in range(count)]
