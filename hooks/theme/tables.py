"""Says of each part of a table what it is, for screen readers.

Browsers forget that where a style sheet shows a table as blocks: ours do on narrow screens, and the
theme's does everywhere.
"""

import re

ROLES = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tfoot": "rowgroup",
    "tr": "row",
    "td": "cell",
}
TAG = re.compile(r"<(table|thead|tbody|tfoot|tr|th|td)\b(?![^>]*\srole=)([^>]*)>")


def with_roles(html: str) -> str:
    """HTML whose tables keep their roles however they are shown.

    >>> with_roles('<tr><th scope="row">a</th><td role="cell">b</td></tr>')
    '<tr role="row"><th role="rowheader" scope="row">a</th><td role="cell">b</td></tr>'
    """
    return TAG.sub(lambda tag: f'<{tag[1]} role="{_role(tag[1], tag[2])}"{tag[2]}>', html)


def _role(name: str, attributes: str) -> str:
    if name == "th":
        return "rowheader" if 'scope="row"' in attributes else "columnheader"
    return ROLES[name]
