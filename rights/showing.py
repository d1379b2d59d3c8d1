"""What we hold about a supporter: in words for their page, and whole for their file."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from appeals.models import AppealText, Signature
from letters.models import Letter, Reply
from outbox.models import Message
from outbox.personal import to
from rights.people import held_about, person_of
from supporters.models import Consent, Supporter

# What finds a row, or opens a page: of no use to anybody but us, and dangerous in a file that lies around.
SECRETS = frozenset({"link_seed", "link_hash"})


@dataclass(frozen=True)
class Held:
    supporter: Supporter
    signatures: list[tuple[Signature, str, list[Letter]]]  # with the appeal's title in the reader's language
    consents: list[Consent]
    messages: list[Message]
    replies: int

    @property
    def wants_updates(self) -> bool:
        return Consent.Purpose.UPDATES in self._live

    @property
    def may_reply(self) -> bool:
        return Consent.Purpose.REPLY in self._live

    @property
    def _live(self) -> set[str]:
        return {one.purpose for one in self.consents if one.given_at and not one.withdrawn_at}


def held(supporter: Supporter, *, language: str) -> Held:
    """Eight queries, however much it is."""
    signatures = list(supporter.signatures.select_related("appeal").order_by("created_at", "pk"))
    titles = _titles({one.appeal_id for one in signatures}, language)
    letters = Letter.objects.filter(signature__in=signatures).select_related("target").defer("frozen")
    of: dict[int, list[Letter]] = {}
    for letter in letters.order_by("pk"):
        of.setdefault(letter.signature_id, []).append(letter)
    return Held(
        supporter,
        [(one, titles.get(one.appeal_id, one.appeal.slug), of.get(one.pk, [])) for one in signatures],
        list(supporter.consents.order_by("asked_at", "pk")),
        list(to(person_of(supporter)).order_by("-created_at", "-pk")),
        Reply.objects.filter(letter__signature__in=signatures).count(),
    )


def _titles(appeals: set[int], language: str) -> dict[int, str]:
    """As the appeal's page names it: in the reader's language, else in English, else in any."""
    found: dict[int, dict[str, str]] = {}
    texts = AppealText.objects.filter(appeal__in=appeals, state=AppealText.State.APPROVED).order_by(
        "language"
    )
    for appeal, tongue, title in texts.values_list("appeal", "language", "title"):
        found.setdefault(appeal, {})[tongue] = title
    return {
        appeal: said.get(language) or said.get("en") or next(iter(said.values()))
        for appeal, said in found.items()
    }


def file_of(supporter: Supporter, *, now: datetime) -> dict[str, Any]:
    """Everything, as JSON can hold it: {"made_at": …, "held": {room.Model: [{column: value}]}}."""
    person = person_of(supporter)
    return {
        "made_at": now.isoformat(),
        "held": {one.model._meta.label: [_row(row) for row in rows] for one, rows in held_about(person)},
    }


def _row(row: models.Model) -> dict[str, Any]:
    columns = [one for one in row._meta.concrete_fields if one.name not in SECRETS]
    return {one.name: _value(getattr(row, one.attname)) for one in columns}


def _value(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        plain = bytes(value)
        try:
            return plain.decode()
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(plain).decode()}
    return value
