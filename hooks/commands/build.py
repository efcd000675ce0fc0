"""Build the whole site: every language, the runtime they share, the chooser and the 404 page."""

import argparse
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from hooks.application import publish
from hooks.publish.embed import write_embedded
from hooks.publish.fingerprint import fingerprint_assets, fingerprint_runtime
from hooks.publish.offline import write_service_worker
from hooks.publish.root import write_root
from hooks.publish.whole import add_integrity
from hooks.quickstart import BuildError
from hooks.site_build import WHOLE_SITE, Edition, WholeSite
from service_structure.errors import GuideError
from service_structure.source.language import Language
from service_structure.source.loader import GUIDE, read_guide
from service_structure.source.precedents import load_precedents

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "mkdocs.yml"
SHARED_RUNTIME = "../runtime/"


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site into a folder; returns 1 if the data or the pages have faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=ROOT / "site", help="folder of the site")
    into = parser.parse_args(argv).into
    try:
        guide = read_guide(GUIDE)
        load_precedents(guide)
    except GuideError as error:
        print(error)
        return 1
    languages = list(guide.languages)
    everyone = list(guide.languages.values())
    address = (load_config(str(CONFIGURATION)).site_url or "").rstrip("/") + "/"
    print(f"Building Python for the browser, and the pages in {', '.join(languages)} …", flush=True)
    # Pages only name files of the runtime, which takes longest and so is the first to start.
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        runtime = into / "runtime"
        python = pool.submit(publish, runtime / "new")
        passed = all(list(pool.map(build_language, languages, repeat(everyone), repeat(into))))
        if passed:
            write_root(guide, into, address)
            write_embedded(guide, into, address, SHARED_RUNTIME)
        try:
            published = python.result()
        except BuildError as error:
            print(error, flush=True)
            passed = False
    if not passed:
        print("The build stopped; see above.", flush=True)
        return 1
    pages = [into / language for language in languages]
    for folder in pages:
        fingerprint_assets(folder)
    digest = fingerprint_runtime(runtime, "new", [p for f in pages for p in f.rglob("*.html")])
    add_integrity(into)
    write_service_worker(guide, into, published, f"runtime/{digest}/")
    start = "" if published.quick else ", with Pyodide's ordinary start"
    print(f"The site is in {into.name}/{start}", flush=True)
    return 0


def build_language(language: str, languages: Sequence[Language], into: Path) -> bool:
    """Build the pages of one language, strictly; returns False if MkDocs stops."""
    os.nice(3)  # the runtime takes longer; a larger number starves pages on a busy machine
    os.environ["SITE_LANGUAGE"] = language
    logging.basicConfig(level=logging.WARNING, format=f"{language}: %(message)s")
    try:
        config = load_config(str(CONFIGURATION), site_dir=str(into / language), strict=True)
        root = (config.site_url or "").rstrip("/")
        config.site_url = f"{root}/{language}/"
        config.extra[WHOLE_SITE] = WholeSite(
            runtime=SHARED_RUNTIME,
            guide_address=f"{root}/guide.json",
            editions=tuple(Edition(each.id, each.name, f"{root}/{each.id}/") for each in languages),
        )
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (Abort, ConfigurationError) as error:
        print(f"{language}: {error}", flush=True)
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
