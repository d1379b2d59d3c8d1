"""At the desk: Dana sees how many letters at what price go to a provider before any does, and what became of each."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from letters.admin import posting as desk
from letters.models import Letter, PostalJob
from tests.letters.factories import LATER, ready_letters
from tests.letters.post import Post, choose

LETTERS = "admin:letters_letter_changelist"
JOBS = "admin:letters_postaljob_changelist"
JOB_QUERIES = 5  # session, user, two counts, the page
pytestmark = pytest.mark.django_db


@pytest.fixture
def dana() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("dana-the-admin"))
    return client


@pytest.fixture
def post(monkeypatch) -> Post:
    made = Post()
    monkeypatch.setattr(desk, "open_provider", lambda: made)
    return made


@pytest.fixture
def cooled(time_machine, appeal):
    time_machine.move_to(LATER, tick=False)
    return appeal


def press(client: Client, **more: object):
    chosen = list(Letter.objects.values_list("pk", flat=True))
    data = {"action": "hand_over", "_selected_action": chosen, **more}
    return client.post(reverse(LETTERS), data, follow=True)


def said(page) -> str:
    return " ".join(str(message) for message in page.context["messages"])


def test_first_a_page_that_shows_and_then_a_button_that_acts(cooled, dana, post):
    ready_letters(cooled, 2)
    page = press(dana)
    for words in ("2 letters to post", "3.70 CHF", 'name="expected" value="2"', "OC-"):
        assert words in page.text
    assert "Amara" not in page.text
    assert not PostalJob.objects.exists()
    assert said(press(dana, expected="2")) == "2 letters will be handed to post."
    assert (
        list(PostalJob.objects.values_list("state", "chosen_by__username"))
        == [("queued", "dana-the-admin")] * 2
    )


def test_what_has_changed_since_is_refused_and_what_is_left_out_says_why(cooled, dana, post):
    ready_letters(cooled, 2)
    assert said(press(dana, expected="3")) == "2 letters fit now, not 3 as before. Look at it again."
    choose(post, Letter.objects.filter(pk=Letter.objects.earliest("pk").pk))
    page = press(dana)
    assert "1 letter to post" in page.text
    assert "1: It is with a postal provider already." in page.text


def test_without_a_provider_the_button_says_so(cooled, dana):
    ready_letters(cooled)
    assert said(press(dana)) == desk.NO_PROVIDER


def test_a_trial_says_that_it_is_one(cooled, dana, post):
    post.is_test = True
    ready_letters(cooled)
    assert "A trial: what is handed over here is never printed" in press(dana).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_jobs_costs_the_same_for_one_and_for_many(
    cooled, dana, post, count, django_assert_num_queries
):
    ready_letters(cooled, count)
    choose(post, expected=count)
    PostalJob.objects.update(state="held", reason="The provider says 422.")
    with django_assert_num_queries(JOB_QUERIES):
        page = dana.get(reverse(JOBS))
    assert page.text.count("The provider says 422.") == count


@pytest.mark.parametrize(("action", "state"), [("try_again", "queued"), ("cancel", "cancelled")])
def test_what_is_held_is_decided_with_a_reason(cooled, dana, post, action, state):
    ready_letters(cooled)
    choose(post)
    PostalJob.objects.update(state="held", reason="The provider says 422.")
    job = PostalJob.objects.get()
    data = {"action": action, "_selected_action": [job.pk], "reason": "I have called them."}
    dana.post(reverse(JOBS), data)
    job.refresh_from_db()
    assert (job.state, job.reason) == (state, "I have called them. (dana-the-admin)")
    assert dana.get(reverse("admin:letters_postaljob_change", args=[job.pk])).status_code == 200
