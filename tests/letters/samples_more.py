"""Frozen letters in the languages that samples.py leaves out, and one in English from and to Greece.

As appeals/merging.py makes them: with the quotation marks and blanks of each language. Offices are real, signers are the cast.
"""

from typing import Any

from kit.punctuation import as_printed
from tests.letters.samples import ENGLISH, LETTERS


def _printed(letter: dict[str, Any]) -> dict[str, Any]:
    language = letter["language"]
    for field in ("subject", "salutation", "closing"):
        letter[field] = as_printed(letter[field], language)
    for field in ("paragraphs", "demands", "ending"):
        letter[field] = [as_printed(text, language) for text in letter[field]]
    return letter


FRENCH = _printed(
    {
        **ENGLISH,
        "reference": "OC-FR4N-CE00",
        "language": "fr",
        "layout": "french",
        "subject": "Libération d'Erjan Elchibaïev",
        "salutation": "Excellence,",
        "paragraphs": [
            "Je vous écris au sujet d'Erjan Elchibaïev, militant ouvrier de Janaozen, condamné en octobre 2019 à cinq ans de prison après avoir pris la parole lors de rassemblements pacifiques de personnes sans emploi.",  # codespell:ignore ans,pris
            'Ses avocats et des organisations de défense des droits humains tiennent l\'accusation pour "un prétexte". Il a signalé des menaces et des mauvais traitements en prison ; sa santé en a souffert.',
            "Je demande à votre gouvernement :",
        ],
        "demands": [
            "de libérer Erjan Elchibaïev sans délai et d'annuler sa condamnation ;",
            "d'enquêter de façon indépendante et publique sur les mauvais traitements qu'il a signalés ;",
            "de ne plus poursuivre celles et ceux qui s'organisent pour un travail et un salaire justes.",  # codespell:ignore celles
        ],
        "ending": ["Qui répondra de sa santé ? Je vous serais reconnaissante de me donner de ses nouvelles."],
        "closing": "Veuillez agréer, Excellence, l'expression de ma très haute considération,",
        "signer": {
            "name": "Maëlle Lefèvre-Çelik",
            "town": "Nîmes",
            "country": "FR",
            "country_name": "France",
            "address_lines": ["8 rue de l’Aspic"],
        },
        "sender_line": "Maëlle Lefèvre-Çelik, 8 rue de l’Aspic, Nîmes, France",
        "recipient": {
            "name": "Ambassade de la République du Kazakhstan",
            "address_lines": ["59, rue Pierre Charron"],
            "postcode": "75008",
            "city": "Paris",
            "country": "FR",
            "country_line": "",
            "email": "ambassade@office.example",
        },
    }
)

UKRAINIAN = _printed(
    {
        **ENGLISH,
        "reference": "OC-VA20-01KY",
        "language": "uk",
        "layout": "din5008b",
        "subject": "Про звільнення Ержана Елшибаєва",
        "salutation": "Ваша Високоповажносте!",
        "paragraphs": [
            "Звертаюся до Вас у справі Ержана Елшибаєва, робітничого активіста з Жанаозена, якого в жовтні 2019 року засудили до п'яти років ув'язнення після виступів на мирних зібраннях безробітних.",
            "Його адвокати та правозахисні організації вважають обвинувачення \"приводом\". Він повідомляв про погрози й жорстоке поводження у в'язниці; його здоров'я погіршилося.",
            "Прошу Ваш уряд:",
        ],
        "demands": [
            "негайно звільнити Ержана Елшибаєва і скасувати вирок;",
            "незалежно й відкрито розслідувати його повідомлення про жорстоке поводження;",
            "припинити переслідування тих, хто об'єднується заради праці та справедливої оплати.",
        ],
        "ending": ["Буду вдячна за відповідь і за звістку про стан його здоров'я."],
        "closing": "З повагою,",
        "signer": {
            "name": "Соломія Ґудзь-Їжакевич",
            "town": "Київ",
            "country": "UA",
            "country_name": "Україна",
        },
        "sender_line": "Соломія Ґудзь-Їжакевич, Київ, Україна",
        "recipient": {
            "name": "Посольство Республіки Казахстан",
            "address_lines": ["вул. Юрія Іллєнка, 26"],
            "postcode": "04050",
            "city": "Київ",
            "country": "UA",
            "country_line": "",
            "email": "posolstvo@office.example",
        },
    }
)

POLISH = _printed(
    {
        **ENGLISH,
        "reference": "OC-P015-KA00",
        "language": "pl",
        "layout": "din5008b",
        "subject": "Uwolnienie Jerżana Jełszybajewa",
        "salutation": "Ekscelencjo,",
        "paragraphs": [
            "piszę w sprawie Jerżana Jełszybajewa, działacza robotniczego z Żangaözenu, skazanego w październiku 2019 roku na pięć lat więzienia po wystąpieniach na pokojowych zgromadzeniach osób bez pracy.",
            'Jego obrońcy i organizacje praw człowieka uważają zarzut za "pretekst". Zgłaszał groźby i złe traktowanie w więzieniu, a jego zdrowie ucierpiało.',
            "Proszę rząd Państwa kraju o to, aby:",
        ],
        "demands": [
            "niezwłocznie uwolnił Jerżana Jełszybajewa i uchylił wyrok;",
            "niezależnie i jawnie zbadał jego doniesienia o złym traktowaniu;",
            "zaprzestał ścigania tych, którzy organizują się w walce o pracę i godziwą płacę.",
        ],
        "ending": ["Będę wdzięczna za odpowiedź i za wiadomość o stanie jego zdrowia."],
        "closing": "Z wyrazami szacunku",
        "signer": {
            "name": "Żaneta Święcka-Gżegżółka",
            "town": "Łódź",
            "country": "PL",
            "country_name": "Polska",
        },
        "sender_line": "Żaneta Święcka-Gżegżółka, Łódź, Polska",
        "recipient": {
            "name": "Ambasada Republiki Kazachstanu",
            "address_lines": ["ul. Królowej Marysieńki 14"],
            "postcode": "02-954",
            "city": "Warszawa",
            "country": "PL",
            "country_line": "",
            "email": "ambasada@office.example",
        },
    }
)

