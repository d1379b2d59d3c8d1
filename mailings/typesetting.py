"""Set an update: from Markdown (CommonMark) to the HTML and the plain text of a mail, from one source.

Safe by what is let through: raw HTML stays text, pictures are not known, a link leads to http, https or mailto or is no
link. nh3 lets through TAGS alone and writes their style into each of them, since mail programs drop style sheets.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

SCHEMES = ("http", "https", "mailto")
LINK = "color:#8f2d1c;word-break:break-word"
TAGS: dict[str, str] = {
    "p": "margin:0 0 16px",
    "h1": "margin:24px 0 8px;font-size:20px;line-height:1.3",
    "h2": "margin:24px 0 8px;font-size:18px;line-height:1.3",
    "h3": "margin:20px 0 8px;font-size:16px;line-height:1.3",
    "ul": "margin:0 0 16px;padding:0 0 0 24px",
    "ol": "margin:0 0 16px;padding:0 0 0 24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #e2ded4",
    "hr": "border:0;border-top:1px solid #e2ded4;margin:24px 0",
    "a": LINK,
    "strong": "",
    "em": "",
    "br": "",
    "code": "",
    "pre": "white-space:pre-wrap",
}
# A merge field, like {case}; what a text may name stands in mailings/merging.py.
FIELD = re.compile(r"\{([a-z_]+)\}")
# An address in plain sight. What ends a sentence or a bracket is not of it.
_BARE = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?()\[\]'’”»]")
_MEANT = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True)
class Set:
    """`html` is a fragment with its style in it, `bare` the same without, for our own pages. `links`: all it leads to."""

    html: str
    bare: str
    text: str
    links: list[str] = field(default_factory=list)


def set_in_type(source: str, words: Mapping[str, str]) -> Set:
    """`words` are what stands for each merge field; an unknown one stays as it is written.

    A value is put in where the text has been read already, so that nothing in it is Markdown; addresses are put in before.
    """
    addresses = {name: said for name, said in words.items() if name.endswith("_link")}
    tokens = _reader().parse(filled(source, addresses))
    for token in _all(tokens):
        token.content = filled(token.content, words) if not token.children else token.content
    for token in tokens:
        if token.type == "inline":
            token.children = list(_with_links(token.children or []))
    rendered = _reader().renderer.render(tokens, _reader().options, {})
    links = [str(token.attrs["href"]) for token in _all(tokens) if token.type == "link_open"]
    styles = {tag: {"style": style} for tag, style in TAGS.items() if style}
    return Set(_clean(rendered, styles), _clean(rendered, {}), _plain(SyntaxTreeNode(tokens)).strip(), links)


def _clean(html: str, styles: dict[str, dict[str, str]]) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        set_tag_attribute_values=styles,
    ).strip()


def filled(text: str, words: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: words.get(found[1], found[0]), text)


def as_meant(words: str) -> str:
    """Words of ours for a Markdown source: what they hold is no markup."""
    return _MEANT.sub(r"\\\1", words)


def may_link(url: str) -> bool:
    return url.partition(":")[0].lower() in SCHEMES


def _reader() -> MarkdownIt:
    # Line breaks stand as they were typed: who writes mails expects that.
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
        ["image", "html_block", "html_inline"]
    )
    reader.validateLink = may_link  # type: ignore[method-assign]  # as its documentation says to
    return reader


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _with_links(tokens: list[Token]) -> Iterator[Token]:
    """Make links of addresses that stand in plain sight, outside links."""
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type.startswith("link_") else 0
        if token.type != "text" or inside:
            yield token
            continue
        at = 0
        for found in _BARE.finditer(token.content):
            yield Token("text", "", 0, content=token.content[at : found.start()])
            yield Token("link_open", "a", 1, attrs={"href": found[0]})
            yield Token("text", "", 0, content=found[0])
            yield Token("link_close", "a", -1)
            at = found.end()
        yield Token("text", "", 0, content=token.content[at:])


def _plain(node: SyntaxTreeNode) -> str:
    """The same text for mail programs without HTML. Blocks end with an empty line."""
    inner = "".join(_plain(child) for child in node.children)
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            where = str(node.attrs["href"]).removeprefix("mailto:")
            return inner if inner == where else f"{inner} ({where})"
        case "fence" | "code_block":
            return node.content.rstrip("\n") + "\n\n"
        case "hr":
            return "* * *\n\n"
        case "blockquote":
            return _indented(inner, "> ", "> ") + "\n\n"
        case "paragraph" | "heading":
            return inner + ("\n" if _is_tight(node) else "\n\n")
        case "bullet_list":
            return _items(node, lambda _number: "- ")
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return _items(node, lambda number: f"{first + number}. ")
        case _:
            return inner


def _items(node: SyntaxTreeNode, mark: Callable[[int], str]) -> str:
    lines = []
    for number, item in enumerate(node.children):
        inner = "".join(_plain(child) for child in item.children)
        lines.append(_indented(inner, mark(number), " " * len(mark(number))))
    return "\n".join(lines) + "\n\n"


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.rstrip("\n").split("\n")
    return "\n".join([(first + lines[0]).rstrip(), *((rest + line).rstrip() for line in lines[1:])])


def _is_tight(node: SyntaxTreeNode) -> bool:
    # markdown-it hides the paragraphs of a list whose items have no empty line between them.
    return bool(node.nester_tokens and node.nester_tokens.opening.hidden)
