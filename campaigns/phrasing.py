"""What a record says, in words of the reader's language. Only the frame is translated; the record itself is English."""

from datetime import datetime
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from campaigns.dates import Basis
from campaigns.models import Call, Figure, Sentence
from campaigns.states import CallState, Status
from kit import languages

_STATUS = {
    Status.AT_RISK: gettext_lazy("At risk"),
    Status.CHARGED: gettext_lazy("Charged"),
    Status.ON_TRIAL: gettext_lazy("On trial"),
    Status.DETAINED: gettext_lazy("Detained"),
    Status.IMPRISONED: gettext_lazy("In prison"),
    Status.AMNESTIED: gettext_lazy("Amnestied"),
    Status.CLEARED: gettext_lazy("Cleared"),
    Status.SENTENCE_CHANGED: gettext_lazy("Sentence changed"),
    Status.TRANSFERRED: gettext_lazy("Moved to another place"),
    Status.RELEASED: gettext_lazy("Released"),
    Status.DIED: gettext_lazy("Died"),
}
_STEP = {
    Sentence.Step.IMPOSED: gettext_lazy("Sentenced"),
    Sentence.Step.REDUCED: gettext_lazy("Reduced on appeal"),
    Sentence.Step.UPHELD: gettext_lazy("Upheld on appeal"),
    Sentence.Step.SUSPENDED: gettext_lazy("Suspended sentence"),
    Sentence.Step.AMNESTIED: gettext_lazy("Amnestied"),
    Sentence.Step.CLEARED: gettext_lazy("Cleared"),
}
_CALL = {
    Call.Kind.LETTER: gettext_lazy("Letter"),
    Call.Kind.LOBBY: gettext_lazy("Request to one's own government or parliament"),
    Call.Kind.PICKET: gettext_lazy("Picket"),
    Call.Kind.ONLINE_FORM: gettext_lazy("Online form or petition"),
    Call.Kind.WORK: gettext_lazy("Steps at work"),
    Call.Kind.REGISTER: gettext_lazy("Registration for an event"),
    Call.Kind.PRISONER_LETTER: gettext_lazy("Letter to a prisoner"),
    Call.Kind.RESOLUTION: gettext_lazy("Resolution"),
    Call.Kind.INFORMATION: gettext_lazy("Spreading information"),
    Call.Kind.SOLIDARITY: gettext_lazy("Solidarity actions"),
    Call.Kind.STATEMENT: gettext_lazy("Demand in a statement"),
    Call.Kind.OTHER: gettext_lazy("Call"),
}
_CALL_STATE = {
    CallState.HISTORIC: gettext_lazy("History: its occasion has passed."),
    CallState.CLOSED: gettext_lazy("Closed: not to be repeated as it was worded."),
    CallState.STANDING_UNVERIFIED: gettext_lazy(
        "Nothing says that it was met; nobody has checked whether it still stands."
    ),
}
# Words before a number that sources use again and again; any other stands in brackets, as it was recorded.
_BEFORE_NUMBER = {
    "about": gettext_lazy("about %(number)s"),
    "more than": gettext_lazy("more than %(number)s"),
    "at least": gettext_lazy("at least %(number)s"),
    "up to": gettext_lazy("up to %(number)s"),
    "as many as": gettext_lazy("up to %(number)s"),
}


# A record begins its attributions with a capital letter; "According to the witness" does not want it.
_NO_NAMES = {
    "A",
    "An",
    "The",
    "His",
    "Her",
    "Their",
    "Friends",
    "Relatives",
    "Reporters",
    "Officials",
    "Witnesses",
}


def language() -> str:
    return (get_language() or "en").split("-")[0]


def status_words(status: str) -> str:
    return str(_STATUS.get(Status(status), Status(status).label))


def call_words(kind: str) -> str:
    return str(_CALL.get(Call.Kind(kind), Call.Kind(kind).label))


def call_state_words(state: str) -> str:
    return str(_CALL_STATE.get(CallState(state), CallState(state).label))


def date_in_words(dated: Any) -> str:
    """`August 2012`, with a word on how it is known where the source does not state it."""
    words = dated.date_words(language())
    if dated.basis == Basis.INFERRED:
        return _("%(date)s (inferred)") % {"date": words}
    if dated.basis == Basis.UNCLEAR:
        return _("%(date)s (unclear)") % {"date": words}
    return words


def sentence_words(sentence: Sentence) -> str:
    """`Sentenced: 7 years`, `Reduced on appeal: 5 years and a fine of 100 euros`, `Amnestied`."""
    step = str(_STEP[Sentence.Step(sentence.step)])
    length = _length(sentence)
    if length:
        return _("%(step)s: %(length)s") % {"step": step, "length": length}
    if sentence.step == Sentence.Step.IMPOSED:
        return _("Sentenced; the source does not say to what")
    return step


def _length(sentence: Sentence) -> str:
    years, months, days, hours = sentence.years, sentence.months, sentence.days, sentence.hours
    parts = []
    if years is not None:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if months is not None:
        parts.append(ngettext("%(count)s month", "%(count)s months", months) % {"count": months})
    if days is not None:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if hours is not None:
        words = ngettext("%(count)s hour of community service", "%(count)s hours of community service", hours)
        parts.append(words % {"count": hours})
    if sentence.fine:
        parts.append(_("a fine: %(amount)s") % {"amount": sentence.fine})
    return format_list(parts, locale=language())


def number_words(figure: Figure) -> str:
    """`about 70`, `12–18`, `600 or more`; numbers as the language writes them."""
    low, high = (
        None if one is None else format_decimal(one, locale=language()) for one in (figure.low, figure.high)
    )
    if figure.qualifier in _BEFORE_NUMBER and (low == high or low is None or high is None):
        return str(_BEFORE_NUMBER[figure.qualifier]) % {"number": low or high}
    if low == high:
        words = str(low)
    elif high is None:
        words = _("%(number)s or more") % {"number": low}
    elif low is None:
        words = _("up to %(number)s") % {"number": high}
    else:
        words = f"{low}–{high}"
    return words


def qualifier_words(figure: Figure) -> str:
    """What the source adds to the number, where number_words() has not said it."""
    return "" if figure.qualifier in _BEFORE_NUMBER else figure.qualifier


def country_words(code: str) -> str:
    return languages.country_name(code, language())


def day_words(day: Any) -> str:
    return languages.long_date(day, language())


def day_in_a_sentence(day: Any) -> str:
    """Of a date, or of a moment by the clock of this house."""
    return languages.day_in_a_sentence(
        timezone.localdate(day) if isinstance(day, datetime) else day, language()
    )


def moment_words(moment: Any) -> str:
    """In UTC, whatever the clocks of this house show."""
    return languages.long_moment(moment, language())


def in_a_sentence(who: str) -> str:
    first = who.split(" ", 1)[0]
    return who[0].lower() + who[1:] if first in _NO_NAMES else who
