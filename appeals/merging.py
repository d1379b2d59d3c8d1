"""Merge the letter that a person agrees to: one dict, frozen at confirmation, the only source of email and PDF.

Shape (all strings unless noted): v (2), reference, salt (from v 2 on), date (ISO), language, layout, subject, salutation,
paragraphs (list), demands (list), ending (list), bricks (numbers: the last so many of `ending` are theirs), own_words, closing, signer {name, town, country, country_name,
address_lines (list)}, sender_line, recipient {name, address_lines (list), postcode, city, country (ISO), country_line, email}, copies_to (list), reply_to;
where the appeal wants it, own_version {language, heading, subject, salutation, paragraphs, demands, ending, bricks, closing}.

It is merged in this room and not where letters are made (docs/adr/0004) because what the person
reads before pressing the button has to be the letter, not a promise of one.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import regex

from appeals import wording
from appeals.models import AppealText
from appeals.phrasebook import phrases
from campaigns.models import Contact, Target
from campaigns.routing import Route
from kit import languages
from kit.glyphs import in_print
from kit.punctuation import as_printed

# Crockford's base 32: no I, L, O, U, so that a reference survives being read over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# By the country in which the office stands: what its stationers sell and its post reads (letters/layouts). Belgian windows
# are at the right like French ones, and show all of the French address.
LAYOUTS = {
    **dict.fromkeys(("GB", "IE", "GG", "IM", "JE"), "uk_dl"),
    **dict.fromkeys(("CH", "LI"), "swiss_right"),
    **dict.fromkeys(("FR", "MC", "BE"), "french"),
    **dict.fromkeys(("US", "CA"), "us_10"),
}
USUAL_LAYOUT = "din5008b"

# Scripts that the fonts of letters draw from left to right; an office named in another one goes by its English name.
_PRINTED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Common}\p{Inherited}]*")


def envelope_name(target: Target) -> str:
    """The office's name as it stands on the envelope: in its own language where letters can print it."""
    return target.name_local if target.name_local and _PRINTED.fullmatch(target.name_local) else target.name


def new_reference() -> str:
    """Eight random places: 2**40 references, so that none can be guessed from another."""
    places = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"OC-{places[:4]}-{places[4:]}"


def new_salt() -> str:
    """128 bits in hex. The digest is shown to whoever holds a letter: without them a guessed name could be tried against it."""
    return secrets.token_hex(16)


def letter_language(target: Target, approved: Iterable[str]) -> str:
    """The first of the target's languages in which the appeal is approved, else English, else the first approved."""
    ready = list(approved)
    return next((code for code in [*target.languages, "en"] if code in ready), ready[0])


