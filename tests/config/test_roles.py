"""The table of roles: what is in it, what every migrate makes of it, and which lists and forms each role opens."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client

from config.roles import ROLES, rights
from tests.config.doors import in_role, named, url
from tests.house.documents import rights_documented

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

RECORD = {
    *("campaign", "case", "prisoner", "group", "beneficiary", "source", "hazard"),
    *("statusrecord", "sentence", "event", "figure", "grouppart", "othernamed", "demand", "demandtext"),
    *("call", "organisation", "place", "target", "contact", "correction"),
}
SEND = {
    *("letter", "dispatch", "pace", "postaljob", "message", "heartbeat", "switch", "suppression"),
    *("printbatch", "printedletter", "postagezone", "shell"),
    *("notice", "incomingmail", "inboxtrouble", "reply"),
    *("printbatch", "printedletter", "postagezone", "shell", "ladderstep", "followup", "collectiveletter"),
}
SEES: dict[str, set[str]] = {
    "editor": {*RECORD, "appeal", "appealtext", "mailing", "campaignreport", "bulkact"},
    "approver": {*RECORD, "appeal", "appealtext", "mailing", "campaignreport", "reply", "bulkact"},
    "dispatcher": {
        "campaignreport",
        *("case", "target", "contact", "correction", "appeal", "papersignature", "lettertoread", "mailing"),
        *SEND,
        *("postagehint", "handover", "bulkact"),
    },
    "translator": {"demand", "demandtext", "appeal", "appealtext", "bulkact"},
    "partner": {"case", "appeal", "campaignreport"},
    "administrator": {
        *(*RECORD, *SEND, "postagehint", "handover", "appeal", "appealtext", "mailing"),
        *("signature", "papersignature", "lettertoread", "invalidation", "supporter", "user", "entry"),
        *("receipt", "retentionrun", "campaignreport", "bulkact"),
    },
}
WRITES: dict[str, set[str]] = {
    "editor": {*RECORD - {"correction"}, "appeal", "appealtext", "mailing"},
    "approver": set(),
    "dispatcher": {
        *("suppression", "papersignature", "postagehint", "handover", "printbatch", "postagezone"),
        *("ladderstep", "reply"),
    },
    "translator": {"demandtext", "appealtext"},
    "partner": set(),
    "administrator": {
        *RECORD - {"correction"},
        "appeal",
        "appealtext",
        "invalidation",
        "ladderstep",
        "mailing",
        "papersignature",
        "postagehint",
        "postagezone",
        "printbatch",
        "handover",
        "reply",
        "suppression",
        "user",
    },
}


# The table itself


def test_every_right_in_the_table_exists() -> None:
    there = {
        f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert {role: rights(ROLES[role]) - there for role in ROLES} == {role: frozenset() for role in ROLES}


def test_every_model_of_ours_is_in_the_table_and_every_act_has_somebody() -> None:
    in_our_rooms = [model for model in apps.get_models() if (ROOT / model._meta.app_label).is_dir()]
    ours = [model for model in in_our_rooms if model._meta.default_permissions]  # others open by an act alone
    may = rights(ROLES["administrator"])
    assert [m._meta.label for m in ours if f"{m._meta.app_label}.view_{m._meta.model_name}" not in may] == []
    acts = {f"{m._meta.app_label}.{codename}" for m in ours for codename, _words in m._meta.permissions}
    assert acts - may == set()


def test_what_a_role_may_read_in_the_documents_is_what_it_may() -> None:
    acts = {act for role in ROLES.values() for act in role.acts}
    written = rights_documented((ROOT / "docs" / "operate.md").read_text(), roles=list(ROLES))
    assert written == {act: {name for name, role in ROLES.items() if act in role.acts} for act in acts}


def test_each_migrate_puts_the_roles_right_and_leaves_other_groups_alone() -> None:
    editor, own = Group.objects.get(name="editor"), Group.objects.create(name="interns")
    publish = Permission.objects.get(codename="publish_case")
    editor.permissions.add(publish)
    own.permissions.add(publish)
    Group.objects.get(name="partner").permissions.clear()
    Group.objects.get(name="translator").delete()
    call_command("migrate", verbosity=0)
    for name, role in ROLES.items():
        have = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")
        assert {f"{app}.{codename}" for app, codename in have} == rights(role)
    assert list(own.permissions.all()) == [publish]


# What each role sees


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_its_own_lists_and_no_other(client: Client, role: str) -> None:
    in_role(client, role)
    answers = {named(model): client.get(url(model)).status_code for model in admin.site._registry}
    sees = SEES[role] | ({"staff group"} if role == "administrator" else set())
    assert answers == {name: 200 if name in sees else 403 for name in answers}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_adds_what_it_writes_and_nothing_else(client: Client, role: str) -> None:
    in_role(client, role)
    answers = {named(model): client.get(url(model, "add")).status_code for model in admin.site._registry}
    writes = WRITES[role] | ({"staff group"} if role == "administrator" else set())
    assert answers == {name: 200 if name in writes else 403 for name in answers}


def test_somebody_without_a_role_sees_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("chidi", is_staff=True))
    assert {client.get(url(model)).status_code for model in admin.site._registry} == {403}
