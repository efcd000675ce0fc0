"""Draws the preview picture that other sites show when a page is shared (Open Graph)."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from hooks.pages.mark import GROUND, HIGHEST, bars

TYPEFACE = Path(__file__).parents[2] / "node_modules/@expo-google-fonts/golos-text"
REGULAR = TYPEFACE / "400Regular/GolosText_400Regular.ttf"
BOLD = TYPEFACE / "700Bold/GolosText_700Bold.ttf"

SIZE = (1200, 630)  # what the Open Graph protocol's readers crop least
MARGIN = 80
INK, SOFT = "#ffffff", "#a8afbc"
UNIT = 6  # pixels of a unit of the mark
STRIP = 14  # the height of the spectrum at the foot
TITLE_SIZES = (84, 76, 68, 60, 52)
TITLE_LINES = 3
COLOURS = 64  # enough for smooth letters, and a small file


def picture(title: str, site: str) -> bytes:
    """A PNG file with the title of a page and the name of the site.

    Raises OSError if the typeface is not installed (`make setup` does that).
    """
    image = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(image)
    _mark(draw)
    _spectrum(draw)
    draw.text((MARGIN, MARGIN), site, SOFT, font(REGULAR, 34), anchor="lt")
    size, lines = title_lines(title)
    step = round(size * 1.18)
    top = SIZE[1] - MARGIN - STRIP - step * len(lines)
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + step * number), line, INK, font(BOLD, size))
    file = BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def title_lines(title: str) -> tuple[int, list[str]]:
    """The largest type size (pixels) at which a title fits into three lines, and these lines.

    At the smallest size the rest of a longer title is cut.
    """
    for size in TITLE_SIZES:
        lines = _lines(title, font(BOLD, size))
        if len(lines) <= TITLE_LINES:
            return size, lines
    return size, [*lines[: TITLE_LINES - 1], lines[TITLE_LINES - 1] + " …"]


@cache
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font file in one size (pixels)."""
    return ImageFont.truetype(str(path), size)


def _mark(draw: ImageDraw.ImageDraw) -> None:
    """Draw the mark of the site in the upper right corner."""
    left, foot = SIZE[0] - MARGIN - UNIT * HIGHEST, MARGIN + UNIT * HIGHEST
    for bar in bars():
        x = left + UNIT * bar.left
        box = (x, foot - UNIT * bar.height, x + UNIT * bar.width, foot)
        draw.rounded_rectangle(box, 3, bar.colour)


def _spectrum(draw: ImageDraw.ImageDraw) -> None:
    """Draw a strip along the foot, each structure as wide as its bar is high."""
    total, x = sum(bar.height for bar in bars()), 0.0
    for bar in bars():
        wide = SIZE[0] * bar.height / total
        draw.rectangle((x, SIZE[1] - STRIP, x + wide, SIZE[1]), bar.colour)
        x += wide


def _lines(text: str, face: ImageFont.FreeTypeFont) -> list[str]:
    """Break the text between words so that each line fits the width of the picture."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > SIZE[0] - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
