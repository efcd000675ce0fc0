"""Give each page a content security policy: nothing from elsewhere, inline scripts by hash."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from mkdocs.exceptions import PluginError

RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("style-src-attr", "'unsafe-inline'"),  # Markdown aligns the columns of a table so.
    ("img-src", "'self' data:"),  # The theme's styles hold icons as data.
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'self'"),
    ("form-action", "'self'"),
)
HEAD = '<meta charset="utf-8">'
SCOPE = re.compile(r'<script>__md_scope=new URL\("([^"]*)",location\)')
SAME_SCOPE = (
    r'<script data-base="\1">__md_scope=new URL(document.currentScript.dataset.base,location)'
)
TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
INLINE = re.compile(r'<script(?![^>]*\s(?:src=|type="application/))[^>]*>(.*?)</script>', re.DOTALL)


def mend(html: str) -> str:
    """A page of the theme as valid HTML, with inline scripts that are the same on every page.

    A reader's browser keeps the policy of the first page while the theme shows others in it. So the
    one script that differs, by the way to the root, reads that way from an attribute.
    Raises PluginError if the theme's pages are not as we know them.
    """
    html = _replace(SCOPE, SAME_SCOPE, html, times=1)
    return _replace(TOGGLE, r"\1>", html, times=2)


def secure(html: str) -> str:
    """The page with a policy that allows its inline scripts and no other."""
    rules = policy(INLINE.findall(html))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return _replace(re.compile(re.escape(HEAD)), HEAD + tag, html, times=1)


def policy(scripts: Iterable[str] = ()) -> str:
    """The rules as one line; `scripts` are the texts of the inline scripts that may run."""
    hashes = sorted({f"'sha256-{_digest(script)}'" for script in scripts})
    return "; ".join(
        " ".join([name, sources, *(hashes if name == "script-src" else ())])
        for name, sources in RULES
    )


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


def _replace(pattern: re.Pattern[str], by: str, html: str, *, times: int) -> str:
    """Replace a part of the page; PluginError if it is not there as often as it was."""
    html, count = pattern.subn(by, html)
    if count != times:
        raise PluginError(
            f"the theme's pages have {count} × {pattern.pattern!r}, not {times}: it has changed,"
            " so bring hooks/policy.py up to date"
        )
    return html
