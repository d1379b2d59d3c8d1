"""Going through the door of the desk as a person does: password first, then what their telephone shows."""

import re
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from staff import factors

PASSWORD = "bread and roses 1912"
SECRET = b"twenty bytes of hers"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def bela(now: datetime, **more: Any) -> User:
    """Of the staff, with an app that was added an hour ago."""
    user = User.objects.create_user(
        "bela", password=PASSWORD, **{"is_staff": True, "is_superuser": True, **more}
    )
    factors.add_app(
        user=user, secret=SECRET, code=code(at=now.timestamp() - 3600), by=user, now=_hour_before(now)
    )
    return user


def _hour_before(now: datetime) -> datetime:
    return datetime.fromtimestamp(now.timestamp() - 3600, tz=now.tzinfo)


def code(*, at: float, secret: bytes = SECRET) -> str:
    """What the telephone shows, reckoned by the library and not by our own file."""
    return TOTP(secret, 6, SHA1(), 30).generate(int(at)).decode()  # noqa: S303 -- what apps use


def password(client: Client, name: str = "bela", word: str = PASSWORD, **more: Any) -> HttpResponse:
    return client.post(reverse("admin:login"), {"username": name, "password": word}, **more)


def show(client: Client, shown: str) -> HttpResponse:
    return client.post(reverse("admin:second_step"), {"code": shown})


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def said(response: HttpResponse) -> str:
    found = re.search(r'class="errornote"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)
    return found[1].strip() if found else ""
