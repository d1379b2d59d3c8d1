"""Invented people of eleven languages: common given and family names, joined as people of each language join them.

    a_person(dice)      Person(tongue="es", name="María del Carmen Núñez y Prieto", town="Sevilla", country="ES")

Some type as telephones do that decompose letters (NFD), some a straight apostrophe, some a blank too many; so what is
typed goes through the form's own cleaning (kit/typed.py) before anything is made of it.
"""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

DECOMPOSED, BLANKS = 0.1, 0.03  # of all who type


@dataclass(frozen=True)
class Person:
    tongue: str
    name: str
    town: str
    country: str


@dataclass(frozen=True)
class Tongue:
    country: str
    given: list[str]
    family: list[str]
    towns: list[str]
    endings: str  # letters that make a family name new
    joined: tuple[Callable[["Tongue", random.Random], str], ...]


def _plain(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.given)} {dice.choice(of.family)}"


def _two_given(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.given)} {_plain(of, dice)}"


def _hyphen_given(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.given)}-{_plain(of, dice)}"


def _hyphen_family(of: Tongue, dice: random.Random) -> str:
    return f"{_plain(of, dice)}-{dice.choice(of.family)}"


def _two_family(of: Tongue, dice: random.Random) -> str:
    return f"{_plain(of, dice)} {dice.choice(of.family)}"


def _family_first(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.family)} {dice.choice(of.given)}"


def _vietnamese(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.family)} {dice.choice(('Thị', 'Văn', 'Đức', 'Ngọc', 'Hữu'))} {dice.choice(of.given)}"


def _with(*particles: str) -> Callable[[Tongue, random.Random], str]:
    def joined(of: Tongue, dice: random.Random) -> str:
        return f"{dice.choice(of.given)} {dice.choice(particles)}{dice.choice(of.family)}"

    return joined


def _initial(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.given)} {dice.choice(of.given)[0]}. {dice.choice(of.family)}"


def _titled(*titles: str) -> Callable[[Tongue, random.Random], str]:
    def joined(of: Tongue, dice: random.Random) -> str:
        return f"{dice.choice(titles)} {_plain(of, dice)}"

    return joined


def _suffixed(*ends: str) -> Callable[[Tongue, random.Random], str]:
    def joined(of: Tongue, dice: random.Random) -> str:
        return f"{_plain(of, dice)}{dice.choice(ends)}"

    return joined


def _nickname(of: Tongue, dice: random.Random) -> str:
    return f"{dice.choice(of.given)} “{dice.choice(of.given)}” {dice.choice(of.family)}"


def _patronymic(man: str, woman: str) -> Callable[[Tongue, random.Random], str]:
    def joined(of: Tongue, dice: random.Random) -> str:
        return f"{dice.choice(of.given)} {dice.choice((man, woman))} {dice.choice(of.family)}"

    return joined


