"""Messages that still wait are found by their mailbox, no longer by the spelling of their address.

Finished messages and suppressions stay as they are: an index cannot be turned back into an address, so both are
also looked up by the spelling (kit/mailboxes.py, `mailbox_indexes`).
"""

from django.db import migrations

from kit.mailboxes import mailbox_index


def fold(apps, schema_editor):
    waiting = apps.get_model("outbox", "Message").objects.filter(state__in=["queued", "sending", "held"])
    for message in waiting.only("recipient", "recipient_index").iterator(500):
        index = mailbox_index(message.recipient)
        if index != message.recipient_index:
            message.recipient_index = index
            message.save(update_fields=["recipient_index"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_hold_ref")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop, elidable=True)]
