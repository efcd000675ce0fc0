"""Draws the icons of the web app from the site's icon, in headless Chromium."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ASSETS = Path(__file__).parents[1] / "docs" / "static" / "assets"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")

# Name, side in pixels, and the drawing's share of the side. The system cuts a maskable icon to a
# shape of its choice, so its drawing stays in the middle and its background fills the square.
ICONS = (("icon-192", 192, 1.0), ("icon-512", 512, 1.0), ("icon-maskable-512", 512, 0.72))
PAGE = """<style>html, body {{ margin: 0; {ground} }} svg {{ position: absolute;
width: {drawing}px; height: {drawing}px; top: {margin}px; left: {margin}px; }}</style>{svg}"""


def main() -> None:
    """Write each icon as a PNG: transparent, or for maskable icons with a filled background."""
    svg = (ASSETS / "icon.svg").read_text()
    colour = svg.split('fill="', 1)[1].split('"', 1)[0]
    (ASSETS / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for name, side, share in ICONS:
            ground = f"background: {colour};" if share < 1 else ""
            page = browser.new_page(viewport={"width": side, "height": side})
            drawing = round(side * share)
            margin = (side - drawing) // 2
            page.set_content(PAGE.format(ground=ground, drawing=drawing, margin=margin, svg=svg))
            page.screenshot(path=ASSETS / "icons" / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
