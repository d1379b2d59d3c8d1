"""Invented people who sign and confirm, through the verbs that a visitor's browser uses: for trying out many letters.

Their names are put together from lists; their mailboxes are at supporter.example, where no mail can go (RFC 2606).
"""

import random
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from appeals import signing
from appeals.models import Appeal, Signature


def _words(text: str) -> list[str]:
    return text.split()


_GIVEN = _words(
    "Ada Aigerim Ana Anouk Ayşe Bela Carlos Chidi Daria Élodie Emre Erzhan Fatou Giorgos Hanna Inês Jürgen Kasia Lena Łukasz Marta Ngozi Olha Søren Tomás Zoë Айгүл Дмитро Ольга Ержан"
)
_FAMILY = _words(
    "Adeyemi Becker Boateng Čapek García-Ortiz Hansen Kaya Kovács Lindqvist Moreau Müller Novak O’Connor Okafor Özdemir Papadopoulos Silva Smith Tanaka Weber Кравченко Нұрланова Соколова Әбішев"
)
# Two-letter code and some places of each country; there are embassies in the seeds for most of them.
_PLACES = {
    "GB": "Leeds Bristol Cardiff Glasgow Norwich",
    "DE": "Köln Leipzig Bremen Mainz Halle",
    "FR": "Lyon Nantes Lille Rennes Dijon",
    "PL": "Łódź Gdańsk Kraków Poznań Lublin",
    "ES": "Sevilla Bilbao Vigo Málaga Gijón",
    "CH": "Bern Basel Chur Luzern Zug",
    "US": "Boston Denver Seattle Austin Tucson",
    "SE": "Lund Umeå Gävle Örebro Kalmar",
}
A_COMMIT = 100  # people; one write to the disk for each would take as long as all else


def sign(
    *, appeal: Appeal, count: int, now: datetime, seed: int, say: Callable[[int], None] = lambda _done: None
) -> int:
    """Let `count` people sign and confirm; return how many did. The same seed is the same people, who sign once."""
    dice = random.Random(seed)  # noqa: S311 -- invented names, nothing secret
    signed = 0
    for begin in range(0, count, A_COMMIT):
        with transaction.atomic():
            for number in range(begin, min(begin + A_COMMIT, count)):
                signed += _one(appeal, dice, f"crowd{seed}.{number}@supporter.example", now)
        say(signed)
    return signed


def _one(appeal: Appeal, dice: random.Random, email: str, now: datetime) -> bool:
    country = dice.choice(sorted(_PLACES))
    typed = signing.Typed(
        name=f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}",
        email=email,
        country=country,
        town=dice.choice(_PLACES[country].split()),
        display=dice.choice(Signature.Display.values),
    )
    signing.sign(appeal=appeal, typed=typed, language="en", now=now)
    pending = Signature.objects.filter(appeal=appeal, state=Signature.State.PENDING, created_at=now)
    signature = pending.order_by("pk").last()
    return bool(signature and signing.confirm(signature=signature, now=now))
