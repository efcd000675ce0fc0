"""Draws the icons of the site: icon.svg from the mark, and the web app's in headless Chromium."""

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from hooks.pages.mark import GROUND, HIGHEST, bars

ASSETS = Path(__file__).parents[1] / "docs" / "static" / "assets"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")

# Name, side in pixels, and the drawing's share of the side. The system cuts a maskable icon to a
# shape of its choice, so its drawing stays in the middle and its background fills the square.
ICONS = (("icon-192", 192, 1.0), ("icon-512", 512, 1.0), ("icon-maskable-512", 512, 0.72))
SIDE = 32
COLOURS = 64
"""Colours of a PNG: nine of the mark, and between two at an edge. It is a third as large."""

PAGE = """<style>html, body {{ margin: 0; {ground} }} svg {{ position: absolute;
width: {drawing}px; height: {drawing}px; top: {margin}px; left: {margin}px; }}</style>{svg}"""


def main() -> None:
    """Write the icon, and each PNG: transparent, or for maskable icons with a filled background."""
    svg = icon()
    (ASSETS / "icon.svg").write_text(f"{svg}\n")
    (ASSETS / "icons").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS)
        )
        for name, side, share in ICONS:
            ground = f"background: {GROUND};" if share < 1 else ""
            page = browser.new_page(viewport={"width": side, "height": side})
            drawing = round(side * share)
            margin = (side - drawing) // 2
            page.set_content(PAGE.format(ground=ground, drawing=drawing, margin=margin, svg=svg))
            drawn = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
            few = drawn.convert("RGBA").quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
            few.save(ASSETS / "icons" / f"{name}.png", optimize=True)
        browser.close()


def icon() -> str:
    """The mark on ink, as SVG: 32 units square."""
    margin = (SIDE - HIGHEST) / 2
    told = "".join(
        f'<rect x="{margin + bar.left:g}" y="{SIDE - margin - bar.height:g}" width="{bar.width:g}"'
        f' height="{bar.height:g}" rx=".5" fill="{bar.colour}"/>'
        for bar in bars()
    )
    ground = f'<rect width="{SIDE}" height="{SIDE}" rx="7" fill="{GROUND}"/>'
    box = f"0 0 {SIDE} {SIDE}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{ground}{told}</svg>'


if __name__ == "__main__":
    main()
