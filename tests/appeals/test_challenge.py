"""A challenge is signed, for one appeal, for twenty minutes and for one use; nothing else is a solution."""

import base64
import json
from datetime import timedelta

import altcha
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appeals import challenge, limiting
from appeals.models import Appeal
from tests.people import NOW

APPEAL = Appeal(pk=1)


def solve(said: str) -> str:
    """What challenge.js sends back."""
    asked = altcha.Challenge.from_dict(json.loads(said))
    return altcha.Payload(asked, altcha.solve_challenge(asked)).to_base64()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(challenge, "KEYS", (1, 4))
    monkeypatch.setattr(challenge, "ROUNDS", 2)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
def test_a_solution_counts_once():
    share = challenge.solved(appeal=APPEAL, solution=solve(challenge.new(appeal=APPEAL, now=NOW)))

    assert share is not None
    assert limiting.use([share], NOW) == set()
    assert limiting.use([share], NOW) == {share}
    assert limiting.use([share], NOW + timedelta(minutes=19)) == {share}


def test_a_solution_is_for_one_appeal_and_for_twenty_minutes():
    solution = solve(challenge.new(appeal=APPEAL, now=NOW))

    assert challenge.solved(appeal=Appeal(pk=2), solution=solution) is None
    with time_machine.travel(NOW + timedelta(minutes=21), tick=False):
        assert challenge.solved(appeal=APPEAL, solution=solution) is None


def test_a_challenge_of_ones_own_making_is_none():
    own = altcha.create_challenge(
        challenge.ALGORITHM, 1, counter=1, data={"appeal": 1}, hmac_secret=b"mine", hmac_key_secret=b"mine"
    )
    assert challenge.solved(appeal=APPEAL, solution=solve(json.dumps(own.to_dict()))) is None


def test_a_made_up_answer_to_a_real_challenge_is_none():
    said = json.loads(base64.b64decode(solve(challenge.new(appeal=APPEAL, now=NOW))))
    said["solution"]["derivedKey"] = "00" * 32

    assert challenge.solved(appeal=APPEAL, solution=_packed(said)) is None


@pytest.mark.parametrize(
    "solution",
    [
        *("", "x", "e30=", "bnVsbA==", "W10=", "A" * 5_000, "\ud800", "ключ"),
        base64.b64encode(b'{"challenge": {"parameters": []}, "solution": {}}').decode(),
        base64.b64encode(b"[" * 2_000).decode(),
    ],
)
def test_what_is_no_solution_is_none(solution):
    assert challenge.solved(appeal=APPEAL, solution=solution) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ("algorithm", "cost", "keyLength", "keyPrefix", "nonce", "salt", "expiresAt", "data", "keySignature")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FIELDS), JSON, JSON, JSON)
def test_whatever_stands_in_it_the_check_says_no_and_never_fails(field, value, signature, answer):
    said = json.loads(challenge.new(appeal=APPEAL, now=NOW))
    said["parameters"][field] = value
    said["signature"] = signature
    packed = _packed({"challenge": said, "solution": {"counter": answer, "derivedKey": answer}})

    assert challenge.solved(appeal=APPEAL, solution=packed) is None


def _packed(said: object) -> str:
    return base64.b64encode(json.dumps(said).encode()).decode()
