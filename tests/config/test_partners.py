"""A partner reads the campaigns that name them: by no list, page, search, choice or address anything of another."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from appeals.models import Appeal
from campaigns.models import Campaign, Case, Partnership
from tests.config.doors import in_role, url
from tests.people import a_case, an_embassy, an_open_appeal

pytestmark = pytest.mark.django_db
CAMPAIGN_QUERIES = 18


@pytest.fixture
def theirs_and_another(client: Client) -> tuple[Appeal, Appeal]:
    """Two open appeals; whoever `client` is works on the campaign of the first."""
    an_embassy(country="GB")
    own, other = an_open_appeal(case=a_case()), an_open_appeal(case=a_case(slug="smith"))
    roses = Campaign.objects.create(slug="roses", name="Roses")
    Case.objects.filter(pk=other.case_id).update(campaign=roses, title="Zzsecret", summary="Zzsecret")
    Appeal.objects.filter(pk=other.pk).update(slug="zzsecret")
    partner = in_role(client, "partner")
    Partnership.objects.create(user=partner, campaign=own.case.campaign)
    return own, Appeal.objects.get(pk=other.pk)


def addresses(resolver: URLResolver | None = None, at: str = "/") -> list[str]:
    """Every address of the desk, as a pattern."""
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        here = at + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            found += addresses(one, here)
        elif isinstance(one, URLPattern) and here.startswith("/admin/"):
            found.append(here)
    return found


def filled(pattern: str, pk: int) -> str:
    """A pattern with `pk` wherever a number or a name stands."""
    parts = ["x" if "(?P" in part else part for part in pattern.split("/")]
    return "/".join(str(pk) if part.startswith("<") or part == "x" else part for part in parts).rstrip("$")


def test_a_partner_lists_and_opens_their_own_campaign(client: Client, theirs_and_another) -> None:
    own, other = theirs_and_another
    for row, hidden in ((own, other), (own.case, other.case)):
        model = type(row)
        assert list(client.get(url(model)).context["cl"].result_list) == [row]
        found = {word: client.get(url(model), {"q": word}).context["cl"] for word in ("baker", "zzsecret")}
        assert {word: list(one.result_list) for word, one in found.items()} == {
            "baker": [row],
            "zzsecret": [],
        }
        assert client.get(url(model, "change", row.pk)).status_code == 200
        assert client.get(url(model, "change", hidden.pk)).status_code == 302  # there is no such row for them
        assert client.get(url(model, "history", hidden.pk)).status_code in {302, 403}


def test_no_address_of_the_desk_tells_a_partner_of_another_campaign(
    client: Client, theirs_and_another
) -> None:
    _own, other = theirs_and_another
    pks = {other.pk, other.case_id, other.case.campaign_id}
    tried = [filled(one, pk) for one in addresses() for pk in pks if "logout" not in one]

    def telling(asked: list[str]) -> list[str]:
        return [address for address in asked if b"secret" in client.get(address).content.lower()]

    assert telling(tried) == []
    known = [url(Appeal), url(Case, "change", other.case_id)]
    assert set(known) <= set(tried)
    client.force_login(User.objects.create_superuser("root"))
    assert telling(known) == known


def test_choices_offer_a_partner_nothing_of_another_campaign(client: Client, theirs_and_another) -> None:
    own, _other = theirs_and_another
    asked = {"app_label": "appeals", "model_name": "appeal", "field_name": "case", "term": ""}
    offered = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in offered] == [str(own.case)]


def test_somebody_whom_no_campaign_names_sees_none_and_every_other_role_sees_all(client: Client) -> None:
    an_embassy(country="GB")
    appeal = an_open_appeal()
    in_role(client, "partner")
    assert list(client.get(url(Appeal)).context["cl"].result_list) == []
    in_role(client, "dispatcher")
    assert list(client.get(url(Appeal)).context["cl"].result_list) == [appeal]


def test_only_who_looks_after_the_staff_names_partners(client: Client) -> None:
    about = a_case()
    page = url(Campaign, "change", about.campaign_id)
    shown = {}
    for role in ("editor", "administrator"):
        in_role(client, role)
        shown[role] = 'name="partnerships-TOTAL_FORMS"' in client.get(page).text
    assert shown == {"editor": False, "administrator": True}


@pytest.mark.parametrize("named", [1, 3])
def test_a_partner_is_named_without_scripts_and_the_page_costs_the_same_for_one_and_for_three(
    client: Client, named: int, django_assert_num_queries
) -> None:
    about = a_case()
    page = url(Campaign, "change", about.campaign_id)
    for number in range(named):
        Partnership.objects.create(
            user=User.objects.create(username=f"gone{number}"), campaign=about.campaign
        )
    galina = User.objects.create(username="galina", is_staff=True)
    User.objects.create(username="former", is_staff=True, is_active=False)
    in_role(client, "administrator")
    client.get(page)
    with django_assert_num_queries(CAMPAIGN_QUERIES):
        shown = client.get(page)
    rows = shown.context["inline_admin_formsets"][0].formset
    assert [name for _pk, name in rows.forms[-1].fields["user"].choices[1:]] == sorted(
        User.objects.exclude(username="former").values_list("username", flat=True)
    )
    form = {name: rows.management_form[name].value() for name in rows.management_form.fields}
    sent = {f"partnerships-{name}": value for name, value in form.items()}
    for number, row in enumerate(rows.forms):
        sent |= {
            f"partnerships-{number}-id": row.instance.pk or "",
            f"partnerships-{number}-campaign": about.campaign_id,
        }
        sent[f"partnerships-{number}-user"] = row.instance.user_id or galina.pk
    words = {name: getattr(about.campaign, name) for name in ("slug", "name", "summary", "copy_email")}
    assert client.post(page, {**words, **sent}).status_code == 302
    assert Partnership.objects.filter(user=galina).count() == 1