TURKISH = _printed(
    {
        **ENGLISH,
        "reference": "OC-T0RK-1YE0",
        "language": "tr",
        "layout": "din5008b",
        "subject": "Erjan Elşibayev’in serbest bırakılması",
        "salutation": "Ekselansları,",
        "paragraphs": [
            "Size, işsizlerin barışçıl toplantılarında konuştuktan sonra Ekim 2019’da beş yıl hapis cezasına çarptırılan Canaözenli işçi hakları savunucusu Erjan Elşibayev hakkında yazıyorum.",
            'Avukatları ve insan hakları örgütleri suçlamayı "bahane" olarak görüyor. Cezaevinde tehdit edildiğini ve kötü muamele gördüğünü bildirdi; sağlığı bozuldu.',
            "Hükûmetinizden şunları rica ediyorum:",
        ],
        "demands": [
            "Erjan Elşibayev’in derhâl serbest bırakılması ve cezasının kaldırılması;",
            "kötü muamele bildirimlerinin bağımsız ve açık biçimde soruşturulması;",
            "iş ve adil ücret için örgütlenenlerin kovuşturulmasına son verilmesi.",
        ],
        "ending": ["Yanıtınız ve sağlığı hakkında bilgi için minnettar olurum."],
        "closing": "Saygılarımla,",
        "signer": {"name": "İpek Yığın Şağlı", "town": "Iğdır", "country": "TR", "country_name": "Türkiye"},
        "sender_line": "İpek Yığın Şağlı, Iğdır, Türkiye",
        "recipient": {
            "name": "Kazakistan Cumhuriyeti Büyükelçiliği",
            "address_lines": ["Kılıç Ali Sokak No. 6", "Diplomatik Site, Or-An"],
            "postcode": "06450",
            "city": "Ankara",
            "country": "TR",
            "country_line": "",
            "email": "elcilik@office.example",
        },
    }
)

SPANISH = _printed(
    {
        **ENGLISH,
        "reference": "OC-E5PA-NA00",
        "language": "es",
        "layout": "din5008b",
        "subject": "Libertad para Yerzhán Yelshibáyev",
        "salutation": "Excelencia:",
        "paragraphs": [
            "Le escribo acerca de Yerzhán Yelshibáyev, activista obrero de Zhanaozén, condenado en octubre de 2019 a cinco años de prisión tras haber hablado en reuniones pacíficas de personas sin trabajo.",
            'Sus abogados y organizaciones de derechos humanos consideran la acusación "un pretexto". Ha denunciado amenazas y malos tratos en la cárcel, y su salud se ha resentido.',
            "Pido a su gobierno:",
        ],
        "demands": [
            "que ponga en libertad a Yerzhán Yelshibáyev de inmediato y anule su condena;",
            "que investigue sus denuncias de malos tratos de forma independiente y pública;",
            "que no siga persiguiendo a quienes se organizan por un trabajo y un salario justos.",
        ],
        "ending": ["¿Cómo se encuentra? Le agradecería una respuesta y noticias de su salud."],
        "closing": "Le saluda atentamente,",
        "signer": {
            "name": "Íñigo Muñoz Güell",
            "town": "A Coruña",
            "country": "ES",
            "country_name": "España",
        },
        "sender_line": "Íñigo Muñoz Güell, A Coruña, España",
        "recipient": {
            "name": "Embajada de la República de Kazajistán",
            "address_lines": ["Calle de Sotillo, 10", "Parque Conde de Orgaz"],  # codespell:ignore calle
            "postcode": "28043",
            "city": "Madrid",
            "country": "ES",
            "country_line": "",
            "email": "embajada@office.example",
        },
    }
)

GREEK = {
    **ENGLISH,
    "reference": "OC-GR33-CE00",
    "layout": "din5008b",
    "signer": {
        "name": "Ευτυχία Παπαδοπούλου",
        "town": "Θεσσαλονίκη",
        "country": "GR",
        "country_name": "Greece",
        "address_lines": ["Τσιμισκή 12"],
    },
    "sender_line": "Ευτυχία Παπαδοπούλου, Τσιμισκή 12, Θεσσαλονίκη, Greece",
    "recipient": {
        "name": "Πρεσβεία της Δημοκρατίας του Καζακστάν",
        "address_lines": ["Οδός Ύδρας 122", "Παπάγος"],
        "postcode": "156 69",
        "city": "Αθήνα",
        "country": "GR",
        "country_line": "",
        "email": "presveia@office.example",
    },
}

EVERY = {
    **LETTERS,
    "fr": FRENCH,
    "uk": UKRAINIAN,
    "pl": POLISH,
    "tr": TURKISH,
    "es": SPANISH,
    "greek": GREEK,
}
