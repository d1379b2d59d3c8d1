"""Own words as people type them, in all languages of letters: words, punctuation, addresses, blanks and line ends."""

from hypothesis import strategies as st

from kit.languages import LETTER_LANGUAGES
from kit.typed import TEXT_CHARACTERS, TEXT_LINES

WORDS = {
    "en": "the he was a teacher in our town and taught my children to read well-known prison AVA To. Yesterday, affine "
    "office they're “now” ‘so’ (quiet) [sic] o'clock either/neither and/or e.g. Mr.\u00a0Smith U.S.A. difficult fjord",
    "de": "Straße Müßiggang Äpfel „Freiheit“ ‚so‘ »ja« Kraftfahrzeug-Haftpflicht und der die das in z.\u00a0B. 3.\u00a0Mai "
    "Bundesverfassungsgerichtsentscheidung Öffentlichkeit",
    "fr": "l’homme «\u202foui\u202f» où ça été œuvre cœur Élise aujourd’hui c’est-à-dire 10\u202f% « non » ! ? : ;",
    "es": "¿Cómo está? ¡Libertad! niño señor corazón año y el la de 1.º",
    "pl": "żółć gęślą jaźń w z i o Łódź „wolność” więzienie biało-czerwony",
    "tr": "İstanbul ışık ığdır çocuk özgürlük ve şu fikir fı fi filiz insan kadın’ın",
    "ru": "он учитель в нашем городе и учил «детей» читать, № 5 — тюрьма. Ёлка кто-то из-за (тихо) „так“ Т.\u00a0е. АВ То",
    "uk": "він учитель у нашому місті й навчав «дітей» читати, — п’ять в’язниця Їжак ґрунт хтось-то Є",
    "kk": "Ол мұғалім біздің қалада Әсел өмір ұлы күн һәм ғылым «бостандық» үшін — қазан",
}
ODD = (
    "https://outcry.example/case/12?x=1&y=2 amara@mail.example 12 1,234.5 2019–2023 — – - … $5 50% №7 § A4 a- -b "
    '--flag #tag a+b=c c_d {x} <b>bold</b> &amp; "free" x 5\u00a0km 20\u202f000 привет Ελευθερία Łódź “L” (T) ‘Г’'
)
_BLANKS = st.sampled_from([*[" "] * 19, "  "])
_ENDS = st.sampled_from([*[""] * 12, ".", ".", ",", ",", "!", "?", ";", ":"])
_SIGNS = st.text(st.sampled_from("abЖ-—–/.,:;!?()«»“”„'\"…\u00a0 0189%+"), min_size=1, max_size=30)


@st.composite
def segments(draw: st.DrawFn, language: str) -> str:
    """What stands between two line ends."""
    ordinary, odd = WORDS[language].split(" "), ODD.split(" ")
    words = draw(
        st.lists(
            st.one_of(
                *[st.sampled_from(ordinary)] * 6,
                st.sampled_from(odd),
                st.sampled_from(WORDS["en"].split(" ")),
            ),
            min_size=1,
            max_size=25,
        )
    )
    if draw(st.integers(0, 9)) == 0:
        words.append(draw(_SIGNS))
    again = draw(st.sampled_from([1, 1, 2, 3, 5]))
    return "".join(f"{word}{draw(_ENDS)}{draw(_BLANKS)}" for word in words) * again


@st.composite
def own_words(draw: st.DrawFn, language: str) -> str:
    """At most as much as may be typed (kit/typed.py)."""
    paragraphs = draw(st.lists(st.lists(segments(language), min_size=1, max_size=3), min_size=1, max_size=4))
    if draw(st.integers(0, 19)) == 0:
        paragraphs.append([f"{number}. {language}" for number in range(draw(st.integers(1, 20)))])
    keep = draw(st.integers(0, 4)) == 0  # blanks before line ends
    text = "\n\n".join(
        "\n".join(segment if keep else segment.strip(" ") for segment in paragraph)
        for paragraph in paragraphs
    )
    lines = text[:TEXT_CHARACTERS].strip().split("\n")
    return "\n".join(lines[:TEXT_LINES]).strip() or "x"


languages = st.sampled_from(LETTER_LANGUAGES)
