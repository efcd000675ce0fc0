"""Draws the preview picture that other sites show when a page is shared (Open Graph)."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

TYPEFACE = Path(__file__).parents[2] / "node_modules/@expo-google-fonts/golos-text"
REGULAR = TYPEFACE / "400Regular/GolosText_400Regular.ttf"
BOLD = TYPEFACE / "700Bold/GolosText_700Bold.ttf"

SIZE = (1200, 630)  # what the Open Graph protocol's readers crop least
MARGIN = 80
PAPER, INK, SOFT, LINE = "#103c55", "#ffffff", "#b8d6e6", "#2f6683"
TITLE_SIZES = (84, 76, 68, 60, 52)
TITLE_LINES = 3
COLOURS = 32  # enough for smooth letters, and a small file


def picture(title: str, site: str) -> bytes:
    """A PNG file with the title of a page and the name of the site.

    Raises OSError if the typeface is not installed (`make setup` does that).
    """
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    _chart(draw)
    draw.text((MARGIN, MARGIN), site, SOFT, font(REGULAR, 34), anchor="lt")
    size, lines = title_lines(title)
    step = round(size * 1.18)
    top = SIZE[1] - MARGIN - step * len(lines)
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


def _chart(draw: ImageDraw.ImageDraw) -> None:
    """Draw a small organisation chart in the upper right corner."""
    width, height, gap = 74, 44, 22
    right = SIZE[0] - MARGIN
    left = right - 3 * width - 2 * gap
    middle = (left + right) // 2
    top, below = MARGIN, MARGIN + 2 * height
    crossbar = (top + height + below) // 2
    for n in range(3):
        x = left + n * (width + gap) + width // 2
        draw.line([(middle, top + height), (middle, crossbar), (x, crossbar), (x, below)], LINE, 5)
        box = (x - width // 2, below, x + width // 2, below + height)
        draw.rounded_rectangle(box, 8, outline=SOFT, width=5)
    draw.rounded_rectangle((middle - width // 2, top, middle + width // 2, top + height), 8, SOFT)


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
