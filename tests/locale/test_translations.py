"""Nobody who signs in one of our languages meets an English sentence."""

# To bring new words into the catalogues (needs GNU gettext), from the top of the repository:
#   DJANGO_SETTINGS_MODULE=tests.settings python manage.py makemessages -l ru -l de -l kk … --no-wrap --no-obsolete \
#     --add-location file -i outbox -i config -i var -i tests -i "*admin*" -i "*/models/*" -i states.py
#   sed -i '/^"POT-Creation-Date/d' locale/*/LC_MESSAGES/django.po
# Then translate what is empty, read again what became fuzzy and take the mark off, and run this test.

import gettext
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from supporters.consent import wording
from tests.locale.words import answers, catalogue, said_by, unanswered, unlike_placeholders

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("de", "es", "fr", "kk", "pl", "ru", "tr", "uk")
BABEL = (sys.executable, "-m", "babel.messages.frontend", "-q", "compile")
RUSSIAN = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"""


def po(language: str, root: Path = ROOT) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def compiled(language: str, folder: Path) -> None:
    """As the front door does it, but into `folder`."""
    target = folder / language / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    done = subprocess.run([*BABEL, "-i", po(language), "-o", target], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory):
    folder = tmp_path_factory.mktemp("locale")
    for language in LANGUAGES:
        compiled(language, folder)
    return folder


@pytest.fixture
def fresh(catalogues, settings):
    """The product with its catalogues compiled now, whatever lies beside the sources."""
    settings.LOCALE_PATHS = [catalogues]


def written(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_the_languages_of_the_pages_are_those_with_a_catalogue(settings):
    found = sorted(path.parts[-3] for path in (ROOT / "locale").glob("*/LC_MESSAGES/django.po"))

    assert found == list(LANGUAGES) == sorted(code for code, _name in settings.LANGUAGES if code != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_word_is_said_in_every_language(language):
    assert unanswered(said_by(ROOT), catalogue(po(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_answers_what_nobody_says(language):
    assert sorted(set(answers(catalogue(po(language)))) - set(said_by(ROOT))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_placeholder(language):
    assert unlike_placeholders(catalogue(po(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_babel_finds_no_fault_and_compiles_every_word(language, catalogues):
    catalog = catalogue(po(language))
    with (catalogues / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)

    assert [str(fault) for fault in catalog.check()] == []
    assert catalog.fuzzy is False
    for (context, said), message in answers(catalog).items():
        heard = spoken.pgettext(context, said) if context else spoken.gettext(said)
        if not message.pluralizable:
            assert heard == message.string


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_names_no_line_and_no_hour(language):
    text = po(language).read_text(encoding="utf-8")
    places = [line for line in text.splitlines() if line.startswith("#: ")]

    assert [line for line in places if ":" in line[3:]] == []
    assert "POT-Creation-Date" not in text


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("ru", 1, "1 подтверждённая подпись"),
        ("ru", 3, "3 подтверждённые подписи"),
        ("ru", 12, "12 подтверждённых подписей"),
        ("ru", 21, "21 подтверждённая подпись"),
        ("de", 1, "1 bestätigte Unterschrift"),
        ("de", 0, "0 bestätigte Unterschriften"),
        ("fr", 0, "0 signature confirmée"),
        ("fr", 2, "2 signatures confirmées"),
        ("uk", 1, "1 підтверджений підпис"),
        ("uk", 3, "3 підтверджені підписи"),
        ("uk", 5, "5 підтверджених підписів"),
        ("pl", 1, "1 potwierdzony podpis"),
        ("pl", 3, "3 potwierdzone podpisy"),
        ("pl", 12, "12 potwierdzonych podpisów"),
        ("kk", 3, "3 расталған қолтаңба"),
        ("tr", 3, "3 onaylanmış imza"),
        ("es", 1, "1 firma confirmada"),
    ],
)
def test_signatures_are_counted_as_the_language_counts(language, count, words):
    with translation.override(language):
        said = translation.ngettext(
            "%(confirmed)s signature confirmed", "%(confirmed)s signatures confirmed", count
        )

    assert said % {"confirmed": count} == words


@pytest.mark.usefixtures("fresh")
def test_what_amara_agrees_to_is_exact_in_her_language():
    assert [wording(purpose, language) for language in ("de", "ru") for purpose in ("reply", "updates")] == [
        "Die Stelle, an die ich schreibe, darf meine E-Mail-Adresse sehen und mir direkt antworten.",
        "Ich möchte per E-Mail erfahren, was in diesem Fall geschieht. Ich kann das jederzeit beenden.",
        "Я разрешаю учреждению, которому пишу, видеть мой адрес электронной почты и отвечать мне напрямую.",
        "Сообщайте мне по электронной почте, что происходит в этом деле. Я могу прекратить это в любое время.",
    ]


DATED = re.compile(
    r"{% blocktranslate [^%]*?(\w+)=[\w.]+\|(date:\"DATE_FORMAT\"|day_words)[^%]*%}(.*?){% endblocktranslate %}",
    re.S,
)


def test_no_sentence_ends_in_the_dot_of_a_date_and_its_own():
    """`22 ноября 2026 г..`: a date that a full stop follows in some language goes through day_in_a_sentence."""
    pages = [
        (match[1], re.sub(r"\s*\n\s*", " ", re.sub(r"{{ (\w+) }}", r"%(\1)s", match[3]).strip()))
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for match in DATED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert len(pages) > 1
    for language in LANGUAGES:
        said = catalogue(po(language))
        for name, words in pages:
            assert f"%({name})s." not in words + str(said.get(words).string if said.get(words) else ""), (
                language
            )


def test_words_are_found_in_pages_and_in_python(tmp_path):
    written(
        tmp_path,
        "templates/public/page.html",
        '  <p>{% translate "Sign here" %} don\'t\n {{ x|default:_("Nobody") }}\n'
        "{% blocktranslate count n=n with who=who trimmed %}\n  {{ who }}, {{ n }} letter"
        "{% plural %}\n  {{ who }}, {{ n }} letters{% endblocktranslate %}",
    )
    written(
        tmp_path, "appeals/forms.py", '_("Go on")\npgettext_lazy("trap", "Leave it")\ntr("no word of ours")\n'
    )
    written(tmp_path, "appeals/admin.py", '_("only for the desk")\n')
    written(tmp_path, "templates/admin/page.html", '{% translate "only for the desk" %}')

    assert said_by(tmp_path) == {
        ("", "Sign here"): "templates/public/page.html",
        ("", "Nobody"): "templates/public/page.html",
        ("", "%(who)s, %(n)s letter"): "templates/public/page.html",
        ("", "Go on"): "appeals/forms.py",
        ("trap", "Leave it"): "appeals/forms.py",
    }


@pytest.mark.parametrize(
    "entry",
    [
        "",
        'msgid "Sign here"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Sign here"\nmsgstr "Подписать"\n',
        'msgctxt "elsewhere"\nmsgid "Sign here"\nmsgstr "Подписать"\n',
    ],
    ids=["missing", "empty", "fuzzy", "another context"],
)
def test_a_word_without_an_answer_is_found(tmp_path, entry):
    written(tmp_path, "templates/public/page.html", '{% translate "Sign here" %}')
    written(tmp_path, str(po("ru", Path())), RUSSIAN + "\n" + entry)

    assert unanswered(said_by(tmp_path), catalogue(po("ru", tmp_path))) == [
        "templates/public/page.html: Sign here"
    ]


def test_a_plural_with_a_form_missing_is_found(tmp_path):
    written(tmp_path, "appeals/mail.py", 'ngettext("%(n)d letter", "%(n)d letters", n)\n')
    entry = 'msgid "%(n)d letter"\nmsgid_plural "%(n)d letters"\nmsgstr[0] "%(n)d письмо"\nmsgstr[1] "%(n)d письма"\n'
    written(tmp_path, str(po("ru", Path())), RUSSIAN + "\n" + entry)

    assert unanswered(said_by(tmp_path), catalogue(po("ru", tmp_path))) == ["appeals/mail.py: %(n)d letter"]


def test_a_lost_placeholder_is_found(tmp_path):
    entries = (
        'msgid "To: %(office)s"\nmsgstr "Кому: %(Office)s"\n\nmsgid "{n} of 100%%"\nmsgstr "{n} из 100 %%"\n'
    )
    written(tmp_path, str(po("ru", Path())), RUSSIAN + "\n" + entries)

    assert unlike_placeholders(catalogue(po("ru", tmp_path))) == ["To: %(office)s -> Кому: %(Office)s"]
