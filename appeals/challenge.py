"""What is asked while an appeal is under attack or a network over budget: the browser calculates for a moment, once.

ALTCHA (library `altcha`, protocol 2): find the counter whose PBKDF2 key begins as the challenge says. The server
signs the challenge and keeps nothing until it is solved; then its hash is a budget of one use, so that no web
process takes it twice. static/outcry/challenge.js is the other half.
"""

import base64
import binascii
import json
import secrets
from datetime import datetime, timedelta

import altcha
from django.utils.crypto import salted_hmac

from appeals.limiting import Share
from appeals.models import Appeal

GOOD_FOR = timedelta(minutes=20)
ALGORITHM = "PBKDF2/SHA-256"
# About 500 keys of 2,000 rounds: a second on a desktop, some on a cheap phone.
ROUNDS = 2_000
KEYS = (250, 750)
LONGEST = 4_000  # characters of a solution; ours have some 900
_SECRET = "appeals.challenge"  # noqa: S105 -- the name under which the key is derived, not the key


def new(*, appeal: Appeal, now: datetime) -> str:
    """A challenge for one press on this appeal, as JSON."""
    counter = KEYS[0] + secrets.randbelow(KEYS[1] - KEYS[0])
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=counter,
        expires_at=now + GOOD_FOR,
        data={"appeal": appeal.pk},
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("answer"),
    )
    return json.dumps(made.to_dict())


def solved(*, appeal: Appeal, solution: str) -> Share | None:
    """The one use of a challenge that was solved in time; None for anything that is not a solution for this appeal."""
    if not solution or len(solution) > LONGEST or not _is_small_json(solution):
        return None
    result = altcha.verify_solution(solution, _key("challenge"), hmac_key_secret=_key("answer"))
    if not result.verified:
        return None
    parameters = altcha.Payload.from_base64(solution).challenge.parameters
    if (parameters.data or {}).get("appeal") != appeal.pk:
        return None
    return Share(f"challenge {parameters.nonce}", 1, GOOD_FOR)


def _is_small_json(solution: str) -> bool:
    """The library raises on some input that nobody's script sends; such input is simply no solution."""
    try:
        said = json.loads(base64.b64decode(solution, validate=True))
        return isinstance(said["challenge"]["parameters"], dict) and isinstance(said["solution"], dict)
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return False


def _key(purpose: str) -> bytes:
    return salted_hmac(_SECRET, purpose, algorithm="sha256").digest()
