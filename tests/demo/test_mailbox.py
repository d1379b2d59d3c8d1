"""A letter goes in by SMTP and comes out on the pages under /mail/."""

import re
import smtplib
from email.message import EmailMessage

from demo.addresses import HOST, free_ports

PDF = b"%PDF-1.7\n%%EOF\n"


def letter(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Outcry <appeals@outcry.example>"
    mail["To"] = "embassy@target.example"
    mail["Subject"] = "Release Erzhan Elshibayev"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Your Excellency,\nsee https://outcry.example/case?a=1&b=2\n")
    mail.add_alternative("<p>Your Excellency, <a href='https://outcry.example/'>see</a></p>", subtype="html")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="letter OC-7F3K.pdf")
    return mail


def send(port: int, mail: EmailMessage, *recipients: str, options: tuple[str, ...] = ()) -> None:
    with smtplib.SMTP(HOST, port, timeout=10) as server:
        server.send_message(
            mail, "bounce@outcry.example", recipients or ("embassy@target.example",), mail_options=options
        )


def test_a_letter_is_listed_with_everyone_who_got_it(pages, mailbox_port):
    send(mailbox_port, letter(), "embassy@target.example", "campaign@outcry.example")
    page = pages.get("/mail/").content.decode()
    assert "Release Erzhan Elshibayev" in page
    assert "embassy@target.example, campaign@outcry.example" in page


def test_newest_mail_stands_first(pages, mailbox_port):
    for number in (1, 2, 3):
        mail = letter()
        mail.replace_header("Subject", f"number {number}")
        send(mailbox_port, mail)
    page = pages.get("/mail/").content.decode()
    assert re.findall(r"number (\d)", page) == ["3", "2", "1"]


def test_a_message_shows_text_headers_and_its_pdf(pages, mailbox_port):
    send(mailbox_port, letter(Reply_To="amara@mail.example", Message_ID="<abc@outcry.example>"))
    address = re.search(r'href="(/mail/[^"?]+/)"', pages.get("/mail/").content.decode())[1]
    page = pages.get(address)
    text = page.content.decode()
    assert '<a href="https://outcry.example/case?a=1&amp;b=2" rel="nofollow">' in text
    assert "amara@mail.example" in text
    assert "&lt;abc@outcry.example&gt;" in text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    pdf = pages.get(f"{address}parts/0/")
    assert (pdf.content, pdf["Content-Type"]) == (PDF, "application/pdf")
    assert pdf["Content-Disposition"] == 'inline; filename="letter OC-7F3K.pdf"'
    assert pages.get(f"{address}parts/0/?download")["Content-Disposition"].startswith("attachment")
    assert pages.get(f"{address}parts/1/").status_code == 404


def test_html_of_a_mail_may_run_and_fetch_nothing(pages, mailbox_port):
    mail = letter()
    mail.get_body(("html",)).set_content("<script>x</script><p>hello</p>", subtype="html")
    send(mailbox_port, mail)
    address = re.search(r'href="(/mail/[^"?]+/)"', pages.get("/mail/").content.decode())[1]
    html = pages.get(f"{address}html/")
    policy = html["Content-Security-Policy"]
    assert "<p>hello</p>" in html.content.decode()
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert html["X-Frame-Options"] == "SAMEORIGIN"


def test_markup_in_a_subject_is_shown_as_typed(pages, mailbox_port):
    mail = letter()
    mail.replace_header("Subject", "<script>alert(1)</script>")
    send(mailbox_port, mail)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages.get("/mail/").content.decode()


def test_an_address_in_its_own_letters_is_taken(pages, mailbox_port):
    send(mailbox_port, letter(Cc="ерлан@почта.example"), "ерлан@почта.example", options=("SMTPUTF8",))
    assert "ерлан@почта.example" in pages.get("/mail/").content.decode()


def test_mail_survives_a_killed_mailbox(pages, start_mailbox):
    (port,) = free_ports(1)
    first = start_mailbox(port)
    send(port, letter())
    first.kill()
    first.wait()
    start_mailbox(port)
    send(port, letter())
    assert "2 received" in pages.get("/mail/").content.decode()


def test_a_stranger_on_the_network_finds_no_mail(pages):
    assert pages.get("/mail/").status_code == 200
    assert pages.get("/mail/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_a_key_leads_nowhere_but_into_the_mailbox(pages, tmp_path):
    (tmp_path / "keyring").write_text("secret")
    assert pages.get("/mail/..%2F..%2Fkeyring/").status_code == 404
    assert pages.get("/mail/nothing/").status_code == 404
