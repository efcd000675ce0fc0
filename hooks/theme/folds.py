"""Folds the organisations of a page: each is a heading and a line until a reader opens it.

The Markdown stays plain, for the search and for other generators.
"""

import re

LIST = re.compile(r'(<div class="precedents">\n)(.*)(</div>\s*)\Z', re.DOTALL)
CASE = re.compile(r"(?=<h2 )")
PARTS = re.compile(r"(<h2 .*?</h2>)\s*<p>(.*?)</p>\s*(.*)", re.DOTALL)
"""Of an organisation: its heading, the paragraph below, the rest."""

LINK = re.compile(r'<a class="headerlink".*?</a>|</?a\b[^>]*>')
"""What may not stand within a control that opens the rest."""


def folded(html: str) -> str:
    r"""HTML with each section of a list of precedents folded.

    >>> case = '<h2 id="a">A</h2>\n<p><a href="x">b</a></p>\n<p>c</p>'
    >>> print(folded(f'<div class="precedents">\n{case}</div>'))
    <div class="precedents">
    <details class="precedent">
    <summary><h2 id="a">A</h2> <span>b</span></summary>
    <p>c</p>
    </details>
    </div>
    """

    def fold(found: re.Match[str]) -> str:
        opening, cases, closing = found.groups()
        return opening + "".join(map(_fold, CASE.split(cases))) + closing

    return LIST.sub(fold, html)


def _fold(case: str) -> str:
    parts = PARTS.fullmatch(case.strip())
    if parts is None:
        return case
    heading, line, rest = parts.groups()
    summary = LINK.sub("", f"<summary>{heading} <span>{line}</span></summary>")
    return f'<details class="precedent">\n{summary}\n{rest}\n</details>\n'
