import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail_url import mail_server


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "implicit"),
    [
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, False, False),
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp://[::1]:2525", "::1", 2525, False, False),
        ("smtp://u:p@mail.example:587/?tls=True", "mail.example", 587, True, False),
        ("smtp://u:p@mail.example:465/?ssl=True", "mail.example", 465, False, True),
        ("smtp://u:p@mail.example:587/?ssl=False&tls=True", "mail.example", 587, True, False),
        ("submission://u:p@mail.example", "mail.example", 587, True, False),
        ("smtps://u:p@mail.example", "mail.example", 465, False, True),
        ("smtps://u:p@[::1]:4650", "::1", 4650, False, True),
    ],
)
def test_each_way_to_encrypt_is_read_as_it_is_meant(url, host, port, starttls, implicit):
    found = mail_server(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == (host, port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, implicit)


def test_a_password_is_unquoted():
    found = mail_server("smtps://amara%40mail.example:a%2Fb%3Fc@mail.example")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("amara@mail.example", "a/b?c")


@pytest.mark.parametrize(
    "url",
    ["mail.example:25", "http://u:secret@mail.example", "smtp://:25", "smtp://u:sec/ret@mail.example:25"],
)
def test_what_is_no_mail_server_ends_the_start_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_URL must be like submission://") as caught:
        mail_server(url)
    assert "sec" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example/?tls=True&ssl=True",
        "smtps://mail.example/?tls=True",
        "submission://mail.example/?ssl=True",
    ],
)
def test_two_ways_to_encrypt_at_once_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="asks for both"):
        mail_server(url)
