"""Gives each page a content security policy: no other host, inline scripts only by their hash."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from mkdocs.exceptions import PluginError

RULES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("style-src-attr", "'unsafe-inline'"),  # Markdown aligns the columns of a table so.
    ("img-src", "'self' data:"),  # The theme's styles hold icons as data.
    ("font-src", "data:"),  # The style sheet holds the typeface.
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("frame-src", "'self'"),  # The calculator's page shows what another site would.
    ("manifest-src", "'self'"),
    ("base-uri", "'self'"),
    ("form-action", "'self'"),
    ("require-trusted-types-for", "'script'"),
    ("trusted-types", "default"),  # TRUSTED makes it, where a page has scripts that add HTML.
)
SCRIPT = Path(__file__).parents[2] / "docs" / "scripts" / "trusted.js"
TRUSTED = re.sub(r"^//.*\n", "", SCRIPT.read_text("utf-8"), flags=re.MULTILINE)
"""The inline script that says what a page's scripts may add to it; before all other scripts."""
HEAD = '<meta charset="utf-8">'
SCOPE = re.compile(r'<script>__md_scope=new URL\("([^"]*)",location\)')
SAME_SCOPE = (
    r'<script data-base="\1">__md_scope=new URL(document.currentScript.dataset.base,location)'
)
TOGGLE = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off">')
INLINE = re.compile(r'<script(?![^>]*\s(?:src=|type="application/))[^>]*>(.*?)</script>', re.DOTALL)


def mend(html: str) -> str:
    """Make a page of the theme valid HTML, with the same inline scripts as every other page.

    Material shows further pages within the first one (instant navigation), and the browser keeps
    the policy of the first. One inline script differs between pages by the path to the root; here
    it reads that path from an attribute instead.
    Raises PluginError if the theme's HTML differs from what this module expects.
    """
    html = _replace(SCOPE, SAME_SCOPE, html, times=1)
    return _replace(TOGGLE, r"\1>", html, times=2)


def secure(html: str) -> str:
    """Add a policy to a page that allows exactly the inline scripts it has."""
    rules = policy(INLINE.findall(html))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return _replace(re.compile(re.escape(HEAD)), HEAD + tag, html, times=1)


def policy(scripts: Iterable[str] = ()) -> str:
    """The policy as one line; `scripts` are the texts of the inline scripts that may run."""
    hashes = sorted({f"'sha256-{_digest(script)}'" for script in scripts})
    return "; ".join(
        " ".join([name, sources, *(hashes if name == "script-src" else ())])
        for name, sources in RULES
    )


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


def _replace(pattern: re.Pattern[str], by: str, html: str, *, times: int) -> str:
    """Replace a pattern; raises PluginError unless it occurs exactly `times` times."""
    html, count = pattern.subn(by, html)
    if count != times:
        raise PluginError(
            f"the theme's pages have {count} × {pattern.pattern!r}, not {times}: it has changed,"
            " so bring hooks/theme/policy.py up to date"
        )
    return html
