"""Each story is told five times: built, built and remembered, and from then on put back from memory."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from appeals.models import Appeal
from campaigns.models import Campaign
from tests import people
from tests.remembering import PAST, remembered
from tests.rows import Rows, keys, rows_of

pytestmark = pytest.mark.django_db
TOLD: list[tuple[int, Rows, int]] = []
OFTEN = pytest.mark.parametrize("time", range(5))


def a_signed_appeal() -> None:
    people.an_embassy(country="GB")
    people.amara_confirms(people.an_open_appeal(slug="of-this-story"))


def statements(act: Callable[[], object]) -> int:
    seen = []
    with connection.execute_wrapper(lambda execute, sql, *rest: seen.append(sql) or execute(sql, *rest)):
        act()
    return len(seen)


@OFTEN
def test_what_is_put_back_is_what_was_built(time):
    TOLD.append((statements(a_signed_appeal), rows_of(keys()), len(connection.run_on_commit)))

    built, told = TOLD[0], TOLD[time]
    counts = [{table: len(rows) for table, rows in rows_of.tables.items()} for _, rows_of, _ in (built, told)]
    assert counts[0] == counts[1]
    assert told[2] == built[2]  # what happens after the commit
    if (
        time > 2
    ):  # PostgreSQL gives a built appeal another key each time, so that its signer is remembered one telling later
        assert {name for name, rows in told[1].tables.items() if rows != TOLD[2][1].tables[name]} == set()
        assert told[0] < built[0] / 4


@OFTEN
def test_after_any_other_write_it_is_built_for_real(time):
    people.an_embassy(country="GB")
    appeal = people.an_open_appeal()
    Campaign.objects.update(name="Bread and roses")

    assert PAST.at() is None
    assert people.amara_confirms(appeal).appeal == appeal
    assert PAST.at() is None


@OFTEN
def test_a_test_that_has_patched_something_gets_nothing_from_memory(time, monkeypatch):
    monkeypatch.setattr(people, "TEXTS", {"en": {**people.TEXTS["en"], "title": "Free the other baker"}})

    texts = people.an_open_appeal(languages=("en",)).texts.values_list("title", flat=True)

    assert list(texts) == ["Free the other baker"]


@OFTEN
def test_numbers_put_back_are_not_given_again_after_a_restore_has_set_back_the_counters(time):
    """On PostgreSQL counters outlive the transaction: the restore of an empty database has them begin at one."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Appeal]) if time == 4 else []:
            cursor.execute(statement)

    appeal = people.an_open_appeal(slug="of-this-story")
    other = people.an_open_appeal(case=people.a_case(slug=f"smith-{time}"))

    assert other.pk > appeal.pk


@remembered
def a_campaign_of_this_moment() -> Campaign:
    return Campaign.objects.create(slug="moment", name=timezone.now().isoformat())


@OFTEN
def test_each_moment_at_which_time_stands_still_has_its_own_memory(time):
    moment = people.NOW + timedelta(hours=time % 2)
    with time_machine.travel(moment, tick=False):
        a_campaign_of_this_moment()
        assert Campaign.objects.get().name == moment.isoformat()
    with time_machine.travel(moment, tick=True):
        assert PAST.at() is not None
        people.bela()
        assert PAST.at() is None  # where time goes on, nothing is remembered
