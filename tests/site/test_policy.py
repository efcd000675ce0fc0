"""Every page carries a strict content security policy, and a walk through the site breaks none."""

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from hooks.publish.whole import whole_script
from hooks.theme import policy
from tests.support import Document

LANGUAGES = ["ru", "en"]


def test_every_page_has_the_same_policy_and_the_hosts_own_pages_a_stricter_one(site: Path) -> None:
    found = {path: _policy(path.read_text("utf-8")) for path in site.rglob("*.html")}
    of_theme = {path for path in found if "__md_scope" in path.read_text("utf-8")}
    of_languages = {found[path] for path in of_theme}
    assert len(of_languages) == 1, "an inline script differs from page to page"
    scripts = _sources(of_languages.pop(), "script-src")
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", source) for source in scripts[1:])
    embedded = {site / language / "embed" / "index.html" for language in LANGUAGES}
    assert {found.pop(path) for path in embedded} == {
        policy.policy([policy.TRUSTED, whole_script()])
    }
    assert {rules for path, rules in found.items() if path not in of_theme} == {policy.policy()}


def test_the_policy_takes_trusted_types_alone_for_what_becomes_code() -> None:
    assert _sources(policy.policy(), "require-trusted-types-for") == ["'script'"]
    assert _sources(policy.policy(), "trusted-types") == ["default"], "another could let all pass"


@pytest.mark.parametrize("unsafe", ["'unsafe-inline'", "'unsafe-eval'", "https:", "*"])
def test_the_policy_allows_no_foreign_or_unnamed_script(unsafe: str) -> None:
    assert unsafe not in _sources(policy.policy(["x"]), "script-src")
    assert unsafe not in _sources(policy.policy(["x"]), "default-src")


@pytest.mark.parametrize("without", ['<meta charset="utf-8">', "<script>__md_scope", "md-toggle"])
def test_a_theme_that_has_changed_stops_the_build(without: str) -> None:
    toggle = '<input class="md-toggle" id="{}" autocomplete="off">'
    page = (
        '<meta charset="utf-8"><script>__md_scope=new URL("..",location)</script>'
        + toggle.format("__drawer")
        + toggle.format("__search")
    )
    assert "autocomplete" not in policy.secure(policy.mend(page))
    with pytest.raises(PluginError, match="theme's pages have"):
        policy.secure(policy.mend(page.replace(without, "")))


def _policy(html: str) -> str:
    return Document(html).one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]


def _sources(rules: str, name: str) -> list[str]:
    (found,) = [rule.split()[1:] for rule in rules.split("; ") if rule.split()[0] == name]
    return found
