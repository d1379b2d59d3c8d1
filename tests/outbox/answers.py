"""Complaints as providers report them (ARF), and what machines and people answer, in words of our own."""

from tests.outbox.reports import as_mail


def feedback(*, to: str, bounce: str, quoted: str, kind: str = "abuse", report_to: str = "") -> bytes:
    return as_mail(
        """
        From: <feedback@provider.example>
        To: <{report_to}>
        Date: Sun, 22 Nov 2026 09:30:00 +0000
        Subject: FW: The baker
        Message-ID: <arf-{kind}@provider.example>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

        --arf
        Content-Type: text/plain; charset="US-ASCII"

        One of our users has marked this message.

        --arf
        Content-Type: message/feedback-report

        Feedback-Type: {kind}
        User-Agent: Provider-Feedback/2
        Version: 1
        Original-Mail-From: <{bounce}>
        Original-Rcpt-To: <{to}>
        Arrival-Date: Sun, 22 Nov 2026 08:00:00 +0000
        Reporting-MTA: dns; mail.provider.example

        --arf
        Content-Type: message/rfc822

        QUOTED
        --arf--
        """,
        to=to,
        bounce=bounce,
        kind=kind,
        report_to=report_to or "appeals@outcry.example",
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())


def vacation(*, sender: str, to: str) -> bytes:
    return as_mail(
        """
        From: The Secretary <{sender}>
        To: {to}
        Subject: Out of office: The baker
        Auto-Submitted: auto-replied (vacation)
        Message-ID: <vac@mission.example>

        I am away until Monday; the mailbox of my predecessor does not exist any more.
        """,
        sender=sender,
        to=to,
    )


def answer(*, sender: str, to: str, in_reply_to: str = "", text: str = "We have read your letter.") -> bytes:
    return as_mail(
        """
        From: The Secretary <{sender}>
        To: {to}
        Subject: Re: The baker
        Date: Mon, 23 Nov 2026 08:00:00 +0000
        In-Reply-To: {in_reply_to}
        Message-ID: <answer@mission.example>
        Content-Type: text/plain; charset="utf-8"

        {text}
        """,
        sender=sender,
        to=to,
        in_reply_to=in_reply_to,
        text=text,
    )
