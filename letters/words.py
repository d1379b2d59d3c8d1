"""The few words of ours on a letter, in the letter's language, and how its place and date are joined."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.languages import long_date

LEFT_TO_RIGHT = "\u200e"  # a mark without width, which the fonts of letters know
# The blocks from Hebrew to Arabic, their presentation forms, and the planes beyond: most lines have none of them.
_MAY_TURN = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U0001efff]")


@dataclass(frozen=True)
class Words:
    reference: str
    code: str
    check: str  # how to check the letter, at {address}
    # Of an email that brings many letters: how many, the list, how many are not in it, their own words.
    together: tuple[str, str, str, str]
    # Above a letter that is sent again: it was first sent on {day}, and nobody here knows of an answer.
    once_more: str
    of_date: str = ""  # between place and date


_WORDS = {
    "en": Words(
        reference="Reference",
        code="Code",
        check="To check this letter, scan the square, or enter reference and code at {address}",
        together=(
            "Signatures under this letter: {count}",
            "Annex: those who signed, each shown as they chose",
            "Signed and not named, by their own choice: {count}",
            "What some of them added in their own words",
        ),
        once_more="This letter was first sent to you on {day}; no answer to it is known to us, so it is sent once more.",
    ),
    "de": Words(
        reference="Zeichen",
        code="Code",
        check="Um diesen Brief zu prüfen: Quadrat scannen oder Zeichen und Code eingeben auf {address}",  # codespell:ignore oder
        of_date="den ",
        together=(
            "Unterschriften unter diesem Brief: {count}",
            "Anhang: wer unterschrieben hat, jeweils wie selbst gewählt",
            "Unterschrieben und auf eigenen Wunsch nicht genannt: {count}",
            "Was einige mit eigenen Worten hinzugefügt haben",
        ),
        once_more="Dieser Brief wurde Ihnen zuerst am {day} gesandt; uns ist keine Antwort darauf bekannt, deshalb senden wir ihn noch einmal.",
    ),
    "es": Words(
        reference="Referencia",
        code="Código",
        check="Para comprobar esta carta, escanee el cuadrado o introduzca referencia y código en {address}",
        together=(
            "Firmas al pie de esta carta: {count}",
            "Anexo: quienes han firmado, según lo que cada persona eligió mostrar",
            "Han firmado y prefieren no ser nombradas: {count}",  # codespell:ignore ser
            "Lo que algunas personas añadieron con sus propias palabras",
        ),
        once_more="Esta carta le fue enviada por primera vez el {day}; no nos consta ninguna respuesta, por lo que se la enviamos de nuevo.",
    ),
    "fr": Words(
        reference="Référence",
        code="Code",
        check="Pour vérifier cette lettre, scannez le carré ou saisissez référence et code sur {address}",
        of_date="le ",
        together=(
            "Signatures au bas de cette lettre : {count}",
            "Annexe : les signataires, chaque personne comme elle l’a choisi",
            "Signataires qui ont choisi de ne pas être nommés : {count}",
            "Ce que certains ont ajouté avec leurs propres mots",
        ),
        once_more="Cette lettre vous a été envoyée une première fois le {day} ; aucune réponse ne nous étant connue, nous vous l’envoyons de nouveau.",
    ),
    "kk": Words(
        reference="Хат нөмірі",
        code="Код",
        check="Хатты тексеру үшін шаршыны сканерлеңіз немесе нөмірі мен кодын енгізіңіз: {address}",
        together=(
            "Осы хатқа қойылған қолдар саны: {count}",
            "Қосымша: қол қойғандар, әркім өзі таңдағандай көрсетілген",
            "Қол қойып, аты аталмауын қалағандар: {count}",
            "Кейбіреулердің өз сөзімен қосқандары",
        ),
        once_more="Бұл хат сізге алғаш рет {day} күні жіберілген; оған жауап бізге белгісіз, сондықтан ол қайта жіберіліп отыр.",
    ),
    "pl": Words(
        reference="Numer pisma",  # codespell:ignore numer
        code="Kod",
        check="Aby sprawdzić to pismo, zeskanuj kwadrat lub wpisz numer i kod na {address}",  # codespell:ignore numer
        of_date="dnia ",
        together=(
            "Liczba podpisów pod tym listem: {count}",
            "Załącznik: osoby, które podpisały, w postaci przez nie wybranej",
            "Podpisały i nie chcą być wymienione z nazwiska: {count}",
            "Co niektóre z nich dodały własnymi słowami",
        ),
        once_more="Ten list wysłano do Państwa po raz pierwszy {day}; nie znamy odpowiedzi na niego, dlatego wysyłamy go ponownie.",
    ),
    "ru": Words(
        reference="Номер письма",
        code="Код",
        check="Чтобы проверить письмо, отсканируйте квадрат или введите номер и код на {address}",
        together=(
            "Подписей под этим письмом: {count}",
            "Приложение: подписавшиеся, каждый указан так, как выбрал сам",
            "Подписали и не указаны по собственному желанию: {count}",
            "Что некоторые добавили своими словами",
        ),
        once_more="Это письмо впервые было отправлено вам {day}; ответ на него нам неизвестен, поэтому мы отправляем его ещё раз.",
    ),
    "tr": Words(
        reference="Mektup no.",
        code="Kod",
        check="Mektubu doğrulamak için kareyi tarayın ya da numarayı ve kodu girin: {address}",
        together=(
            "Bu mektubun altındaki imza sayısı: {count}",  # codespell:ignore bu
            "Ek: imzalayanlar, her biri kendi seçtiği biçimde",
            "İmzalayan ve kendi isteğiyle adı yazılmayan: {count}",
            "Bazılarının kendi sözleriyle ekledikleri",
        ),
        once_more="Bu mektup size ilk kez {day} tarihinde gönderildi; buna bir yanıt verildiğini bilmediğimiz için yeniden gönderiyoruz.",  # codespell:ignore bu
    ),
    "uk": Words(
        reference="Номер листа",
        code="Код",
        check="Щоб перевірити лист, відскануйте квадрат або введіть номер і код на {address}",
        together=(
            "Підписів під цим листом: {count}",
            "Додаток: ті, хто підписав, кожного вказано так, як він обрав",
            "Підписали й не названі за власним бажанням: {count}",
            "Що дехто додав своїми словами",
        ),
        once_more="Цей лист уперше надіслано вам {day}; відповідь на нього нам невідома, тому надсилаємо його ще раз.",
    ),
}


def _of(language: str) -> Words:
    return _WORDS.get(language, _WORDS["en"])


def reference_word(language: str) -> str:
    return _of(language).reference


def code_word(language: str) -> str:
    return _of(language).code


def how_to_check(language: str, address: str) -> str:
    """`address` as a person types it, without the scheme."""
    return _of(language).check.format(address=address)


def together(language: str) -> tuple[str, str, str, str]:
    """Of an email that brings many letters: "{count} signatures", "the list", "{count} not named", "own words"."""
    return _of(language).together


def once_more(language: str, day: date) -> str:
    return _of(language).once_more.format(day=long_date(day, language))


def place_and_date(place: str, day: date, language: str) -> str:
    """`Leeds, 22 November 2026`, `Köln, den 22. November 2026`; the date alone where the place is not known."""
    words = long_date(day, language)
    return f"{place}, {_of(language).of_date}{words}" if place else words


def in_order(line: str) -> str:
    """A number after an Arabic or Hebrew name would be drawn before it (UAX #9, rules W2 and N1); a mark holds its place."""
    if not _MAY_TURN.search(line):
        return line
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
    return line.replace(",", f"{LEFT_TO_RIGHT},") if turns else line


def sender(frozen: Mapping[str, Any], kind: str) -> list[str]:
    """The signer as a return line, or as a block of lines; `kind` is Layout.sender_is."""
    if kind == "line":
        return [in_order(frozen["sender_line"])]
    signer = frozen["signer"]
    lines = [signer["name"], *signer.get("address_lines", []), signer["town"], signer["country_name"]]
    return [line for line in lines if line]


def home(signer: Mapping[str, Any]) -> str:
    """What stands under the signer's name: where they live, as far as the letter says it."""
    lines = [*signer.get("address_lines", []), signer["town"], signer["country_name"]]
    return ", ".join(line for line in lines if line)
