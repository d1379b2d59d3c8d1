import pytest

from kit.moves import Moves
from kit.refusals import Refused

MOVES = Moves({"draft": {"in_review"}, "in_review": {"draft", "open"}, "open": {"closed"}, "closed": set()})


def test_the_table_says_what_may_follow():
    assert MOVES.allows("draft", "in_review")
    assert not MOVES.allows("draft", "open")
    assert not MOVES.allows("closed", "draft")


def test_a_state_nobody_knows_leads_nowhere():
    assert not MOVES.allows("lost", "draft")
    assert MOVES.before("lost") == []


def test_a_guarded_update_asks_where_one_may_come_from():
    assert MOVES.before("in_review") == ["draft"]
    assert Moves({"a": {"c"}, "b": {"c"}}).before("c") == ["a", "b"]


def test_a_move_that_is_not_allowed_is_refused_in_words():
    MOVES.check("in_review", "open", thing="appeal")
    with pytest.raises(Refused) as caught:
        MOVES.check("in_review", "closed", thing="appeal")

    assert caught.value.message == "This appeal is in review and cannot become closed."
    assert caught.value.field == ""
