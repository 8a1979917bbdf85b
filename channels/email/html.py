"""HTML to text, with links kept; and what of it was newly written.

Mail programs mark in HTML what plain text only hints at: where the quoted mail begins and which lines are the
signature. inscriptis lays the text out. What it cannot (markup nested beyond reason) is read by taking the tags off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inscriptis import Inscriptis
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement as Laid
from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

from channels.email.charsets import clean

DEEPEST = 150
"""Nesting of tags that is laid out; deeper markup only loses its tags."""


def _has_class(name: str) -> str:
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


_NOT_SHOWN = "//script | //style | //head | //template | //comment() | //processing-instruction() | //*[@hidden]"
_QUOTED = (
    f"//*[{_has_class('gmail_attr')}] | //blockquote[{_has_class('gmail_quote')}] | //blockquote[@type='cite' or @cite]"
    f" | //*[{_has_class('moz-cite-prefix')}] | //*[{_has_class('moz-forward-container')}] |"
    f" //*[{_has_class('moz-email-headers-table')}]"
    f" | //*[{_has_class('yahoo_quoted')}] | //*[starts-with(@id, 'yahoo_quoted')] |"
    f" //*[{_has_class('protonmail_quote')}]"
    f" | //*[{_has_class('tutanota_quote')}] | //*[{_has_class('zmail_extra')}] |"
    f" //*[@id='isForwardContent' or @id='isReplyContent']"
    f" | //*[@id='mail-editor-reference-message-container'] | //*[{_has_class('ms-outlook-mobile-reference-message')}]"
    f" | //*[@id='OLK_SRC_BODY_SECTION'] | //*[{_has_class('quoted-content')}] | //*[{_has_class('x_gmail_quote')}]"
)
_FROM_HERE_ON = (
    "//*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='stopSpelling' or @id='reply-intro' or @id='x_divRplyFwdMsg']"
)
_SIGNATURE = (
    f"//*[{_has_class('gmail_signature')}] | //*[{_has_class('gmail_signature_prefix')}] |"
    f" //*[@data-smartmail='gmail_signature']"
    f" | //*[{_has_class('moz-signature')}] |"
    f" //*[@id='Signature' or @id='AppleMailSignature' or @id='ms-outlook-mobile-signature']"
    f" |"
    f" //*[@id='ymail_android_signature' or @id='ymail_ios_signature' or @id='composer_signature' or @id='signature-x']"
    f" | //*[{_has_class('protonmail_signature_block')}] | //*[{_has_class('mobile_signature')}] |"
    f" //*[@id='lineBreakAtBeginningOfSignature']"
)
_FORWARD = re.compile(r"\s*-{4,}\s*\w+.*?-{3,}", re.DOTALL)
_UNREAD = frozenset({"script", "style"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "center",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "button",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "option",
        "search",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
    ]
)


@dataclass(frozen=True, slots=True)
class HtmlText:
    """``full``: all of the text; ``new``: without what its program marked as quoted or as signature; ``signatures``:
    those."""

    full: str
    new: str
    signatures: tuple[str, ...] = ()


def read_html(markup: str) -> HtmlText:
    """The text of an HTML body. Never raises."""
    tree = _tree(markup)
    if tree is None:
        text = strip_tags(markup)
        return HtmlText(text, text)
    full = _lay_out(tree)
    copy = _tree(markup)
    if copy is None:
        return HtmlText(full, full)
    _remove_quoted(copy)
    signatures = _remove_signatures(copy)
    return HtmlText(full, _lay_out(copy), signatures)


def strip_tags(markup: str) -> str:
    """The text between the tags, however deep they are nested. By libxml2, which does it in linear time."""
    parser = etree.HTMLParser(target=_Stripper(), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(markup.encode("utf-8", "replace"))
        text: str = parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    return _tidy(text)


def _tree(markup: str) -> HtmlElement | None:
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if _depth(tree) > DEEPEST:
        return None
    for element in _find(tree, _NOT_SHOWN):
        _drop(element)
    for element in _find(tree, "//*[@style]"):
        if re.search(r"display\s*:\s*none|mso-hide\s*:\s*all", element.get("style", ""), re.IGNORECASE):
            _drop(element)
    for link in _find(tree, "//a[@href]"):
        _spell_out(link)
    return tree


def _depth(tree: HtmlElement) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _find(tree: HtmlElement, path: str) -> list[HtmlElement]:
    return [element for element in tree.xpath(path) if isinstance(element, HtmlElement)]


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _spell_out(link: HtmlElement) -> None:
    """Put the address of a link behind its text, where it says something else."""
    href = re.sub(r"[\s<>]", "", link.get("href", ""))
    if not re.match(r"(?:https?|mailto|tel):", href, re.IGNORECASE):
        return
    shown = re.sub(r"\s+", "", link.text_content()).strip("<>").rstrip("/")
    bare = re.sub(r"^(?:mailto:|tel:|https?://)", "", href, flags=re.IGNORECASE).split("?subject=")[0].rstrip("/")
    if shown.lower() in {href.rstrip("/").lower(), bare.lower()}:
        return
    addition = f" <{href}>" if shown else f"<{href}>"
    if len(link):
        link[-1].tail = (link[-1].tail or "") + addition
    else:
        link.text = (link.text or "") + addition


def _remove_quoted(tree: HtmlElement) -> None:
    for element in _find(tree, f"//*[{_has_class('gmail_quote')}][not(self::blockquote)]"):
        if _FORWARD.match(element.text_content()):
            _drop(element)
    for element in _find(tree, _FROM_HERE_ON):
        _drop_following(element)
    for element in _find(tree, _QUOTED):
        _drop(element)


def _drop_following(element: HtmlElement) -> None:
    """Remove an element and all that comes after it in the document."""
    node: HtmlElement | None = element
    while node is not None and node.tag != "body":
        for sibling in list(node.itersiblings()):
            _drop(sibling)
        node.tail = None
        node = node.getparent()
    _drop(element)


def _remove_signatures(tree: HtmlElement) -> tuple[str, ...]:
    texts: list[str] = []
    for element in _find(tree, _SIGNATURE):
        text = re.sub(r"\s+", " ", clean(" ".join(element.itertext()))).strip()
        if text:
            texts.append(text)
        _drop(element)
    return tuple(texts)


def _lay_out(tree: HtmlElement) -> str:
    try:
        return _tidy(Inscriptis(tree, ParserConfig(css=_styles())).get_text())
    except (RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        # inscriptis trips over some broken tables and styles
        return strip_tags(etree.tostring(tree, encoding="unicode", method="html"))


def _styles() -> dict[str, Laid]:
    """How tags are laid out. inscriptis knows few of those that begin a new line, and joins the words of the others."""
    styles: dict[str, Laid] = CSS_PROFILES["strict"].copy()
    for tag in _BLOCKS - {"br", "tr", "table", "pre"} - styles.keys():
        styles[tag] = Laid(display=Display.block)
    return styles


def _tidy(text: str) -> str:
    """Without the padding of tables, and never more than one empty line."""
    lines = (
        re.sub(r"(?<=\S)[ \t\xa0]{2,}", " ", line.replace("\xa0", " ")).rstrip() for line in clean(text).split("\n")
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Stripper:
    """Gathers the text between tags, a new line at each block."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._hidden = 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag in _UNREAD:
            self._hidden += 1
        if tag in _BLOCKS:
            self._pieces.append("\n")

    def end(self, tag: str) -> None:
        if tag in _UNREAD:
            self._hidden = max(0, self._hidden - 1)

    def data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(re.sub(r"\s+", " ", data))

    def close(self) -> str:
        return "".join(self._pieces)
