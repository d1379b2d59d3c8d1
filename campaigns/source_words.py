"""A source as the ledger and the dossier tell it: what it is, and all that makes it more or less than the original."""

from campaigns.models import Source


def told(source: Source) -> str:
    """`Author. Title. Publisher. 2 August 2012`: the date is that of the original, never that of a repost."""
    day = source.date_words() if source.precision != "unknown" else ""
    return ". ".join(filter(None, [source.author, source.title, source.publisher, day]))


def notes(source: Source) -> list[str]:
    """Where it stands in another, its repost, translation, cuts, corrections, archived copy. `within` must be loaded."""
    repost = f"reposted by {source.reposted_by or 'somebody not named'}"
    place = f"{source.document}, lines {source.lines}" if source.lines else source.document
    found = [
        f"known from {source.within}" if source.within else "",
        f"read in {place}" if place else "",
        f"{repost} on {source.reposted_on.isoformat()}" if source.reposted_on else "",
        repost if source.reposted_by and not source.reposted_on else "",
        source.permission_note,
        f"translated by {source.translator}" if source.translator else "",
        source.translation_note,
        source.truncation_note,
        source.correction_note,
        source.archive_note,
        "" if source.text_available else "only the link is known, the text was not read",
    ]
    return [note for note in found if note]
