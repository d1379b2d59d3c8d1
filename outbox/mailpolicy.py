"""How headers are written into lines: Python's SMTP policy, except where Python 3.11 changes what was said.

Its folding of long subjects in other scripts loses blanks between words (cpython#92081), and it encodes
a long List-Unsubscribe, which no mail program then understands. tests/outbox/test_composing.py shows both.
"""

from email.header import Header
from email.headerregistry import HeaderRegistry
from email.policy import SMTP, EmailPolicy

LINE = 78  # RFC 5322 §2.1.1: should
LINE_MOST = 998  # ... and must

KNOWN = frozenset(HeaderRegistry().registry)  # headers of which Python knows the inner form, and folds well


class MailPolicy(EmailPolicy):
    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        if name == "Subject" and len(value.splitlines()) == 1:
            # Kept as it is: parsing would decode what only looks like an encoded word.
            return name, value
        return super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        line = f"{name}: {value}"
        if name == "Subject":
            if not line.isascii() or len(line) > LINE or "=?" in line:
                line = f"{name}: {Header(value, 'utf-8', header_name=name, maxlinelen=LINE - 2).encode(linesep=self.linesep)}"
            return (line + self.linesep).encode("ascii")
        if name.lower() not in KNOWN and line.isascii() and len(line) <= LINE_MOST:
            return (line + self.linesep).encode("ascii")
        return super().fold_binary(name, value)


# Seven bits in the body, whatever the server offers: quoted-printable or base64 carry every script.
POLICY = MailPolicy(linesep=SMTP.linesep, cte_type="7bit")
POLICY_UTF8 = POLICY.clone(utf8=True)
