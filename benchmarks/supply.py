"""Invented supporters, letters and mails: fresh ones for every round, so that nothing can be remembered."""

import random
import secrets
from typing import Any

from benchmarks.names import a_person
from kit.glyphs import in_print
from kit.typed import clean_name

_dice = random.Random(secrets.randbits(64))


def _words(text: str) -> list[str]:
    return text.split()


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

VOCABULARY = _words(
    "I am a nurse from the north and have never written to an embassy before but my grandmother was a baker too who gave "
    "away what was left in the evening nobody asked her for a permission we have read of this sentence in the newspaper "
    "at work and could not believe that it’s five years for bread please let her see her children this winter they are "
    "six and nine years old my colleagues and our union stand behind every word of this letter though we know that you "
    "did not write the law yourself you can tell those at home how it looks from here with respect hope friendship "
    "officially well-known twenty-three affair difficult wavering Tuesday Vienna Toronto AVA effort flow office first"
)


def a_name() -> str:
    """As the form cleans it; the last part ends in letters that make it new."""
    return clean_name(a_person(_dice, new=True).name)


def a_town() -> str:
    return _dice.choice(TOWNS)


def new_word(letters: int) -> str:
    return "".join(_dice.choices(ENDS, k=letters)).capitalize()


def signed_by(name: str, town: str = "", country: str = "GB", country_name: str = "United Kingdom") -> dict:
    """The parts of a letter that name its signer."""
    name, town = in_print(name), in_print(town or a_town())
    signer = {"name": name, "town": town, "country": country, "country_name": country_name}
    return {
        "signer": {**signer, "address_lines": []},
        "sender_line": f"{name}, {town}, {country_name}",
    }


def a_letter(**more: Any) -> dict[str, Any]:
    """A frozen letter as appeals/merging.py makes it, of about 220 words on one page; `more` replaces some of it."""
    places = "".join(_dice.choices(REFERENCE, k=8))
    house = f"{_dice.randrange(1, 400)} Embassy Row"
    return {
        "v": 2,
        "reference": f"OC-{places[:4]}-{places[4:]}",
        "salt": secrets.token_hex(16),
        "date": f"2026-{_dice.randrange(1, 13):02}-{_dice.randrange(1, 29):02}",
        "language": "en",
        "layout": "din5008b",
        "subject": "Release the baker of Exampletown",
        "salutation": "Your Excellency,",
        "paragraphs": PARAGRAPHS,
        "demands": DEMANDS,
        "ending": ENDING,
        "bricks": [],
        "own_words": "",
        "closing": "Yours faithfully,",
        **signed_by(a_name()),
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
        **more,
    }


def letters(count: int) -> list[dict[str, Any]]:
    return [a_letter() for _ in range(count)]


def edited_letters(count: int) -> list[dict[str, Any]]:
    """Letters to which their signers have added something. They have less of our own text, so that they keep to one page."""
    text = {"paragraphs": PARAGRAPHS[:1], "demands": DEMANDS[:1], "ending": []}
    return [a_letter(**text, own_words=own_words()) for _ in range(count)]


def own_words() -> str:
    """What a signer adds: 60 to 200 words in one to three paragraphs, never twice the same."""
    paragraphs: list[str] = []
    left = _dice.randrange(60, 201)
    while left > 0:
        many = min(left, _dice.randrange(50, 110)) if len(paragraphs) < 2 else left
        words = _dice.choices(VOCABULARY, k=many)
        words[_dice.randrange(many)] = "".join(_dice.choices(ENDS, k=7))
        commas = [f"{word}," if _dice.random() < 0.08 else word for word in words]
        paragraphs.append(" ".join(commas).rstrip(",").capitalize() + ".")
        left -= many
    return "\n\n".join(paragraphs)


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
