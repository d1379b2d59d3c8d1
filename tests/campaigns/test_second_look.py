"""A published case is changed by one person, and stays marked until a second person has looked at it and agreed."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns import publishing, second_look
from campaigns.models import Case
from kit.refusals import Refused
from reports.needs import needs_of
from tests.campaigns.cases import case, link, person
from tests.people import NOW, bela, dana

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> Case:
    about = case()
    link(about, person())
    publishing.publish(case=about, by=dana(), now=NOW)
    return about


def change(about: Case, *, by: User, **words: str) -> None:
    with second_look.watched(Case.objects.filter(pk=about.pk), changed_by=by):
        Case.objects.filter(pk=about.pk).update(**words)
    about.refresh_from_db()


def agree(about: Case, *, by: User, seen: str = "") -> None:
    second_look.agree(case=about, was_seen=seen or second_look.seen(about), by=by, now=NOW)


def test_bela_changes_it_twice_and_dana_agrees_to_all_of_it_and_bela_to_nothing(published):
    change(published, by=bela(), title="The bread case")
    change(published, by=bela(), summary="Bread is dear.")
    assert second_look.changes(published) == [
        ("title", "The bakery case", "The bread case"),
        ("summary", "", "Bread is dear."),
    ]
    with pytest.raises(Refused) as refused:
        agree(published, by=bela())
    assert refused.value.message == (
        "You last changed this case. A second person has to agree. "
        "Nobody else has the right to: an administrator gives it to a second person."
    )
    agree(published, by=dana())
    assert (second_look.changes(published), published.agreed_by, published.agreed_at) == ([], dana(), NOW)
    with pytest.raises(Refused, match="Nothing of this case waits"):
        agree(published, by=dana())
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(changed_by=dana())
    change(published, by=dana(), title="The bakery case")
    assert [name for name, _before, _now in second_look.changes(published)] == ["title"]


def test_what_is_put_back_waits_for_nobody_and_a_draft_never_does(published):
    change(published, by=bela(), title="The bread case")
    change(published, by=bela(), title="The bakery case")
    draft = case("draft")
    change(draft, by=bela(), title="Another")
    assert (published.as_read, draft.as_read) == (None, None)


def test_dana_does_not_agree_to_what_came_after_her_look(published):
    change(published, by=bela(), title="The bread case")
    seen = second_look.seen(published)
    change(published, by=bela(), title="The cake case")
    with pytest.raises(Refused, match="Somebody has changed this case meanwhile"):
        agree(published, by=dana(), seen=seen)


def test_at_the_desk_the_name_of_a_prisoner_is_asked_about_on_the_first_page_and_agreed_to(client, published):
    desk = {name: User.objects.create_superuser(f"{name}-of-staff") for name in ("bela", "dana")}
    page = reverse("admin:campaigns_case_change", args=[published.pk])
    who = published.beneficiaries.get()
    form = {"key": who.key, "name": "Baker of Breadtown", "gender": "unknown", "country": "KZ"}
    for inline in ("aliases", "statuses"):
        form |= {f"{inline}-TOTAL_FORMS": "0", f"{inline}-INITIAL_FORMS": "0"}
    client.force_login(desk["bela"])
    assert "it is right</button>" not in client.get(page).text
    assert client.post(reverse("admin:campaigns_prisoner_change", args=[who.pk]), form).status_code == 302
    assert _asked(desk["bela"]) == []
    assert "A second person with the right to publish cases looks at it" in client.get(page).text
    client.force_login(desk["dana"])
    assert _asked(desk["dana"]) == [("Read what was changed of a published case", "The bakery case")]
    shown = client.get(page)
    assert "<p>By bela-of-staff. It stands on the public pages already.</p>" in shown.text
    _press(client, published, shown.context["seen"])
    published.refresh_from_db()
    assert (published.as_read, published.agreed_by) == (None, desk["dana"])
    assert _asked(desk["dana"]) == []


def _asked(user: User) -> list[tuple[str, str]]:
    found = needs_of(user, readings={}, now=timezone.now())
    return [(need.words, need.about) for need in found if need.link.endswith("#second-look")]


def _press(client: Client, about: Case, seen: str) -> None:
    assert client.get(reverse("admin:campaigns_case_agree", args=[about.pk])).status_code == 403
    client.post(reverse("admin:campaigns_case_agree", args=[about.pk]), {"seen": seen})
