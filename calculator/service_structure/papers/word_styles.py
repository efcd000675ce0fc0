"""The styles, settings and typefaces of a document of Word.

The typeface is Arial: every computer has it, or another with the same widths.
"""

FONT = "Arial"
INK, SOFT, LINE = "15181F", "5A6270", "C9CED6"


def styles(language: str) -> str:
    """What the element `styles` holds; `language` is such as "en-GB"."""
    face = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="Arial" w:eastAsia="Arial"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{face}<w:color w:val="{INK}"/><w:sz w:val="20"/>'
        f'<w:szCs w:val="20"/><w:lang w:val="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault>'
        '<w:pPr><w:spacing w:after="80" w:line="254" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    told = [
        _style("Normal", "Normal", "", "", default=True),
        _style("Title", "Title", _spaced(80, 120, keep=True), _size(36, bold=True)),
        _style("Subtitle", "Subtitle", _spaced(0, 0), _size(18, SOFT)),
        _style("Lead", "Lead", _spaced(0, 100), _size(22)),
        _style("Heading1", "heading 1", _spaced(200, 60, keep=True, level=0), _size(24, bold=True)),
        _style("Heading2", "heading 2", _spaced(140, 40, keep=True, level=1), _size(21, bold=True)),
        _style("ListParagraph", "List Paragraph", _spaced(0, 40), ""),
        _style("Source", "Source", "", _size(16)),
        *[
            style
            for small, name, halves in (("", "", 18), ("Small", " Small", 15))
            for style in (
                _style(f"TableText{small}", f"Table Text{name}", _spaced(30, 30), _size(halves)),
                _style(
                    f"TableHead{small}",
                    f"Table Head{name}",
                    _spaced(40, 40, keep=True),
                    _size(halves - 1, SOFT),
                ),
                _style(
                    f"TableFoot{small}",
                    f"Table Foot{name}",
                    _spaced(40, 40),
                    _size(halves, bold=True),
                ),
            )
        ],
        _style("AfterTable", "After Table", _spaced(0, 0), _size(8)),
        _style(
            "Footer",
            "footer",
            '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>' + _spaced(0, 0),
            _size(16, SOFT),
        ),
    ]
    return f"{defaults}{''.join(told)}{_table_style()}"


def _style(name: str, words: str, paragraph: str, run: str, *, default: bool = False) -> str:
    is_default = ' w:default="1"' if default else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    inner = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (
        f"<w:rPr>{run}</w:rPr>" if run else ""
    )
    return (
        f'<w:style w:type="paragraph"{is_default} w:styleId="{name}"><w:name w:val="{words}"/>'
        f"{based}<w:qFormat/>{inner}</w:style>"
    )


def _spaced(before: int, after: int, *, keep: bool = False, level: int | None = None) -> str:
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    kept = "<w:keepNext/>" if keep else ""
    return f'{kept}<w:spacing w:before="{before}" w:after="{after}"/>{outline}'


def _size(halves: int, colour: str = "", *, bold: bool = False) -> str:
    """A size in half points."""
    told = "<w:b/>" if bold else ""
    if colour:
        told += f'<w:color w:val="{colour}"/>'
    return f'{told}<w:sz w:val="{halves}"/>'


def _table_style() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"'
        '/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Figures"><w:name w:val="Figures"/>'
        '<w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="113" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>'
        "</w:tcPr></w:tblStylePr></w:style>"
    )


def settings(language: str) -> str:
    """What the element `settings` holds: the present rules of layout, and the language."""
    return (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/>'
    )
