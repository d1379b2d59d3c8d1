"""What is looked at before a mailing is released, each with what to do. What `stops` is refused at the release too.

Nothing calls out: of links to other sites only the form is looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from appeals.gaps import found_in
from mailings import audience, mail, merging
from mailings.audience import Audience
from mailings.models import Mailing, MailingText
from mailings.typesetting import filled, set_in_type
from mailings.unsubscribing import token_of
from outbox.kinds import Draft

MOST_BYTES = 100_000  # Gmail cuts an HTML part off at 102 kB, and with it the way to stop the updates
LONGEST_SUBJECT = 90
_HOST = re.compile(r"(?=.{4,253}$)[^\s.@:/]+(\.[^\s.@:/]+)+")
_NO_LINK = re.compile(r"\[[^\]\n]*\]\([^)\n]*\)?")
_ANSWER = re.compile(r"(re|fwd?|aw|wg|tr|odp|отв)\s*:", re.IGNORECASE)
_SHOUTS = re.compile(r"[!?]{2,}|[$€£₽₸]{2,}|!.*!")


@dataclass(frozen=True)
class Finding:
    what: str
    do: str
    stops: bool = False


def findings(mailing: Mailing, *, now: datetime, readers: Audience | None = None) -> list[Finding]:
    """What stops it first. The mailing's case must be loaded; `readers` where they have been counted already."""
    texts = texts_of(mailing)
    found = of_texts(mailing, texts)
    if texts:
        found += _translations(texts, readers or audience.count(mailing, now=now))
    if not settings.OUTCRY_URL.startswith("https://"):
        found.append(
            Finding(
                "Mail programs offer no button to unsubscribe: links begin with http.",
                "Set OUTCRY_URL to an address with https.",
            )
        )
    return sorted(found, key=lambda one: not one.stops)


def texts_of(mailing: Mailing) -> list[MailingText]:
    """In the order of languages, each with this mailing, whose case and campaign must be loaded. One query."""
    texts = list(mailing.texts.all())
    for text in texts:
        text.mailing = mailing
    return texts


def of_texts(mailing: Mailing, texts: list[MailingText]) -> list[Finding]:
    """What the texts say, whoever reads them: all that may stop a release is here."""
    if not texts:
        return [Finding("There is no text.", "Write it in at least one language.", stops=True)]
    return [*_fields(mailing, texts), *(finding for text in texts for finding in _of_text(text))]


def _translations(texts: list[MailingText], readers: Audience) -> Iterator[Finding]:
    languages = [text.language for text in texts]
    other = "en" if "en" in languages else languages[0]
    for language, people in readers.by_language:
        if language not in languages:
            yield Finding(
                f"{people} of its readers read {language}, and there is no such text: they get the one in {other}.",
                f"Write it in {language} too, or leave it so.",
            )


def _fields(mailing: Mailing, texts: list[MailingText]) -> Iterator[Finding]:
    facts = merging.Facts(mailing)
    for text in texts:
        used = merging.used_in(text)
        now = merging.words_of(mailing, text.language, names=used, facts=facts)
        for name in sorted(used - set(now)):
            yield Finding(
                f"{text.language}: there is nothing to say for {{{name}}}.",
                "Write it out in words.",
                stops=True,
            )
        fixed = mailing.merged.get(text.language, {})
        # The number of signatures grows while people read.
        for name in sorted(
            name for name in set(fixed) & set(now) - {"signatures"} if fixed[name] != now[name]
        ):
            yield Finding(
                f"{text.language}: {{{name}}} was “{fixed[name]}” when it was submitted, and is “{now[name]}” now.",
                "Send it back, and submit it again.",
                stops=True,
            )


def _of_text(text: MailingText) -> Iterator[Finding]:
    language = text.language
    words = merging.words_for(text)
    for gap in [*found_in(text.subject), *found_in(text.body)][:1]:
        yield Finding(f"{language}: a gap, {gap}.", "Say what belongs there.", stops=True)
    made = set_in_type(text.body, words)
    for link in dict.fromkeys(made.links):
        if wrong := broken(link):
            yield Finding(f"{language}: the link {link} {wrong}.", "Mend it in the text.", stops=True)
    for said in _NO_LINK.findall(made.text):
        yield Finding(
            f"{language}: {said} is no link: only http, https and mailto are, and pictures are not mailed.",
            "Write the whole address, or leave it out.",
            stops=True,
        )
    subject = filled(text.subject, words)
    yield from (Finding(f"{language}: {what}", do) for what, do in _looks_like_spam(subject))
    yield from _of_mail(language, mail.draft(text, token=token_of(0)))


def _of_mail(language: str, draft: Draft) -> Iterator[Finding]:
    stop = draft.headers.get("List-Unsubscribe", "").strip("<>")
    if not stop or stop not in draft.text or stop not in draft.html:
        yield Finding(
            f"{language}: no way to unsubscribe.", "Tell whoever looks after the templates.", stops=True
        )
    if (size := len(draft.html.encode())) > MOST_BYTES:
        yield Finding(
            f"{language}: the mail has {size // 1000} kB, and large providers cut it off at {MOST_BYTES // 1000}.",
            "Make it shorter, and put the rest on the page of the case.",
            stops=True,
        )


def broken(link: str) -> str:
    """What is wrong with a link, or "". One to a page of ours has to lead to one of the house's addresses."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return "is no address"
    if parts.scheme == "mailto":
        local, _at, domain = parts.path.rpartition("@")
        return "" if local and _HOST.fullmatch(domain) else "is no mail address"
    if link == settings.OUTCRY_URL or link.startswith(f"{settings.OUTCRY_URL}/"):
        return "" if _is_ours(parts.path or "/") else "leads to no page of ours"
    if parts.username or parts.password:
        return "holds a name or a password"
    return "" if _HOST.fullmatch(host) else "names no site"


def _is_ours(path: str) -> bool:
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            resolve(path)
        except Resolver404:
            return False
    return True


def _looks_like_spam(subject: str) -> Iterator[tuple[str, str]]:
    letters = [letter for letter in subject if letter.isalpha()]
    if len(letters) > 7 and all(letter.isupper() for letter in letters if letter.lower() != letter.upper()):
        yield "the subject is all capitals, as in spam.", "Write it as a sentence."
    if _SHOUTS.search(subject):
        yield "the subject shouts with signs, as spam does.", "One sign at its end is enough."
    if _ANSWER.match(subject):
        yield (
            "the subject looks like an answer to a mail that was never written.",
            "Begin it with its own words.",
        )
    if len(subject) > LONGEST_SUBJECT:
        yield (
            f"the subject has {len(subject)} characters; phones show 40.",
            "Say the news in its first words.",
        )
