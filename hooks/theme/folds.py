"""Folds sections at the end of a page: each is its heading until a reader opens it.

Of organisations (`precedents`) a line stands beside the heading; of other sections (`chapters`)
nothing does. The Markdown stays plain, for the search and for other generators.
"""

import re

LIST = re.compile(r'(<div class="(precedent|chapter)s">\n)(.*)(</div>\s*)\Z', re.DOTALL)
SECTION = re.compile(r"(?=<h2 )")
PARTS = {
    "precedent": re.compile(r"(<h2 .*?</h2>)\s*<p>(.*?)</p>\s*(.*)", re.DOTALL),
    "chapter": re.compile(r"(<h2 .*?</h2>)()\s*(.*)", re.DOTALL),
}
"""Of a section: its heading, the line beside that, the rest."""

LINK = re.compile(r'<a class="headerlink".*?</a>|</?a\b[^>]*>')
"""What may not stand within a control that opens the rest."""


def folded(html: str) -> str:
    r"""HTML with each section of a list of precedents or chapters folded.

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
        opening, kind, inside, closing = found.groups()
        sections = [_fold(section, kind) for section in SECTION.split(inside)]
        return opening + "".join(sections) + closing

    return LIST.sub(fold, html)


def _fold(section: str, kind: str) -> str:
    parts = PARTS[kind].fullmatch(section.strip())
    if parts is None:
        return section
    heading, line, rest = parts.groups()
    beside = f" <span>{line}</span>" if line else ""
    summary = LINK.sub("", f"<summary>{heading}{beside}</summary>")
    return f'<details class="{kind}">\n{summary}\n{rest}\n</details>\n'
