"""Reports as mail servers write them, in words of our own: the forms of Postfix, Exim, Exchange, Gmail, qmail and others.

Each takes the address that bounced, the return address it goes to, and the headers of the mail that it is about.
"""

from textwrap import dedent


def as_mail(template: str, /, **values: str) -> bytes:
    return dedent(template).lstrip("\n").format(**values).replace("\n", "\r\n").encode()


def original(*, message_id: str, to: str, sender: str) -> str:
    return (
        f"Return-Path: <{sender}>\nFrom: Outcry <appeals@outcry.example>\nTo: {to}\nSubject: The baker\n"
        f"Message-ID: {message_id}\n"
    )


def postfix(
    *, to: str, bounce: str, quoted: str, status: str = "5.1.1", action: str = "failed", said: str = ""
) -> bytes:
    return as_mail(
        """
        Return-Path: <>
        Received: from mx (localhost [127.0.0.1]) by mail.outcry.example (Postfix) id A1
        Date: Sun, 22 Nov 2026 10:00:00 +0100
        From: MAILER-DAEMON@relay.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: {bounce}
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
            boundary="B1/relay.example"
        Message-Id: <{status}{action}@relay.example>

        This is a MIME-encapsulated message.

        --B1/relay.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I could not hand your message on to one of its recipients.

        <{to}>: host mx.mission.example[192.0.2.7] said: {said}

        --B1/relay.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        X-Postfix-Queue-ID: 4F2B11
        Arrival-Date: Sun, 22 Nov 2026 09:58:00 +0100 (CET)

        Final-Recipient: rfc822; {to}
        Original-Recipient: rfc822;{to}
        Action: {action}
        Status: {status}
        Remote-MTA: dns; mx.mission.example
        Diagnostic-Code: smtp; {said}

        --B1/relay.example
        Content-Description: Undelivered Message Headers
        Content-Type: text/rfc822-headers

        {quoted}
        --B1/relay.example--
        """.replace("{quoted}", "QUOTED"),
        to=to,
        bounce=bounce,
        status=status,
        action=action,
        said=said or f"550 {status} <{to}>: User unknown",
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())


def gmail(*, to: str, bounce: str, quoted: str, **_: str) -> bytes:
    """Without Original-Recipient, its Diagnostic-Code folded over several lines."""
    return as_mail(
        """
        Return-Path: <>
        From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
        To: {bounce}
        Auto-Submitted: auto-replied
        Subject: Delivery Status Notification (Failure)
        Date: Sun, 22 Nov 2026 01:00:02 -0800 (PST)
        Message-ID: <gm1@mx.google.example>
        Content-Type: multipart/report; boundary="000abc"; report-type=delivery-status

        --000abc
        Content-Type: multipart/related; boundary="000def"

        --000def
        Content-Type: multipart/alternative; boundary="000ghi"

        --000ghi
        Content-Type: text/plain; charset="UTF-8"

        ** Address not found **

        Nobody answers at {to}.

        --000ghi
        Content-Type: text/html; charset="UTF-8"

        <html><body><h1>Address not found</h1></body></html>

        --000ghi--
        --000def--
        --000abc
        Content-Type: message/delivery-status

        Reporting-MTA: dns; googlemail.example
        Arrival-Date: Sun, 22 Nov 2026 01:00:01 -0800 (PST)
        X-Original-Message-ID: <x@y>

        Final-Recipient: rfc822; {to}
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; gmail-smtp-in.example. (2001:db8::1, the server for the
         domain.)
        Diagnostic-Code: smtp; 550-5.1.1 Nobody has this account.
         550 5.1.1 https://support.example/?p=NoSuchUser
        Last-Attempt-Date: Sun, 22 Nov 2026 01:00:02 -0800 (PST)

        --000abc
        Content-Type: message/rfc822

        QUOTED
        --000abc--
        """,
        to=to,
        bounce=bounce,
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())


def exchange(*, to: str, bounce: str, quoted: str, **_: str) -> bytes:
    """Status 5.0.0 in the form, the truth in the words; the delivery status in quoted-printable."""
    return as_mail(
        """
        Return-Path: <>
        From: Microsoft Outlook <MicrosoftExchange329e71ec88ae@mission.example>
        To: <{bounce}>
        Subject: Undeliverable: The baker
        Date: Sun, 22 Nov 2026 09:00:03 +0000
        Message-ID: <ex1@mission.example>
        Auto-Submitted: auto-replied
        X-MS-Exchange-Message-Is-Ndr:
        Content-Type: multipart/report; report-type=delivery-status; boundary="_x_"

        --_x_
        Content-Type: text/plain; charset="us-ascii"

        Your message to {to} couldn't be delivered.

        --_x_
        Content-Type: message/delivery-status
        Content-Transfer-Encoding: quoted-printable

        Reporting-MTA: dns;EX01.mission.example
        Received-From-MTA: dns;relay.example
        Arrival-Date: Sun, 22 Nov 2026 09:00:02 +0000

        Final-Recipient: rfc822;{to}
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient =
        not found by SMTP address lookup

        --_x_
        Content-Type: message/rfc822

        QUOTED
        --_x_--
        """,
        to=to,
        bounce=bounce,
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())


def exim_old(*, to: str, bounce: str, quoted: str, **_: str) -> bytes:
    return as_mail(
        """
        Return-path: <>
        From: Mail Delivery System <Mailer-Daemon@exim.example>
        To: {bounce}
        Auto-Submitted: auto-replied
        Subject: Mail delivery failed: returning message to sender
        Message-Id: <E1exim@exim.example>
        Date: Sun, 22 Nov 2026 09:00:00 +0000

        This mail was written by the mail server.

        Your message could not be delivered to one or more of its recipients.
        This is a permanent error. The following address(es) failed:

          {to}
            Unrouteable address

        ------ This is a copy of the message, including all the headers. ------

        QUOTED
        """,
        to=to,
        bounce=bounce,
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())


def exim_warning(*, to: str, bounce: str, quoted: str, **_: str) -> bytes:
    return as_mail(
        """
        Return-path: <>
        From: Mail Delivery System <Mailer-Daemon@exim.example>
        To: {bounce}
        Auto-Submitted: auto-replied
        Subject: Warning: message 1abc delayed 24 hours
        Message-Id: <E2exim@exim.example>

        A message that you sent has not yet been delivered to one or more of its
        recipients after more than 24 hours on the queue on exim.example.

          {to}

        No action is required on your part. Delivery attempts will continue.
        """,
        to=to,
        bounce=bounce,
    )


def qmail(*, to: str, bounce: str, quoted: str, **_: str) -> bytes:
    return as_mail(
        """
        Return-Path: <>
        Date: 22 Nov 2026 09:00:00 -0000
        From: MAILER-DAEMON@qmail.example
        To: {bounce}
        Subject: failure notice

        Hi. This is the qmail program at qmail.example.
        I was not able to hand on your message to these addresses, and I gave up.

        <{to}>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        QUOTED
        """,
        to=to,
        bounce=bounce,
    ).replace(b"QUOTED", quoted.replace("\n", "\r\n").encode())
