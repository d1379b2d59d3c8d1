"""How often somebody may try to log in. Counted before anything is looked up: a stranger learns nothing about accounts.

Each try uses shares of budgets (appeals/limiting.py), those that succeed as well, so that two at once cannot both be
the last. A name has its budget per network: nobody is shut out by a stranger elsewhere who types their name.
"""

from datetime import datetime, timedelta

from appeals.limiting import Share, use
from kit.refusals import Refused

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
TRIES_OF_A_NAME = 10
TRIES_OF_A_NETWORK = 100
CODES = 10
CODES_A_DAY = 50
TOO_MANY = "Too many tries. Wait a quarter of an hour, then try again."
TOO_MANY_CODES = (
    "Too many codes were tried for this account. Wait a quarter of an hour, then try again. "
    "If it was not you who tried them, your password is known to somebody: change it."
)


def count_password(*, name: str, network: str, now: datetime) -> None:
    """Refused when `name` from `network` (kit/networks.py), or the network as a whole, is over budget. One statement."""
    shares = [
        Share(f"login {network} {name.strip().casefold()}", TRIES_OF_A_NAME, QUARTER),
        Share(f"login {network}", TRIES_OF_A_NETWORK, HOUR),
    ]
    if use(shares, now):
        raise Refused(TOO_MANY)


def count_code(*, user_id: int, now: datetime) -> None:
    """Refused when too many codes were tried for an account, from wherever: only who knows its password gets here."""
    shares = [
        Share(f"code {user_id}", CODES, QUARTER),
        Share(f"codes of a day {user_id}", CODES_A_DAY, DAY),
    ]
    if use(shares, now):
        raise Refused(TOO_MANY_CODES)
