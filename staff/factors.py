"""The second factor of a member of staff: add it, show it at login, take it away.

Whoever works at the desk has an authenticator app or a passkey, and recovery codes on paper.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from kit.refusals import Refused, reason_of
from staff import recovery, totp
from staff.attempts import count_code
from staff.leaving import log_out
from staff.models import AuthenticatorApp, FactorReset, Passkey, RecoveryCode
from trail.recording import recorded

WRONG_CODE = "This code is not right, or was used already. Wait for the next one, and type that."


def has_any(user: Any) -> bool:
    return AuthenticatorApp.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


@recorded
def add_app(*, user: Any, secret: bytes, code: str, by: Any, now: datetime) -> None:
    """Take an authenticator app in place of the one there was. Refused unless it shows the right code already."""
    step = totp.step_of(secret, code.replace(" ", ""), now=now)
    if step is None:
        raise Refused("This is not the code that the app should show now. Is the telephone's clock right?")
    AuthenticatorApp.objects.update_or_create(
        user=user, defaults={"secret": secret, "last_step": step, "added_at": now, "used_at": None}
    )


def check_code(*, user: Any, code: str, now: datetime) -> str:
    """Return how somebody showed who they are: "app" or "recovery". Refused when the code is wrong or was used."""
    count_code(user_id=user.pk, now=now)
    typed = "".join(code.split())
    app = AuthenticatorApp.objects.filter(user=user).first()
    step = totp.step_of(bytes(app.secret), typed, now=now) if app else None
    # Guarded: of two logins with one code, one is refused (RFC 6238, 5.2).
    if (
        app
        and step
        and AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step, used_at=now)
    ):
        return "app"
    if recovery.spend(user=user, code=typed, now=now):
        return "recovery"
    raise Refused(WRONG_CODE)


@recorded
@transaction.atomic
def take_away(*, user: Any, passkey: int | None, by: Any, now: datetime) -> None:
    """Remove a passkey, or with None the app. Refused when nothing would be left."""
    get_user_model().objects.select_for_update().get(pk=user.pk)  # two removals at once must not leave none
    apps, keys = AuthenticatorApp.objects.filter(user=user), Passkey.objects.filter(user=user)
    if apps.count() + keys.count() < 2:
        raise Refused("This is your only second factor. Add another one first.")
    (apps if passkey is None else keys.filter(pk=passkey)).delete()


@recorded
@transaction.atomic
def reset(*, user: Any, by: Any, reason: str, now: datetime) -> None:
    """Take away the second factor that `user` has lost, and end their sessions: they add a new one at their next login."""
    said = reason_of(reason, ask="Say how you know that it is they who ask: by telephone, in person …")
    if by.pk == user.pk:
        raise Refused("A second person has to do this for you.")
    if user.is_superuser and not by.is_superuser:
        raise Refused("Only a superuser can do this for a superuser.")
    for kept in (AuthenticatorApp, Passkey, RecoveryCode):
        kept.objects.filter(user=user).delete()
    FactorReset.objects.create(user=user, by=by, reason=said, at=now)
    log_out(user=user, by=by, now=now)
