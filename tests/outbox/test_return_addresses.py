"""Every message leaves with return addresses of its own: nobody makes one up, and they tell nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.composing import compose
from outbox.kinds import Draft
from outbox.return_addresses import (
    BOUNCE,
    REPLY,
    bounce_address,
    message_behind,
    messages_behind,
    reply_address,
    tag_of,
)
from tests.outbox.factories import NOW, a_message

NUMBERS = st.integers(min_value=1, max_value=2**48 - 1)


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.OUTCRY_FROM_EMAIL = "appeals@outcry.example"
    settings.OUTCRY_BOUNCE_EMAIL = "bounces@outcry.example"
    settings.OUTCRY_REPLY_EMAIL = "replies@outcry.example"


@given(number=NUMBERS, purpose=st.sampled_from([BOUNCE, REPLY]))
def test_a_tag_leads_back_to_its_message_in_either_case(number, purpose):
    tag = tag_of(number, purpose=purpose)
    assert re.fullmatch(r"[a-z2-7]{26}", tag)
    assert message_behind(tag, purpose=purpose) == message_behind(tag.upper(), purpose=purpose) == number


@given(number=NUMBERS, place=st.integers(0, 25), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_changed_tag_leads_nowhere(number, place, letter):
    tag = tag_of(number, purpose=BOUNCE)
    changed = tag[:place] + letter + tag[place + 1 :]
    assert message_behind(changed, purpose=BOUNCE) == (number if changed == tag else None)


@given(number=NUMBERS)
def test_a_tag_for_bounces_is_none_for_answers(number):
    assert message_behind(tag_of(number, purpose=BOUNCE), purpose=REPLY) is None


@given(text=st.text(max_size=80))
def test_whatever_is_no_tag_leads_nowhere(text):
    assert message_behind(text, purpose=BOUNCE) is None


def test_neighbours_look_unlike_so_that_nobody_counts_our_mail():
    tags = [tag_of(number, purpose=BOUNCE) for number in range(1, 200)]
    assert [len({tag[place] for tag in tags}) > 8 for place in range(25)] == [True] * 25


def test_an_address_is_found_wherever_it_stands_even_wrapped_by_a_forwarder():
    tag = tag_of(7, purpose=BOUNCE)
    text = (
        f"Return-Path: <BOUNCES+{tag.upper()}@Outcry.Example>\n"
        f"list+owner+bounces+{tag_of(8, purpose=BOUNCE)}=outcry.example@forward.example\n"
        f"prvs=123=bounces+{tag_of(9, purpose=BOUNCE)}@outcry.example <{bounce_address(7)}>"
        f" bounces+{'a' * 26}@outcry.example bounces+{tag}@elsewhere.example"
    )
    assert messages_behind(text, purpose=BOUNCE) == [7, 8, 9]
    assert messages_behind(text, purpose=REPLY) == []


def test_without_an_address_of_its_own_nothing_is_tagged(settings):
    settings.OUTCRY_BOUNCE_EMAIL = settings.OUTCRY_FROM_EMAIL
    settings.OUTCRY_REPLY_EMAIL = ""
    assert (bounce_address(7), reply_address(7)) == ("appeals@outcry.example", "")
    assert messages_behind("replies@outcry.example", purpose=REPLY) == []


@pytest.mark.django_db
def test_each_message_leaves_with_its_own_envelope_sender():
    amara, chidi = a_message(key="note:1"), a_message(key="note:2", to="chidi@stranger.example")
    senders = [compose(message, Draft("A", "b"), now=NOW).sender for message in (amara, chidi)]
    assert [messages_behind(sender, purpose=BOUNCE) for sender in senders] == [[amara.pk], [chidi.pk]]
    assert [re.sub(r"\+\w{26}", "", sender) for sender in senders] == ["bounces@outcry.example"] * 2
