"""What the staff does stands in the trail: who, what, when, before and after, why. The house itself stands not in it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client

from appeals import publishing, starting
from appeals.models import Appeal
from campaigns.models import Campaign, Case, Source
from kit.refusals import Refused
from outbox import holding
from outbox.models import Message
from tests.config.doors import press, url
from tests.outbox.factories import a_message, register_notes
from tests.people import NOW, a_case, an_appeal, an_open_appeal, bela, dana
from trail import checking
from trail.models import Entry, Reason
from trail.models.entry import AppendOnly
from trail.recording import recorded

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
NO_PARTNERS = {"partnerships-TOTAL_FORMS": 0, "partnerships-INITIAL_FORMS": 0}


def newest() -> Entry:
    return Entry.objects.order_by("-number")[0]


def told(entry: Entry) -> dict:
    return json.loads(entry.changes)


def test_dana_closes_an_appeal_and_the_trail_says_so() -> None:
    appeal = an_open_appeal()
    publishing.close(appeal=appeal, by=dana(), reason="She is free.", now=LATER)
    entry = newest()
    assert (entry.by, entry.at, entry.act) == (dana(), LATER, "appeals.publishing.close")
    assert (entry.thing, entry.reason.words) == (f"appeals.appeal {appeal.pk}", "She is free.")
    fields = told(entry)["rows"][entry.thing]
    assert fields["state"] == ["open", "closed"]
    assert fields["closed_by_id"] == [None, dana().pk]
    assert set(fields) == {"state", "closed_at", "closed_by_id", "closed_because"}


def test_what_is_refused_or_rolled_back_leaves_nothing_in_the_trail() -> None:
    appeal = an_appeal()
    before = newest().number
    with pytest.raises(Refused):
        publishing.close(appeal=appeal, by=dana(), reason="x", now=LATER)
    with transaction.atomic():
        publishing.open_appeal(appeal=appeal, by=bela(), now=LATER)
        transaction.set_rollback(True)
    assert newest().number == before


def test_a_verb_that_calls_verbs_tells_of_each_and_only_of_those_that_were_done() -> None:
    appeal = an_open_appeal()
    before = newest().number

    @recorded
    def close_somehow(*, appeal: Appeal, by: User, now) -> None:
        with pytest.raises(Refused):
            publishing.close(appeal=appeal, by=by, reason="", now=now)
        publishing.win(appeal=appeal, by=by, reason="She is free.", now=now)

    close_somehow(appeal=appeal, by=dana(), now=LATER)
    acts = Entry.objects.filter(number__gt=before).order_by("number").values_list("act", flat=True)
    assert [act.rpartition(".")[2] for act in acts] == ["win", "close_somehow"]


def test_a_row_that_a_verb_makes_is_told_of() -> None:
    about = a_case()
    made = starting.start(
        case=about,
        slug="new",
        represents="KZ",
        demands=list(about.demands.all()),
        languages=["en"],
        fallback=None,
        calls=[],
        act_before=None,
        time_zone="UTC",
        by=bela(),
        now=NOW,
    )
    assert told(newest())["rows"][f"appeals.appeal {made.pk}"]["state"] == [None, "draft"]


def test_many_rows_are_named_by_their_keys_and_the_house_itself_is_not_told_of() -> None:
    register_notes()
    keys = [a_message(key=f"note:{number}").pk for number in range(3)]
    before = Entry.objects.count()
    holding.hold(Message.objects.filter(pk__in=keys[:1]), reason="The house.", by=None, now=NOW)
    assert Entry.objects.count() == before
    holding.hold(Message.objects.filter(pk__in=keys), reason="A strike.", by=dana(), now=NOW)
    assert {name: sorted(pks) for name, pks in told(newest())["many"].items()} == {"outbox.message": keys}
    assert told(newest())["result"] == 2


# The forms of the desk


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_a_form_of_the_desk_tells_before_and_after_and_no_words(desk: Client) -> None:
    roses = Campaign.objects.create(slug="roses", name="Roses")
    desk.post(url(Campaign, "change", roses.pk), {"slug": "roses", "name": "Secretname", **NO_PARTNERS})
    roses.refresh_from_db()
    assert roses.name == "Secretname"
    entry = newest()
    assert (entry.act, entry.by.username) == ("desk.change", "root")
    assert entry.thing == f"campaigns.campaign {roses.pk}"
    ((field, (before, after)),) = told(entry)["rows"][entry.thing].items()
    assert (field, before[0], after[0], before != after) == ("name", "#", "#", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM trail_entry")
        assert "Secretname" not in str(cursor.fetchall())


def test_rows_that_are_added_or_deleted_together_are_told_of_each(desk: Client) -> None:
    desk.post(url(Campaign, "add"), {"slug": "roses", "name": "Roses", **NO_PARTNERS})
    roses = Campaign.objects.get()
    assert (newest().act, newest().thing) == ("desk.add", f"campaigns.campaign {roses.pk}")
    rows = [Source.objects.create(key=f"S-{number}", title="x") for number in range(2)]
    chosen = {"_selected_action": [row.pk for row in rows], "post": "yes", "action": "delete_selected"}
    desk.post(url(Source), chosen)
    assert Source.objects.count() == 0
    two = Entry.objects.order_by("-number")[:2]
    assert {(one.act, one.thing) for one in two} == {
        ("desk.delete", f"campaigns.source {pk}") for pk in chosen["_selected_action"]
    }
    assert all(fields["title"][1] is None for one in two for fields in told(one)["rows"].values())


def test_the_trail_is_read_by_an_administrator_and_changed_by_nobody(desk: Client) -> None:
    publishing.close(appeal=an_open_appeal(), by=dana(), reason="She is free.", now=LATER)
    page = desk.get(url(Entry)).text
    assert "appeals.publishing.close" in page
    assert "She is free." in page
    entry = newest()
    assert "state: open → closed" in desk.get(url(Entry, "change", entry.pk)).text
    assert desk.post(url(Entry, "change", entry.pk), {"act": "x"}).status_code == 403
    press(desk, entry, "delete_selected")
    assert newest() == entry


# Append-only


@pytest.mark.parametrize("statement", ["UPDATE trail_entry SET act = 'x'", "DELETE FROM trail_entry"])
def test_the_database_itself_refuses_to_change_the_trail(statement: str) -> None:
    an_appeal()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    entry = newest()
    for act in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(act="x")):
        with pytest.raises(AppendOnly):
            act()


def test_a_reason_can_be_taken_away_and_the_chain_stays_whole() -> None:
    publishing.close(appeal=an_open_appeal(), by=dana(), reason="Amara told us.", now=LATER)
    Reason.objects.filter(entry=newest()).delete()
    assert list(checking.faults()) == []
    assert Case.objects.count() == 1
