"""Bela sets until when an appeal is open, gives it a picture and clones it; none of it by moving its state."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from appeals import publishing
from appeals.models import Appeal, Brick
from tests import people
from tests.appeals.desk import PICTURE, desk, page_of, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def bela() -> Client:
    return desk("bela")


@pytest.fixture
def case():
    return people.a_case()


@pytest.mark.parametrize(
    ("zone", "day", "clock", "last_moment", "said"),
    [
        ("Asia/Almaty", "2027-01-31", "", "2027-01-31T18:59", ""),
        ("Europe/Berlin", "2027-03-27", "", "2027-03-27T22:59", ""),
        ("Europe/Berlin", "2027-03-28", "", "2027-03-28T21:59", ""),
        ("Europe/Berlin", "2027-03-28", "02:30", None, "skip 02:30 on that day. The next time is 03:30."),
        (
            "Europe/Berlin",
            "2027-10-31",
            "02:30",
            "2027-10-31T00:30",
            "twice on that day: the first of the two was taken.",
        ),
    ],
)
def test_an_appeal_closes_at_the_moment_of_its_own_zone(bela, case, zone, day, clock, last_moment, said):
    appeal = people.an_open_appeal(case=case)
    page = upload(bela, appeal, None, follow=True, time_zone=zone, act_day=day, act_time=clock)
    assert said in page.text
    appeal.refresh_from_db()
    if last_moment is None:
        assert appeal.act_before is None
        return
    moment = datetime.fromisoformat(last_moment).replace(tzinfo=UTC)
    assert (appeal.act_before, appeal.last_day.isoformat()) == (moment, day)
    before = moment - timedelta(seconds=1)
    assert (appeal.takes_signatures(before), appeal.takes_signatures(moment)) == (True, False)
    assert (publishing.close_past(now=before), publishing.close_past(now=moment)) == (0, 1)
    assert Appeal.objects.get().state == "closed"


def test_a_clone_has_the_words_and_what_was_set_and_nothing_else(
    bela, case, django_capture_on_commit_callbacks
):
    appeal = people.an_open_appeal(
        case=case, asks_postal_address=True, edited_texts="flagged", asks_challenge=True
    )
    people.offer_bricks(appeal, en=("I bake.",))
    with django_capture_on_commit_callbacks(execute=True):
        assert (
            upload(bela, appeal, PICTURE, picture_alt="A bakery.", picture_credit="Her sister").status_code
            == 302
        )
    bela.post(reverse("admin:appeals_clone", args=[appeal.pk]), {"slug": "again"})
    copy = Appeal.objects.get(slug="again")
    assert (copy.state, copy.opened_at, copy.tally.confirmed) == ("draft", None, 0)
    assert (copy.asks_postal_address, copy.edited_texts, copy.asks_challenge) == (True, "flagged", False)
    assert sorted(copy.texts.values_list("language", "state", "title")) == [
        ("de", "draft", people.TEXTS["de"]["title"]),
        ("en", "draft", people.TEXTS["en"]["title"]),
    ]
    assert Brick.objects.filter(text__appeal=copy).count() == 1
    assert [one.demand for one in copy.appeal_demands.all()] == [case.demands.get()]
    with django_capture_on_commit_callbacks(execute=True):
        upload(bela, appeal, None, state="won", **{"picture-clear": "on"})
    appeal.refresh_from_db()
    assert (appeal.state, bool(appeal.picture)) == ("open", False)  # no form moves a state
    assert (copy.picture_alt, copy.picture_width) == ("A bakery.", 64)
    assert copy.picture.storage.exists(copy.picture.name)


def test_a_picture_is_made_smaller_by_the_desk_and_the_one_before_is_deleted(
    bela, case, django_capture_on_commit_callbacks
):
    appeal = people.an_appeal(case=case)
    about = {"picture_alt": "A bakery at night.", "picture_credit": "Photo: her sister"}
    for sent, told, why in (
        (PICTURE, {**about, "picture_credit": ""}, "A picture needs both: what it shows, and who made it."),
        (b"GIF89a nothing", about, "Upload a valid image."),
    ):
        page = upload(bela, appeal, sent, **told)
        assert why in page.text
        appeal.refresh_from_db()
        assert not appeal.picture
    assert upload(bela, appeal, PICTURE, **about).status_code == 302
    appeal.refresh_from_db()
    first, storage = appeal.picture.name, appeal.picture.storage
    with Image.open(appeal.picture) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (64, 36), {})
    assert 'alt="A bakery at night."' in page_of(bela, appeal)
    with django_capture_on_commit_callbacks(execute=True):
        upload(bela, appeal, picture("red"), **about)
    appeal.refresh_from_db()
    assert (storage.exists(first), storage.exists(appeal.picture.name)) == (False, True)
