"""Links to an appeal that say by a word of ours how they were passed on, and short texts to pass on with them.

The word is kept with a signature (Signature.source) and is all that is ever known of the way: no referrer, no number
of clicks, nothing about who shared.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from appeals import showing
from appeals.models import Appeal, AppealText, Signature

Source = Signature.Source


@dataclass(frozen=True)
class Share:
    """`href` opens the reader's own program with `text` in it. No request leaves before they press it."""

    name: str
    source: str
    text: str
    href: str


def known(word: str) -> str:
    """The word itself when it is one of ours, else the empty one: whatever stands in an address is not kept."""
    return word if word in Source.values else Source.UNKNOWN.value


def link(appeal: Appeal, *, source: str, language: str) -> str:
    return f"{showing.address('appeal', appeal.slug, language=language)}?{urlencode({'via': Source(source).value})}"


def shares(appeal: Appeal, text: AppealText, *, language: str) -> list[Share]:
    """Mail, messengers and networks that take a text by an address. `language` must be the active one."""
    by_mail, by_messenger, by_network = (
        link(appeal, source=source, language=language)
        for source in (Source.MAIL, Source.MESSENGER, Source.SOCIAL)
    )
    asked = _("I have signed a letter: %(title)s. Please sign it too.") % {"title": text.title.rstrip(".")}
    mail = f"{asked}\r\n\r\n{by_mail}\r\n"
    chat = f"{asked} {by_messenger}"
    post = f"{text.title} {by_network}"
    telegram = _query(url=by_messenger, text=text.title)
    return [
        Share(_("Mail"), "mail", mail, f"mailto:?{_query(subject=text.title, body=mail)}"),
        Share("Telegram", "messenger", chat, f"https://t.me/share/url?{telegram}"),
        Share("WhatsApp", "messenger", chat, f"https://wa.me/?{_query(text=chat)}"),
        Share("Bluesky", "social", post, f"https://bsky.app/intent/compose?{_query(text=post)}"),
    ]


def _query(**values: str) -> str:
    # %20 and not +: mail programs show a plus as a plus (RFC 6068).
    return urlencode(values, quote_via=quote)
