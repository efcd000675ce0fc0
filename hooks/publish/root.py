"""The root of the site, above the languages: chooser, 404, offline page, site map, whole guide."""

import json
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hooks.publish import bill
from hooks.publish.fingerprint import digest_of
from hooks.publish.offline import OFFLINE
from hooks.theme.policy import policy
from service_structure.source.plain import plain
from service_structure.source.records import Guide

TEMPLATES = Path(__file__).parents[2] / "docs" / "root"
OFFERED = ("home", "calculator", "structures", "comparison", "cases", "glossary")
"""The pages that lead to all of the guide, for those who have come to a page that is not there."""


def write_root(guide: Guide, into: Path, address: str) -> None:
    """Write the files of the site's root; `address` is its full address.

    The host shows the 404 page under any address, so its links begin with the path of the root.
    """
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.jinja", "xml.jinja")),
        trim_blocks=True,
    )
    values = {
        "guide": guide,
        "messages": guide.messages,
        "policy": policy(),
        "address": address,
        "pages": OFFERED,
        "offline": _write_offline(into),
    }
    for template in TEMPLATES.glob("*.jinja"):
        page = env.get_template(template.name).render(values, base=urlsplit(address).path)
        (into / template.stem).write_text(page, encoding="utf-8")
    for asset in set(TEMPLATES.glob("root.*")) - set(TEMPLATES.glob("root.offline.*")):
        (into / asset.name).write_bytes(asset.read_bytes())
    (into / bill.FILE).write_text(bill.bill_of_materials(guide), encoding="utf-8")
    (into / bill.NOTICES).write_text(bill.notices(guide), encoding="utf-8")
    whole = json.dumps(plain(guide), ensure_ascii=False, separators=(",", ":"))
    (into / "guide.json").write_text(whole, encoding="utf-8")
    (into / ".nojekyll").touch()  # GitHub Pages would drop files that begin with an underscore.


def _write_offline(into: Path) -> str:
    """Copy what the offline page loads to an address that changes with it; returns its folder.

    The service worker keeps these files, so they must fit the page that it keeps.
    """
    assets = [TEMPLATES / "root.css", TEMPLATES / "root.offline.js"]
    place = f"{OFFLINE}/{digest_of(assets)}/"
    shutil.rmtree(into / OFFLINE, ignore_errors=True)
    (into / place).mkdir(parents=True)
    for asset in assets:
        shutil.copyfile(asset, into / place / asset.name)
    return place
