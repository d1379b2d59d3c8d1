import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("name", ["404.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_nothing_to_be_shown(name):
    # The handler of a server error renders without a request and without context.
    page = render_to_string(name)

    assert "<h1>" in page
    assert "<style" not in page
    assert "style=" not in page


def test_a_page_that_is_not_there_says_so_in_our_frame(client, db):
    response = client.get("/en/gone/for/good/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_form_without_its_token_gets_a_next_step(db):
    response = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "chidi"})

    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()