_LATIN, _CYRILLIC = "abdegiklmnorstuvz", "абвгдезиклмнопрст"
_WORDS = str.split
TONGUES = {
    "en": Tongue(
        "GB",
        _WORDS(
            "Olivia Amelia Isla Ava Mia Ivy Lily Freya Grace Evie Poppy Emily Sophie Alice Chloe Zoë Siobhán Niamh "
            "Caoimhe Aoife Oliver George Noah Arthur Harry Leo Jack Charlie Oscar Jacob Henry Thomas Freddie Alfie "
            "Theo William James Joshua Seán Ruairí Pádraig Tadhg"
        ),
        _WORDS(
            "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White "
            "Roberts Green Hall Wood Jackson Clarke O'Connor O’Neill O'Brien MacDonald McCarthy Fitzgerald Okafor "
            "Adeyemi Singh Patel Khan Begum Hughes Edwards Ó'Súilleabháin Campbell Stewart Anderson Murphy Kelly "
            "D'Arcy Llewellyn"
        ),
        ["Leeds", "Bristol", "King’s Lynn", "Stratford-upon-Avon", "St Andrews", "Y Felinheli", "Newcastle"],
        _LATIN,
        (_plain, _plain, _plain, _two_given, _hyphen_family, _initial, _suffixed(" Jr.", " III", ", PhD"), _titled("Dr", "Rev."), _nickname),
    ),
    "de": Tongue(
        "DE",
        _WORDS(
            "Anna Lea Lena Mia Emma Hannah Marie Sophie Jule Käthe Bärbel Jördis Gülsüm Ursula Renate Heike Grit "
            "Antje Silke Wiebke Jürgen Jörg Björn Günther Uwe Klaus Dieter Torsten Sören Matthias Lukas Felix Paul "
            "Max Ben Elias Finn Jonas Götz Tilmann Änne"
        ),
        _WORDS(
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter "
            "Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Weiß Groß Strauß "
            "Böhm Köhler Jäger Kühn Huß Yıldırım Kowalski Leutheusser Öztürk Süß Preußler Löwenstein"
        ),
        ["Köln", "Gießen", "Frankfurt (Main)", "Mülheim an der Ruhr", "Saßnitz", "Weißwasser/O.L.", "Halle (Saale)"],
        _LATIN,
        (_plain, _plain, _plain, _hyphen_family, _hyphen_given, _titled("Dr.", "Prof. Dr.", "Dipl.-Ing."), _with("von ", "zu ", "van der ")),
    ),
    "fr": Tongue(
        "FR",
        _WORDS(
            "Marie Camille Léa Manon Chloé Inès Zoé Maëlys Anaïs Noémie Gaëlle Françoise Hélène Agnès Aïcha Élodie "
            "Océane Solène Maïté Loïse François Loïc Benoît Jérôme Théo Raphaël Gaël Noël Joël Frédéric Stéphane "
            "Rémi Cédric Mickaël Jean Pierre Luc Étienne Éric Anaël"
        ),
        _WORDS(
            "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel "
            "Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François "
            "Martinez Legrand Garnier Faure Rousseau Blanc Guérin Müller Henry Roussel Nicolas Perrin Lœb N’Diaye"
        ),
        ["Paris", "Besançon", "L’Haÿ-les-Roses", "Saint-Étienne", "Évry-Courcouronnes", "Aÿ", "Le Mans"],
        _LATIN,
        (_plain, _plain, _hyphen_given, _hyphen_given, _with("d'", "d’", "de ", "de la ", "du "), _hyphen_family, _two_given),
    ),
    "es": Tongue(
        "ES",
        _WORDS(
            "María Carmen Lucía Sofía Paula Martina Inés Begoña Núria Montserrat Itziar Maialen Rocío Ángela Pilar "
            "Dolores Mercedes Concepción Guadalupe Ximena José Antonio Manuel Íñigo Iñaki Óscar Ángel Jesús Ramón "
            "Adrián Álvaro Rubén Martín Andrés Nicolás Sebastián Joaquín Agustín Jordi Xabier"
        ),
        _WORDS(
            "García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández "
            "Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez "
            "Serrano Blanco Molina Núñez Peña Ibáñez Etxeberria Puigdemont Agüero Güell Castaño Bañuls Zúñiga"
        ),
        ["Sevilla", "A Coruña", "Vitoria-Gasteiz", "L’Hospitalet", "San Sebastián", "Logroño", "Alcalá de Henares"],
        _LATIN,
        (_plain, _two_family, _two_family, _two_family, _with("de la ", "del ", "de los "), _titled("Dña.", "D.ª", "D."), _hyphen_family),
    ),
    "pl": Tongue(
        "PL",
        _WORDS(
            "Zofia Zuzanna Hanna Julia Maja Małgorzata Agnieszka Łucja Bożena Grażyna Róża Żaneta Michalina Światosława "
            "Elżbieta Jadwiga Danuta Halina Iwona Katarzyna Jan Stanisław Łukasz Michał Paweł Sławomir Wojciech "
            "Mieczysław Zbigniew Grzegorz Błażej Bartłomiej Krzysztof Tomasz Andrzej Jerzy Józef Rafał Maciej Żegota"
        ),
        _WORDS(
            "Nowak Kowalska Wiśniewski Wójcik Kowalczyk Kamińska Lewandowski Zieliński Szymańska Woźniak Dąbrowski "
            "Kozłowska Jankowski Mazur Wojciechowska Kwiatkowski Krawczyk Kaczmarek Piotrowska Grabowski Zając Pawłowska "
            "Michalski Król Wieczorek Jabłońska Wróbel Nowakowski Majewska Olszewski Stępień Jaworska Malinowski Dudek "
            "Pietrzak Górska Żółtowski Źrebiec Ćwikła Śliwińska"
        ),
        ["Łódź", "Gdańsk", "Bielsko-Biała", "Świnoujście", "Kędzierzyn-Koźle", "Nowy Sącz", "Żary"],
        _LATIN,
        (_plain, _plain, _plain, _hyphen_family, _hyphen_family, _two_given, _titled("dr", "prof. dr hab.", "inż.")),
    ),
    "tr": Tongue(
        "TR",
        _WORDS(
            "Ayşe Fatma Zeynep Elif Hatice Emine İpek Gülşah Çiğdem Şeyma Özlem Büşra Sıla Ebru Nurşen Yıldız Ülkü "
            "Tuğba Ceren Dilşad Mehmet Mustafa Ahmet Ali Hüseyin İbrahim Osman Çağrı Oğuz Barış Şükrü Ömer Ümit Tuğrul "
            "Doğan Işık Kâmil Yiğit Cem Rıza"
        ),
        _WORDS(
            "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç "
            "Kurt Özkan Şimşek Polat Korkmaz Çakır Erdoğan Güneş Bulut Güler Yavuz Işık Bozkurt Avcı Taş Ünal Türk "
            "Tekin Duman Aksoy Gül Özer Kâhya"
        ),
        ["İstanbul", "Şanlıurfa", "Diyarbakır", "Çanakkale", "Iğdır", "Kütahya", "Eskişehir"],
        "abcçdeğıilmnorsştuüyz",
        (_plain, _plain, _plain, _two_given, _hyphen_family, _two_family, _titled("Av.", "Doç. Dr.")),
    ),
    "el": Tongue(
        "GR",
        _WORDS(
            "Μαρία Ελένη Κατερίνα Βασιλική Σοφία Αγγελική Γεωργία Δήμητρα Ευαγγελία Ιωάννα Χριστίνα Αναστασία Ζωή Αθηνά "
            "Ευτυχία Μαΐτα Άννα Όλγα Ίρις Έλλη Γιώργος Γιάννης Κώστας Δημήτρης Νίκος Παναγιώτης Βασίλης Χρήστος "
            "Αθανάσιος Μιχάλης Σπύρος Θεόδωρος Ηλίας Σταύρος Ανδρέας Άγγελος Όθων Ρήγας Φώτης Ραΐς"
        ),
        _WORDS(
            "Παπαδόπουλος Παπαδοπούλου Γεωργίου Νικολάου Δημητρίου Ιωάννου Βασιλείου Παππάς Καραγιάννης Βλάχος Κωνσταντίνου "
            "Αντωνίου Μακρή Αγγελοπούλου Οικονόμου Χατζής Θεοδωρίδης Αλεξίου Σταματίου Ζαχαρίας Λαμπρόπουλος Μιχαηλίδης "
            "Αναγνώστου Κυριακίδη Στεφανίδης Ξενάκη Παναγόπουλος Ρούσσος Σαββίδης Τσακίρης Υφαντής Φωτίου Χαραλάμπους "
            "Ψαρρά Ωρολογάς Μαΐστρος Καΐρης Μπαλωμένος Ντούσκος Γκίκας"
        ),
        ["Αθήνα", "Θεσσαλονίκη", "Πάτρα", "Ηράκλειο", "Άγιος Νικόλαος", "Νέα Ιωνία", "Χαϊδάρι"],
        "αβγδεζηικλμνοπρτυ",
        (_plain, _plain, _plain, _hyphen_family, _two_given, _family_first, _titled("Δρ.")),
    ),
    "vi": Tongue(
        "VN",
        _WORDS(
            "Anh Ánh Bảo Bình Châu Chi Công Cường Dũng Duyên Đạt Đông Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hồng "
            "Huệ Hùng Hương Khánh Lan Linh Loan Long Mai Minh Mỹ Nga Ngân Nhung Phương Quân Quỳnh Thảo Thủy Tuấn Uyên Ý"
        ),
        _WORDS(
            "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm "
            "Phùng Mai Tô Hà Tạ Chu Thái Lưu Cao Tăng Quách Kiều Doãn Nghiêm Thạch Từ Ưng"
        ),
        ["Hà Nội", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ", "Huế", "Buôn Ma Thuột", "Vũng Tàu"],
        "aăâđêghiknôơtuưy",
        (_vietnamese, _vietnamese, _vietnamese, _family_first, _plain),
    ),
    "ru": Tongue(
        "RU",
        _WORDS(
            "Анна Мария Елена Ольга Наталья Татьяна Ирина Светлана Юлия Екатерина Людмила Софья Дарья Полина Алёна Любовь "
            "Вера Надежда Фёкла Эльмира Александр Дмитрий Максим Сергей Андрей Алексей Артём Илья Кирилл Михаил Никита "
            "Матвей Роман Егор Пётр Фёдор Семён Юрий Эдуард Щепан"
        ),
        _WORDS(
            "Иванов Смирнова Кузнецов Попова Васильев Петрова Соколов Михайлова Новиков Фёдорова Морозов Волкова Алексеев "
            "Лебедева Семёнов Егорова Павлов Козлова Степанов Николаева Орлов Андреева Макаров Никитина Захаров Зайцева "
            "Соловьёв Борисова Яковлев Григорьева Романов Воробьёва Сергеев Кузьмина Фролов Щербакова Дьячков Цветаева Ежов Юй"
        ),
        ["Москва", "Санкт-Петербург", "Йошкар-Ола", "Орёл", "Ростов-на-Дону", "Улан-Удэ", "Нижний Новгород"],
        _CYRILLIC,
        (_plain, _plain, _patronymic("Сергеевич", "Ильинична"), _family_first, _hyphen_family),
    ),
    "uk": Tongue(
        "UA",
        _WORDS(
            "Олена Оксана Наталія Ірина Тетяна Юлія Соломія Дарина Злата Мар’яна Мар'яна Лук’яна Їлена Євгенія Єва Уляна "
            "Ганна Марія Зоряна Ярослава Андрій Сергій Олександр Микола Василь Іван Тарас Богдан Дем’ян В’ячеслав Ігор Юрій "
            "Євген Олексій Остап Назар Матвій Григорій Ґедеон Лука"
        ),
        _WORDS(
            "Шевченко Бондаренко Коваленко Ткаченко Кравченко Олійник Шевчук Коваль Поліщук Бондар Мельник Ткачук Марченко "
            "Савченко Руденко Петренко Мороз Кравець Клименко Іщенко Павленко Гончаренко Лисенко Хоменко Сидоренко Ґалаґан "
            "Литвин Їжакевич Лук’яненко Дем'яненко Стеф’юк Прокоп’єва Гнатюк Кушнір Зінченко Яременко Дзюба Щур Юхимець Єфремов"
        ),
        ["Київ", "Львів", "Кам’янець-Подільський", "Ічня", "Слов'янськ", "Івано-Франківськ", "Ґерця"],
        _CYRILLIC,
        (_plain, _plain, _plain, _hyphen_family, _patronymic("Андрійович", "Юріївна"), _family_first),
    ),
    "kk": Tongue(
        "KZ",
        _WORDS(
            "Айгүл Әсел Гүлнар Жанар Назгүл Ақмарал Қарлығаш Ботагөз Динара Мөлдір Үміт Ұлбосын Іңкәр Әйгерім Меруерт Сәуле "
            "Күләш Шолпан Айнұр Зәуре Ержан Нұрлан Қанат Бекзат Дәурен Әділ Мәди Өмірзақ Ғалым Үсен Ұлан Серік Бауыржан "
            "Жандос Айдос Қуаныш Һарун Төлеген Ғани Мұхтар"
        ),
        _WORDS(
            "Нұрланова Әбішев Қасымов Жұмабаева Өтегенов Серікбаев Ғабитова Үсенов Ұзақбаев Іскендіров Ахметов Омарова "
            "Сейітқали Тоқаев Бекмұханбет Мәмбетова Қалиев Дүйсенбаева Жақсылықов Есенғалиева Сүлейменов Төлеубаева "
            "Байжанов Смағұлов Ибраева Шәріпов Қожахметова Мырзахметов Ыбырай Ергөбек Арыстанбек Қуанышбай Бөлекбаева "
            "Маңғыстаева Шаңырақов Жүсіпбекова Тәжібаев Кәкімжанов Һашимова Аманғалиева"
        ),
        ["Алматы", "Шымкент", "Өскемен", "Қарағанды", "Жаңаөзен", "Қызылорда", "Түркістан"],
        "аәбғдежзиқкмнңоөрсұүы",
        (_plain, _plain, _family_first, _suffixed("ұлы", "қызы"), _hyphen_family),
    ),
}  # fmt: skip


def a_person(dice: random.Random, *, tongue: str = "", new: bool = False) -> Person:
    """Of any language unless one is given. `new`: the name ends in four letters more, so that no program has set it before."""
    tongue = tongue or dice.choice(list(TONGUES))
    of = TONGUES[tongue]
    name = dice.choice(of.joined)(of, dice)
    if new:
        name += "".join(dice.choices(of.endings, k=4))
    typed = unicodedata.normalize("NFD", name) if dice.random() < DECOMPOSED else name
    typed = f"{typed.replace(' ', '  ')} " if dice.random() < BLANKS else typed
    return Person(tongue, typed, dice.choice(of.towns), of.country)
