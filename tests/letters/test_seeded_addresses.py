"""Every office that the seeds know fits its envelope, from inland and from abroad: no letter is held for its address."""

import pytest
from django.core.management import call_command

from appeals.merging import envelope_name, layout_for
from campaigns.models import Contact
from kit import fonts
from kit.addresses import address_lines
from kit.glyphs import missing
from kit.languages import LETTER_LANGUAGES, country_name
from letters.fitting import fit
from letters.layouts import layout
from letters.slots import ADDRESS_LEADING, ADDRESS_SIZES

pytestmark = pytest.mark.django_db


def test_every_seeded_office_fits_its_window_in_every_language():
    call_command("load_seeds", verbosity=0)
    posts = list(Contact.objects.filter(channel="post").select_related("target"))
    assert len(posts) > 60
    for post in posts:
        target = post.target
        assert post.why_no_window_shows_it() == "", target
        box = layout(layout_for(target.host_country)).address
        for line in ["", *(country_name(target.host_country, language) for language in LETTER_LANGUAGES)]:
            recipient = {
                "name": envelope_name(target),
                "address_lines": post.address_lines.splitlines(),
                "postcode": post.postcode,
                "city": post.city,
                "country": target.host_country,
                "country_line": line,
            }
            lines = address_lines(recipient)
            assert missing("".join(lines), fonts.TEXT) == "", lines
            # DoesNotFit names no office, the line above it in the report does.
            fit(
                lines,
                fonts.TEXT,
                wide=box.width,
                high=box.height,
                sizes=ADDRESS_SIZES,
                leading=ADDRESS_LEADING,
            )
