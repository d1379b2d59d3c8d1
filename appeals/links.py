"""The one link that every mail about a signature carries, so that an older mail's link does not stop working.

Only the seed and a hash stand in the database; the token in the link comes out of the seed with the key ring, so a
copy of the database opens nobody's page.
"""

import secrets

from django.conf import settings
from django.urls import reverse

from appeals.models import Signature
from kit.tokens import derived_token, hash_token

PURPOSE = "signature"
SEED_BYTES = 16


def new_seed() -> str:
    return secrets.token_urlsafe(SEED_BYTES)


def token_of(seed: str) -> str:
    return derived_token(seed, purpose=PURPOSE)


def hash_of(seed: str) -> str:
    return hash_token(token_of(seed), purpose=PURPOSE)


def link_of(signature: Signature) -> str:
    """The whole address of the signer's page, in the language that is active."""
    return settings.OUTCRY_URL + reverse("signature", args=[token_of(signature.link_seed)])


def by_link(token: str) -> Signature | None:
    """The signature that a link from a mail opens, with appeal, case and supporter loaded. One query."""
    return (
        Signature.objects.select_related(
            "appeal__case__campaign", "appeal__tally", "appeal__fallback", "supporter"
        )
        .filter(link_hash=hash_token(token, purpose=PURPOSE))
        .first()
    )