def merge(
    *,
    text: AppealText,
    demands: list[str],
    route: Route,
    salutation: str,
    signer: Mapping[str, str],
    own_words: str = "",
    bricks: Collection[int] = (),
    reference: str,
    salt: str = "",
    day: date,
    reply_to: str,
    copies_to: list[str],
    own_version: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`signer` has name, town, country (ISO code), postal (lines). `text` is in the letter's language, `demands` too.

    `bricks` are numbers; one that this language's text does not have is left out, and what is shown says so.
    """
    language = text.language
    stands = _signer(signer["name"], signer["town"], signer["postal"], signer["country"], language)
    return {
        "v": 2,
        "reference": reference,
        "salt": salt,
        "date": day.isoformat(),
        "language": language,
        "layout": layout_for(route.target.host_country),
        "subject": as_printed(text.subject, language),
        "salutation": as_printed(salutation or phrases(language)["salutation"], language),
        **body_of(text, demands, bricks),
        "own_words": as_printed(own_words, language),
        "closing": as_printed(text.closing, language),
        "signer": stands,
        "sender_line": _sender_line(stands),
        "recipient": _recipient(route.target, route.email, route.post, language, signer["country"]),
        "copies_to": copies_to,
        "reply_to": reply_to,
        # Left out where there is none: what was agreed to before has none either, and its digest stands.
        **({"own_version": own_version} if own_version else {}),
    }


def own_version(
    *, text: AppealText, demands: list[str], salutation: str, bricks: Collection[int]
) -> dict[str, Any]:
    """The same letter in the signer's language, for a page of its own; what the signer adds stands in the letter alone."""
    language = text.language
    return {
        "language": language,
        "heading": phrases(language)["own_version"],
        "subject": as_printed(text.subject, language),
        "salutation": as_printed(salutation or phrases(language)["salutation"], language),
        **body_of(text, demands, bricks),
        "closing": as_printed(text.closing, language),
    }


def layout_for(country: str) -> str:
    """The layout of letters to an office in `country` (ISO code, "" where it is not known)."""
    return LAYOUTS.get(country, USUAL_LAYOUT)


def body_of(text: AppealText, demands: list[str], bricks: Collection[int]) -> dict[str, Any]:
    """What stands between salutation and own words, as it is printed, and the numbers of the bricks in it."""
    ticked = [brick for brick in wording.bricks_of(text) if brick.number in bricks]
    ending = [*wording.paragraphs(text.ending), *(brick.paragraph for brick in ticked)]
    return {
        "paragraphs": _all_printed(wording.paragraphs(text.body), text.language),
        "demands": _all_printed(demands, text.language),
        "ending": _all_printed(ending, text.language),
        "bricks": [brick.number for brick in ticked],
    }


def _all_printed(texts: Iterable[str], language: str) -> list[str]:
    return [as_printed(text, language) for text in texts]


def amended(
    agreed: Mapping[str, Any],
    *,
    name: str,
    town: str,
    postal: str,
    own_words: str,
    bricks: Mapping[int, str],
    own_bricks: Mapping[int, str] | None = None,
) -> dict[str, Any]:
    """The letter with other words of the signer. All else stays as it was agreed to; `renamed` is the caller's.

    `bricks` are all that it shall have, {number: paragraph}; `own_bricks` the same in the language of its own version.
    """
    language = agreed["language"]
    signer = _signer(name, town, postal, agreed["signer"]["country"], language)
    own = agreed.get("own_version")
    return {
        **_with_bricks(agreed, bricks),
        **({"own_version": _with_bricks(own, own_bricks or {})} if own else {}),
        "own_words": as_printed(own_words, language),
        "signer": signer,
        "sender_line": _sender_line(signer),
    }


def renamed(agreed: Mapping[str, Any]) -> dict[str, Any]:
    """Other words take another reference, and a salt that no earlier digest was made with."""
    return {**agreed, "v": 2, "reference": new_reference(), "salt": new_salt()}


def _with_bricks(letter: Mapping[str, Any], bricks: Mapping[int, str]) -> dict[str, Any]:
    numbers = sorted(bricks)
    text_alone = letter["ending"][: len(letter["ending"]) - len(bricks_in(letter))]
    added = _all_printed((bricks[number] for number in numbers), letter["language"])
    return {**letter, "ending": [*text_alone, *added], "bricks": numbers}


def bricks_in(agreed: Mapping[str, Any]) -> dict[int, str]:
    """{number: paragraph} of the bricks that a letter has."""
    # Letters that were agreed to before numbers were kept have theirs in the text, for good.
    numbers = agreed.get("bricks", [])
    return dict(zip(numbers, agreed["ending"][len(agreed["ending"]) - len(numbers) :], strict=True))


def words_digest(agreed: Mapping[str, Any]) -> str:
    """The digest of what a person reads before there is a reference, a salt and a date."""
    return digest({**agreed, "reference": "", "salt": "", "date": ""})


def digest(agreed: Mapping[str, Any]) -> str:
    return wording.canonical_digest(agreed)


def _signer(name: str, town: str, postal: str, country: str, language: str) -> dict[str, Any]:
    """What was typed as the letter can print it (kit/glyphs.py): the signer reads it before confirming."""
    return {
        "name": in_print(name),
        "town": in_print(town),
        "country": country,
        "country_name": languages.country_name(country, language),
        "address_lines": [in_print(line) for line in postal.splitlines()],
    }


def _sender_line(signer: Mapping[str, Any]) -> str:
    parts = [signer["name"], *signer["address_lines"], signer["town"], signer["country_name"]]
    return ", ".join(filter(None, parts))


def _recipient(
    target: Target, email: Contact | None, post: Contact | None, language: str, posted_in: str
) -> dict[str, Any]:
    # Inland post has no country line (UPU S42); abroad it stands last, in the language of the sender's post.
    is_inland = target.host_country in {"", posted_in}
    local = "" if is_inland else languages.country_name(target.host_country, language)
    return {
        "name": envelope_name(target),
        "address_lines": [line for line in post.address_lines.splitlines() if line.strip()] if post else [],
        "postcode": post.postcode if post else "",
        "city": post.city if post else "",
        "country": target.host_country,
        "country_line": local,
        "email": email.email if email else "",
    }
