"""Writes a workbook of Excel: sheets of texts, figures and formulas.

A formula is written as Excel stores it: English names, commas, `_xlfn.` before newer functions. It
carries the value that Python has for it, which previews and readers show that work nothing out;
programs that do work it out anew as soon as they open the workbook.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from service_structure.papers.package import OFFICE, Part, core_properties, escaped, packed
from service_structure.papers.sheet_widths import in_lines, least_width

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

FORMATS = {
    "": "General",
    "whole": '#,##0;-#,##0;"–"',
    "one": '#,##0.0;-#,##0.0;"–"',
    "two": '#,##0.00;-#,##0.00;"–"',
    "share": '0.0%;-0.0%;"–"',
    "day": 'd mmm yyyy;;"–"',
}
"""How figures are written, by the name of the style; a dash stands for 0."""

LOOKS = ("", "head", "title", "note", "input", "total", "unit", "over", "title long", "note long")
"""What else a style says; a style is a look, a format, or both: "input one".

A head over figures is "over" them, at the right as they are; `_placed` finds out. A title or a note
that is alone in its row is "long" if it takes several lines across the columns; so does `_spread`.
"""

WRAPPED = ("", "head", "unit", "over")
"""Styles of texts that are broken into lines."""

HEIGHT = 13.5
"""Of a line, in points."""

LINES = {"title long": (1.65, 21.0), "note long": (1.0, HEIGHT)}
"""How wide the letters of a long text are beside those of a cell, and how high its lines."""

ACROSS = 110.0
"""Over how many letters of columns a long text goes: as many as a window and a page show."""

FILLED = 0.95
"""The share of the width of a column up to which a line is filled."""


class Formula(NamedTuple):
    """What a cell works out and what comes out; with `array`, over a range at once."""

    text: str
    value: float
    array: bool = False


class Cell(NamedTuple):
    """A text, a figure or a formula, and its style."""

    value: "str | float | Formula | None"
    style: str = ""


type Row = Sequence[Cell]


class Sheet(NamedTuple):
    """A sheet: its name, rows, least widths of columns, rows that stay above, and limits.

    Widths are in letters; columns are as wide as their figures and longest words if that is more.

    `whole` maps a cell, such as "B7", to the largest whole number from 1 that may be typed there.
    `paper` says how it is printed. Rows that are `folded`, by their numbers, are neither seen nor
    printed until the reader opens them at the row above.
    """

    name: str
    rows: Sequence[Row]
    widths: Sequence[float]
    frozen: int = 0
    whole: Mapping[str, int] = {}
    paper: "Paper | None" = None
    folded: Collection[int] = ()


class Paper(NamedTuple):
    """How a sheet is printed: its first `columns`, so many pages across and down, 0 for any number.

    The heads stand on every page, and on those to the right the first `repeated` columns. A title
    would be cut there at the last of these: with several pages across it stands above every page,
    and printing begins with the row `start`, or the heads if that is 0. A page ends after the row
    `end`, if that is not 0.
    """

    columns: int
    across: int = 1
    down: int = 0
    repeated: int = 1
    start: int = 0
    end: int = 0


def column(number: int) -> str:
    """The letters of a column, counted from 0.

    >>> column(0), column(25), column(26)
    ('A', 'Z', 'AA')
    """
    return (column(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def workbook(
    sheets: Sequence[Sheet], names: Mapping[str, str], title: str, language: str, date: str
) -> bytes:
    """An XLSX file. `names` maps names that formulas use to the cells that they stand for."""
    count, sheets = len(sheets), [*map(fitted, sheets)]
    tabs = "".join(
        [
            f'<sheet name="{escaped(sheet.name)}" sheetId="{n}" r:id="rId{n}"/>'
            for n, sheet in enumerate(sheets, 1)
        ]
    )
    defined = "".join(
        [
            f'<definedName name="{name}">{escaped(place)}</definedName>'
            for name, place in sorted(names.items())
        ]
    )
    defined += "".join([_printed(sheet, n) for n, sheet in enumerate(sheets)])
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>{tabs}</sheets>'
        f'<definedNames>{defined}</definedNames><calcPr calcId="191029" fullCalcOnLoad="1"/>'
        "</workbook>"
    )
    related = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    parts = {
        "xl/workbook.xml": Part(
            f"{KIND}.sheet.main+xml", book, (*related, ("styles", "styles.xml"))
        ),
        "xl/styles.xml": Part(f"{KIND}.styles+xml", _styles()),
    }
    for n, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = Part(f"{KIND}.worksheet+xml", _sheet(sheet, n == 1))
    return packed("xl/workbook.xml", parts, core_properties(title, language, date))


def _printed(sheet: Sheet, place: int) -> str:
    """The names by which Excel knows what of a sheet is printed, and what on every page."""
    paper, tab = sheet.paper, escaped(sheet.name)
    if paper is None:
        return ""
    last = column(paper.columns - 1)
    filled = [any(cell.value for cell in row[: paper.columns]) for row in sheet.rows]
    rows = max([n for n, is_filled in enumerate(filled, 1) if is_filled], default=1)
    titles = [f"'{tab}'!$A:${column(paper.repeated - 1)}"] if paper.across > 1 else []
    titles += [f"'{tab}'!${sheet.frozen}:${sheet.frozen}"] if sheet.frozen else []
    first = paper.start or sheet.frozen if paper.across > 1 else 1
    told = {"Print_Area": f"'{tab}'!$A${first}:${last}${rows}", "Print_Titles": ",".join(titles)}
    return "".join(
        [
            f'<definedName name="_xlnm.{name}" localSheetId="{place}">{area}</definedName>'
            for name, area in told.items()
            if area
        ]
    )


def fitted(sheet: Sheet) -> Sheet:
    """A sheet with columns that have room for what is in them, and heads placed over figures."""
    rows = [_placed(row, sheet.rows[n:]) for n, row in enumerate(sheet.rows, 1)]
    widths = []
    for n, width in enumerate(sheet.widths):
        cells = [row[n] for row in rows if len(row) > n]
        figures = [
            (value.value if isinstance(value, Formula) else value, _form(style))
            for value, style in cells
            if isinstance(value, int | float | Formula)
        ]
        texts = [
            cell.value for cell in cells if isinstance(cell.value, str) and cell.style in WRAPPED
        ]
        widths.append(max(width, least_width(figures, texts)))
    broken = [
        [
            cell._replace(value=in_lines(str(cell.value), width)) if cell.style == "over" else cell
            for cell, width in zip(row, [*widths, *[0.0] * len(row)], strict=False)
        ]
        for row in rows
    ]
    last = _across(sheet, widths)
    return sheet._replace(rows=[_spread(row, sum(widths[:last])) for row in broken], widths=widths)


def _across(sheet: Sheet, widths: Sequence[float]) -> int:
    """Over how many columns a long text goes."""
    most = sheet.paper.columns if sheet.paper else len(widths)
    return max(1, sum([total <= ACROSS for total in accumulate(widths[:most])]))


def _spread(row: Row, width: float) -> Row:
    """A row whose only text is long if it takes more than one line of this width."""
    if len(row) == 1 and (style := f"{row[0].style} long") in LINES:
        long = row[0]._replace(style=style)
        return [long] if _lines(long, width) > 1 else row
    return row


def _placed(row: Row, below: Sequence[Row]) -> Row:
    """A row in which a head stands over figures, if figures come before the next head."""
    return [
        cell._replace(style="over") if cell.style == "head" and _figures_in(n, below) else cell
        for n, cell in enumerate(row)
    ]


def _figures_in(place: int, rows: Sequence[Row]) -> bool:
    for row in rows:
        cell = row[place] if len(row) > place else Cell(None)
        if cell.style == "head" or isinstance(cell.value, str):
            return False
        if cell.value is not None:
            return True
    return False


def _form(style: str) -> str:
    return next((word for word in style.split() if word in FORMATS), "")


def _sheet(sheet: Sheet, is_first: bool) -> str:
    frozen = ""
    if sheet.frozen:
        top = f'topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft" state="frozen"'
        frozen = f'<pane ySplit="{sheet.frozen}" {top}/>'
    selected = ' tabSelected="1"' if is_first else ""
    widths = "".join(
        [
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
            for n, width in enumerate(sheet.widths, 1)
        ]
    )
    rows = "".join([_row(n, row, sheet) for n, row in enumerate(sheet.rows, 1) if row])
    outline = '<outlinePr summaryBelow="0"/>' if sheet.folded else ""
    levels = ' outlineLevelRow="1"' if sheet.folded else ""
    across, down = (sheet.paper.across, sheet.paper.down) if sheet.paper else (1, 0)
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr>{outline}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">{frozen}'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="{HEIGHT}"{levels}/>'
        f"<cols>{widths}</cols><sheetData>{rows}</sheetData>{_merged(sheet)}"
        f"{_limits(sheet.whole)}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{across}"'
        f' fitToHeight="{down}"/><headerFooter>{_above(sheet) if across > 1 else ""}'
        "<oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        f"{_breaks(sheet.paper)}</worksheet>"
    )


def _breaks(paper: Paper | None) -> str:
    if paper is None or not paper.end:
        return ""
    end = f'<brk id="{paper.end}" max="16383" man="1"/>'
    return f'<rowBreaks count="1" manualBreakCount="1">{end}</rowBreaks>'


def _above(sheet: Sheet) -> str:
    """The title of a sheet, above each of its pages."""
    title = str(sheet.rows[0][0].value).replace("&", "&&")
    return f'<oddHeader>&amp;L&amp;"Arial,Bold"&amp;12{escaped(title)}</oddHeader>'


def _limits(whole: Mapping[str, int]) -> str:
    if not whole:
        return ""
    told = [
        f'<dataValidation type="whole" operator="between" showErrorMessage="1" sqref="{cell}">'
        f"<formula1>1</formula1><formula2>{most}</formula2></dataValidation>"
        for cell, most in whole.items()
    ]
    return f'<dataValidations count="{len(told)}">{"".join(told)}</dataValidations>'


def _merged(sheet: Sheet) -> str:
    """The rows in which a long text goes across columns."""
    last = _across(sheet, sheet.widths)
    long = [n for n, row in enumerate(sheet.rows, 1) if row and row[0].style in LINES]
    told = [f'<mergeCell ref="A{n}:{column(last - 1)}{n}"/>' for n in long]
    if not told or last == 1:
        return ""
    return f'<mergeCells count="{len(told)}">{"".join(told)}</mergeCells>'


def _row(number: int, row: Row, sheet: Sheet) -> str:
    cells = [_cell(f"{column(n)}{number}", cell) for n, cell in enumerate(row)]
    widths, line = sheet.widths, HEIGHT
    if row[0].style in LINES:
        widths, line = [sum(widths[: _across(sheet, widths)])], LINES[row[0].style][1]
    pairs = zip(row, widths, strict=False)
    lines = max([_lines(cell, width) for cell, width in pairs], default=1)
    fold = ' hidden="1" outlineLevel="1"' if number in sheet.folded else ""
    fold = fold or (' collapsed="1"' if number + 1 in sheet.folded else "")
    if row[0].style == "title":
        line = LINES["title long"][1]
    is_high = lines > 1 or row[0].style == "title"
    height = f' ht="{lines * line}" customHeight="1"' if is_high else ""
    return f'<row r="{number}"{height}{fold}>{"".join(cells)}</row>'


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell takes; only those of WRAPPED and LINES are broken into several."""
    if not isinstance(cell.value, str) or cell.style not in (*WRAPPED, *LINES):
        return 1
    width /= LINES.get(cell.style, (1.0,))[0]
    if cell.style == "over":
        return 1 + cell.value.count("\n")
    lines, used = 1, 0
    for word in cell.value.split():
        if used and used + 1 + len(word) > width * FILLED:
            lines, used = lines + 1, 0
        used += len(word) + bool(used)
    return lines


