"""The way of a keyboard into a page: where its first link leads, and what is no stop on the way."""

import re

from mkdocs.structure.toc import AnchorLink, TableOfContents

STARTS = {"index.md": "top", "calculator.md": "ask"}
"""The pages whose first link, "Skip to content", leads to another place than their first heading.

The home page has no heading that the theme knows of, and in the calculator a reader begins with the
question.
"""

TOP = re.compile(r'(<h1\b[^>]*>(?:(?!</h1>).)*<a class="headerlink")', re.DOTALL)


def contents_of(uri: str, title: str, contents: TableOfContents) -> TableOfContents:
    """The table of contents of a page, from which the theme has the link past its header."""
    start = STARTS.get(uri)
    return TableOfContents([AnchorLink(title, start, 1)]) if start else contents


def passed_by(html: str) -> str:
    """HTML in which a keyboard passes by the link of the first heading to itself.

    >>> passed_by('<h1 id="a">A<a class="headerlink" href="#a">¶</a></h1>')
    '<h1 id="a">A<a class="headerlink" tabindex="-1" href="#a">¶</a></h1>'
    """
    return TOP.sub(r'\1 tabindex="-1"', html, count=1)
