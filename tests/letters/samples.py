"""Frozen letters in several languages, as appeals/merging.py makes them. Offices are real, signers are the cast."""

from typing import Any

ENGLISH: dict[str, Any] = {
    "v": 1,
    "reference": "OC-7F3K-92QD",
    "date": "2026-11-22",
    "language": "en",
    "layout": "uk_dl",
    "subject": "Release Erzhan Elshibayev",
    "salutation": "Your Excellency,",
    "paragraphs": [
        "I write to you about Erzhan Elshibayev, a labour activist of Zhanaozen, who was sentenced in October 2019 to five years in prison after he had spoken at peaceful gatherings of people without work.",
        "His lawyers and human rights organisations regard the charge as a pretext. He has reported threats and ill-treatment in prison, and his health has suffered.",
        "I ask your government:",
    ],
    "demands": [
        "to release Erzhan Elshibayev at once and to annul his sentence;",
        "to examine his reports of ill-treatment independently and in public;",
        "to end the prosecution of those who organise for work and for fair pay.",
    ],
    "ending": ["I would be grateful for an answer and for news of his health."],
    "closing": "Yours faithfully,",
    "signer": {"name": "Amara Okafor", "town": "Leeds", "country": "GB", "country_name": "United Kingdom"},
    "sender_line": "Amara Okafor, Leeds, United Kingdom",
    "recipient": {
        "name": "Embassy of the Republic of Kazakhstan",
        "address_lines": ["Kazakhstan House", "125 Pall Mall"],
        "postcode": "SW1Y 5EA",
        "city": "London",
        "country": "GB",
        "country_line": "United Kingdom",
        "email": "embassy@office.example",
    },
    "copies_to": ["campaign@outcry.example"],
    "reply_to": "amara@mail.example",
}

GERMAN: dict[str, Any] = {
    **ENGLISH,
    "reference": "OC-2B8M-K4TZ",
    "language": "de",
    "layout": "din5008b",
    "subject": "Freilassung von Erschan Jelschibajew",
    "salutation": "Exzellenz,",
    "paragraphs": [
        "ich schreibe Ihnen wegen Erschan Jelschibajew, einem Arbeiteraktivisten aus Schangaösen, der im Oktober 2019 zu fünf Jahren Haft verurteilt wurde, nachdem er auf friedlichen Versammlungen von Arbeitsuchenden gesprochen hatte.",  # codespell:ignore oktober
        "Seine Anwälte und Menschenrechtsorganisationen halten die Anklage für einen Vorwand. Er hat über Drohungen und Misshandlungen im Gefängnis berichtet; seine Gesundheit hat gelitten.",
        "Ich bitte Ihre Regierung,",
    ],
    "demands": [
        "Erschan Jelschibajew unverzüglich freizulassen und das Urteil aufzuheben;",
        "seine Berichte über Misshandlungen unabhängig und öffentlich zu prüfen;",
        "Menschen, die sich für Arbeit und gerechten Lohn zusammenschließen, nicht länger zu verfolgen.",
    ],
    "ending": ["Für eine Antwort und eine Nachricht über seinen Gesundheitszustand wäre ich Ihnen dankbar."],
    "closing": "Mit vorzüglicher Hochachtung",
    "signer": {"name": "Jörg Müßig-Šťastný", "town": "Köln", "country": "DE", "country_name": "Deutschland"},
    "sender_line": "Jörg Müßig-Šťastný, Köln, Deutschland",
    "recipient": {
        "name": "Botschaft der Republik Kasachstan",
        "address_lines": ["Nordendstraße 14–17"],
        "postcode": "13156",
        "city": "Berlin",
        "country": "DE",
        "country_line": "Deutschland",
        "email": "botschaft@office.example",
    },
}

RUSSIAN: dict[str, Any] = {
    **ENGLISH,
    "reference": "OC-Q9X1-0H6V",
    "language": "ru",
    "layout": "din5008b",
    "subject": "Об освобождении Ержана Елшибаева",
    "salutation": "Ваше Превосходительство!",
    "paragraphs": [
        "Обращаюсь к Вам по делу Ержана Елшибаева, активиста из Жанаозена, который в октябре 2019 года был приговорён к пяти годам лишения свободы после выступлений на мирных собраниях безработных.",
        "Его адвокаты и правозащитные организации считают обвинение предлогом. Он сообщал об угрозах и жестоком обращении в колонии; его здоровье ухудшилось.",
        "Прошу Ваше правительство:",
    ],
    "demands": [
        "немедленно освободить Ержана Елшибаева и отменить приговор;",
        "независимо и гласно расследовать его сообщения о жестоком обращении;",
        "прекратить преследование тех, кто добивается работы и справедливой оплаты труда.",
    ],
    "ending": ["Буду признательна за ответ и за сведения о состоянии его здоровья."],
    "closing": "С уважением,",
    "signer": {"name": "Анна Ёлкина", "town": "Rīga", "country": "LV", "country_name": "Латвия"},
    "sender_line": "Анна Ёлкина, Rīga, Латвия",
    "recipient": {
        "name": "Посольство Республики Казахстан",
        "address_lines": ["Vilandes iela 6"],
        "postcode": "LV-1010",
        "city": "Rīga",
        "country": "LV",
        "country_line": "Латвия",
        "email": "posolstvo@office.example",
    },
}

KAZAKH: dict[str, Any] = {
    **ENGLISH,
    "reference": "OC-5KZW-8E1A",
    "language": "kk",
    "layout": "din5008b",
    "subject": "Ержан Елшібаевті босату туралы",
    "salutation": "Құрметті ханымдар мен мырзалар!",
    "paragraphs": [
        "Сізге Жаңаөзен қаласының еңбек белсендісі Ержан Елшібаевтің ісі бойынша жазып отырмын. Ол 2019 жылғы қазанда бес жылға бас бостандығынан айырылды.",
        "Әріптер тексерісі: ә ғ қ ң ө ұ ү һ і, Ә Ғ Қ Ң Ө Ұ Ү Һ І.",
    ],
    "demands": ["Ержан Елшібаевті дереу босатуды;", "оның айтқан шағымдарын тәуелсіз тексеруді сұраймын."],
    "ending": ["Жауабыңызды күтемін."],
    "closing": "Құрметпен,",
    "signer": {"name": "Әсел Өмірқызы", "town": "Алматы", "country": "KZ", "country_name": "Қазақстан"},
    "sender_line": "Әсел Өмірқызы, Алматы, Қазақстан",
    "recipient": {
        "name": "Қазақстан Республикасының Бас прокуратурасы",
        "address_lines": ["Мәңгілік Ел даңғылы, 14"],
        "postcode": "010000",
        "city": "Астана",
        "country": "KZ",
        "country_line": "Қазақстан",
        "email": "office@office.example",
    },
}

LETTERS = {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN, "kk": KAZAKH}