def _cell(place: str, cell: Cell) -> str:
    head = f'<c r="{place}" s="{STYLES.index(cell.style)}"'
    match cell.value:
        case None:
            return f"{head}/>"
        case str():
            text = f"<t>{escaped(cell.value)}</t>"
            return f'{head} t="inlineStr"><is>{text}</is></c>'
        case Formula(text, value, array):
            kind = f' t="array" ref="{place}"' if array else ""
            return f"{head}><f{kind}>{escaped(text)}</f><v>{value!r}</v></c>"
    return f"{head}><v>{cell.value!r}</v></c>"


STYLES = tuple([" ".join(filter(None, (look, form))) for look in LOOKS for form in FORMATS])
"""The styles of cells; their places in this list are their numbers in the file."""


def _styles() -> str:
    """Fonts and fills stand in the order of LOOKS."""
    font = '<font>{}<sz val="{}"/><color rgb="FF{}"/><name val="Arial"/><family val="2"/></font>'
    fonts = "".join(
        [
            font.format(*about)
            for about in (
                *(("", 10, "15181F"), ("<b/>", 10, "15181F"), ("<b/>", 16, "15181F")),
                *(("", 10, "5A6270"), ("", 10, "1D4E6B"), ("<b/>", 10, "15181F")),
                *(("", 10, "5A6270"), ("<b/>", 10, "15181F")),
                *(("<b/>", 16, "15181F"), ("", 10, "5A6270")),
            )
        ]
    )
    plain = '<fill><patternFill patternType="{}"/></fill>'
    yellow = (
        '<fill><patternFill patternType="solid"><fgColor rgb="FFFFF6D6"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )
    fills = plain.format("none") + plain.format("gray125") + yellow
    none = "<border><left/><right/><top/><bottom/><diagonal/></border>"
    line = '<{0} style="thin"><color rgb="FF{1}"/></{0}>'
    under = f"<border><left/><right/><top/>{line.format('bottom', '15181F')}<diagonal/></border>"
    over = f"<border><left/><right/>{line.format('top', '15181F')}<bottom/><diagonal/></border>"
    forms = list(FORMATS)
    cells = []
    for style in STYLES:
        form = _form(style)
        look = style.removesuffix(form).strip()
        number = 0 if not form else 164 + forms.index(form)
        fill = 2 if look == "input" else 0
        border = {"head": 1, "over": 1, "total": 2}.get(look, 0)
        wrapped = '<alignment vertical="top"/>'
        if look in (*WRAPPED, *LINES):
            wrapped = '<alignment vertical="top" wrapText="1"/>'
        if look == "over":
            wrapped = '<alignment horizontal="right" vertical="top" wrapText="1"/>'
        if look == "unit":
            wrapped = '<alignment horizontal="left" vertical="top" wrapText="1" indent="1"/>'
        cells.append(
            f'<xf numFmtId="{number}" fontId="{LOOKS.index(look)}" fillId="{fill}"'
            f' borderId="{border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"'
            f' applyBorder="1" applyAlignment="1">{wrapped}</xf>'
        )
    formats = "".join(
        [
            f'<numFmt numFmtId="{164 + n}" formatCode="{escaped(code)}"/>'
            for n, code in enumerate(FORMATS.values())
            if n
        ]
    )
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS) - 1}">{formats}</numFmts>'
        f'<fonts count="{len(LOOKS)}">{fonts}</fonts><fills count="3">{fills}</fills>'
        f'<borders count="3">{none}{under}{over}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs></styleSheet>'
    )
