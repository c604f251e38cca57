"""What sellers type as rich text, made safe before it enters any layout, and read in three ways: as HTML, as plain text, as parts."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import bleach
from bleach.css_sanitizer import CSSSanitizer
from lxml import etree, html
from wagtail.rich_text import expand_db_html

from hub.common.origin import absolute

from .marks import without_marks

TAGS = frozenset({"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a", "h2", "h3", "h4", "hr"})
SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_LISTS = ("ul", "ol")
# Styles are not for sellers: no property is allowed, the sanitiser only keeps bleach from guessing.
_NO_STYLE = CSSSanitizer(allowed_css_properties=[])


@lru_cache(maxsize=512)
def clean(source: str) -> str:
    """Wagtail's stored rich text as HTML of a few harmless tags; scripts, styles, pictures and strange schemes are gone."""
    cleaner = bleach.Cleaner(
        tags=TAGS, attributes={"a": ["href"]}, protocols=SCHEMES, strip=True, strip_comments=True, css_sanitizer=_NO_STYLE
    )
    return without_marks(cleaner.clean(expand_db_html(source)))


def tree(fragment: str) -> html.HtmlElement:
    return html.fragment_fromstring(fragment, create_parent="div")


def inner_html(element: html.HtmlElement) -> str:
    """What stands between the element's tags, serialised as HTML. The element's own text is escaped here, its children by lxml."""
    inner = html.tostring(element, encoding="unicode", with_tail=False)
    return inner[inner.index(">") + 1 : inner.rindex("<")]


def relink(fragment: str, target: Callable[[str], str]) -> str:
    """The fragment with every link's target replaced by `target(href)`; relative ones become absolute first."""
    root = tree(fragment)
    for anchor in root.iter("a"):
        href = full_target(anchor.get("href", ""))
        if href:
            anchor.set("href", target(href))
        else:
            anchor.attrib.pop("href", None)
    return inner_html(root)


def full_target(href: str) -> str:
    """An absolute target, or "" for one that may not be followed."""
    href = without_marks(href.strip())
    if href.startswith("/") and not href.startswith("//"):
        return absolute(href)
    scheme, colon, rest = href.partition(":")
    return href if colon and rest and scheme.lower() in SCHEMES else ""


def visible(element: html.HtmlElement) -> str:
    """Text as the reader sees it, across inline tags; line breaks as newlines."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag == "br" else node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


# What follows is asked again and again while a letter is written, and all its passages but one are as they were a moment ago.
@lru_cache(maxsize=1024)
def runs(fragment: str) -> tuple[tuple[str, str, str], ...]:
    """(tag, visible text, its HTML) of each paragraph, heading and list item, in reading order."""
    return tuple(_runs(fragment))


def _runs(fragment: str) -> Iterator[tuple[str, str, str]]:
    root = tree(fragment)
    loose = root.text or ""
    if loose.strip():
        yield "p", " ".join(loose.split()), loose
    for child in root:
        if child.tag in _LISTS:
            for item in child.iter("li"):
                yield "li", visible(item), inner_html(item)
        elif text := visible(child):
            yield child.tag, text, inner_html(child)
        if child.tail and child.tail.strip():
            yield "p", " ".join(child.tail.split()), child.tail


def links(fragment: str) -> Iterator[tuple[str, str]]:
    """(visible text, absolute target) of each link."""
    for text, typed in _anchors(fragment):
        if href := full_target(typed):
            yield text, href


@lru_cache(maxsize=1024)
def _anchors(fragment: str) -> tuple[tuple[str, str], ...]:
    return tuple((visible(anchor), anchor.get("href", "")) for anchor in tree(fragment).iter("a")) if "<a" in fragment else ()


@lru_cache(maxsize=1024)
def text_of(fragment: str) -> str:
    """All of a fragment as the reader sees it."""
    return visible(tree(fragment))


def with_targets(element: html.HtmlElement, target: Callable[[str], str]) -> str:
    """Visible text with each link as "label <target>" (RFC 3986, appendix C: angle brackets keep a target whole)."""
    copy = tree(inner_html(element))
    for anchor in copy.iter("a"):
        if href := full_target(anchor.get("href", "")):
            label, shown = visible(anchor), target(href)
            for child in list(anchor):
                anchor.remove(child)
            anchor.text = (
                f"<{shown}>" if label in (href, href.removeprefix("mailto:"), href.removeprefix("tel:"), "") else f"{label} <{shown}>"
            )
    return visible(copy)
