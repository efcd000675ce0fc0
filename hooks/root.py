"""The root of the site, which belongs to no language: the language chooser and the 404 page."""

from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calculator.records import Guide
from hooks.policy import policy

TEMPLATES = Path(__file__).parents[1] / "docs" / "root"


def write_root(guide: Guide, into: Path, site_url: str) -> None:
    """Write `index.html`, `404.html` and their script and style into the root of the site.

    The host shows the 404 page under any address, so its links start from the path of `site_url`.
    """
    base = urlsplit(site_url).path or "/"
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    for template in TEMPLATES.glob("*.jinja"):
        page = env.get_template(template.name).render(
            guide=guide, messages=guide.messages, base=base, policy=policy()
        )
        (into / template.stem).write_text(page, encoding="utf-8")
    for asset in TEMPLATES.glob("root.*"):
        (into / asset.name).write_bytes(asset.read_bytes())
    (into / ".nojekyll").touch()  # GitHub Pages would drop files that begin with an underscore.
