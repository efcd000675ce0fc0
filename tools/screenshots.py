"""Take the pictures of the README from the built site, in headless Chromium."""

import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from calculator import load_guide
from hooks.serve import server

IMAGES = Path(__file__).parents[1] / "docs" / "images"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
EXAMPLE = "retail_chain"
READY = """() => {
    const status = document.getElementById("calculator-status");
    return status.textContent === status.dataset.ready;
}"""


def main() -> None:
    """Write one picture of the calculator for each language."""
    IMAGES.mkdir(exist_ok=True)
    site = server(0)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for language in load_guide().languages:
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"http://127.0.0.1:{site.server_port}/{language}/calculator/")
            page.wait_for_function(READY)
            page.click(f"[data-scenario={EXAMPLE}]")
            page.wait_for_function("() => location.hash !== ''")
            page.wait_for_function(READY)
            page.screenshot(path=IMAGES / f"calculator-{language}.png")
        browser.close()
    site.shutdown()


if __name__ == "__main__":
    main()
