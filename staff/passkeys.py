"""Passkeys: what browser and server say to each other (WebAuthn level 2), by Yubico's library.

options, state = begin_adding(user)          options go to the page, state stays in the session
add(user=…, name=…, state=state, response=…, by=…, now=…)
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from kit.refusals import Refused
from staff.models import Passkey
from trail.recording import recorded

NOT_GOOD = "The browser did not show a passkey of this account. Try again, or use a code."
# What the library raises for an answer that somebody made up.
MADE_UP = (ValueError, KeyError, TypeError, AttributeError, IndexError)


def server() -> Fido2Server:
    """For the one address under which people reach us; an answer given to any other page is refused."""
    address = urlsplit(settings.OUTCRY_URL)
    party = PublicKeyCredentialRpEntity(id=address.hostname or "", name=settings.OUTCRY_FROM_NAME)
    return Fido2Server(party, verify_origin=lambda origin: origin == f"{address.scheme}://{address.netloc}")


def begin_adding(user: Any) -> tuple[dict[str, Any], Any]:
    person = PublicKeyCredentialUserEntity(
        id=str(user.pk).encode(), name=user.get_username(), display_name=user.get_username()
    )
    options, state = server().register_begin(
        person, _known(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), state


@recorded
def add(*, user: Any, name: str, state: Any, response: Mapping[str, Any], by: Any, now: datetime) -> Passkey:
    try:
        found = server().register_complete(state, response)
    except MADE_UP as error:
        raise Refused(NOT_GOOD) from error
    credential = found.credential_data
    if credential is None:
        raise Refused(NOT_GOOD)
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                user=user,
                name=name.strip()[:60] or "Passkey",
                credential_id=credential.credential_id,
                credential=bytes(credential),
                sign_count=found.counter,
                added_at=now,
            )
    except IntegrityError as error:
        raise Refused("This passkey is known already.") from error


def begin_asking(user: Any) -> tuple[dict[str, Any], Any]:
    options, state = server().authenticate_begin(
        _known(user), user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), state


def check(*, user: Any, state: Any, response: Mapping[str, Any], now: datetime) -> None:
    """Refused unless `response` is signed by a passkey of `user`. A counter that went back means a copied key (6.1.1)."""
    try:
        used = server().authenticate_complete(state, _known(user), response)
        counter = AuthenticationResponse.from_dict(response).response.authenticator_data.counter
    except MADE_UP as error:
        raise Refused(NOT_GOOD) from error
    row = Passkey.objects.filter(user=user, credential_id=used.credential_id)
    newer = row.filter(sign_count__lt=counter) if counter else row.filter(sign_count=0)
    if not newer.update(sign_count=counter, used_at=now):
        raise Refused(
            "This passkey seems to have been copied. Use a code, and tell who looks after the staff."
        )


def _known(user: Any) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(row.credential)) for row in Passkey.objects.filter(user=user)]
