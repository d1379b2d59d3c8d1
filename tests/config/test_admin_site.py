import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from config.admin_site import FLOW

# What a strict Content-Security-Policy blocks: inline style, inline script, handlers in attributes.
INLINE = re.compile(
    r"""<style|\sstyle=["']|\son\w+=["']|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|javascript:"""
)
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def desk(db):
    client = Client()
    client.force_login(User.objects.create_superuser("bela"))
    return client


def test_rooms_stand_in_the_order_of_the_work(desk):
    rooms = desk.get(reverse("admin:index")).context["app_list"]

    labels = [room["app_label"] for room in rooms]
    assert labels == [label for label in FLOW if label in labels]
    assert {"campaigns", "supporters", "appeals", "letters", "outbox", "auth"} <= set(labels)
    assert [str(room["name"]).split(":")[0] for room in rooms] == [str(FLOW[label][0]) for label in labels]


def test_what_one_comes_for_stands_first(desk):
    rooms = {room["app_label"]: room for room in desk.get(reverse("admin:index")).context["app_list"]}

    assert [model["object_name"] for model in rooms["appeals"]["models"]][:4] == [
        "Appeal",
        "AppealText",
        "Signature",
        "PaperSignature",
    ]
    assert [model["object_name"] for model in rooms["campaigns"]["models"]][:3] == [
        "Campaign",
        "Case",
        "Prisoner",
    ]


@pytest.mark.parametrize("page", ["changelist", "add"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_page_of_the_desk_opens_and_holds_nothing_inline(desk, model, page):
    response = desk.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"))

    if page == "add" and response.status_code == 403:
        return  # rows that only verbs make
    assert response.status_code == 200
    assert INLINE.findall(response.content.decode()) == []


@pytest.mark.parametrize("html", ['<p style="x">', "<style>", "<script>go()</script>", '<a onclick="go()">'])
def test_something_inline_would_be_found(html):
    assert INLINE.search(html)


def test_a_script_of_ours_is_not_inline():
    assert not INLINE.search('<script src="/static/admin/js/theme.js"></script>')


def test_the_browser_may_name_the_origin_of_our_forms(desk, client):
    # Under no-referrer browsers send "Origin: null", and logging in would be refused as forged.
    assert client.get(reverse("admin:login")).headers["Referrer-Policy"] == "same-origin"
    assert desk.get(reverse("admin:index")).headers["Referrer-Policy"] == "same-origin"


def test_a_form_from_elsewhere_is_refused(db):
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(reverse("admin:login"))
    token = {"csrfmiddlewaretoken": page.context["csrf_token"]}

    assert (
        stranger.post(reverse("admin:login"), token, headers={"Origin": "https://chidi.example"}).status_code
        == 403
    )
    assert (
        stranger.post(reverse("admin:login"), token, headers={"Origin": "http://testserver"}).status_code
        == 200
    )


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_the_demonstration_says_so(desk, settings, demo, shown):
    settings.OUTCRY_DEMO = demo

    page = desk.get(reverse("admin:index")).content.decode()
    assert ("Demonstration: nothing leaves this machine" in page) is shown


def test_what_staff_see_is_not_kept_by_the_browser(desk):
    assert "no-store" in desk.get(reverse("admin:index")).headers["Cache-Control"]
