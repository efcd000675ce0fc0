"""What the tests of files ask of LibreOffice, and how they read what it has made of a file."""

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from itertools import batched
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XLSX = "xlsx:Calc MS Excel 2007 XML"

AT_ONCE = 50  # files that LibreOffice is started for

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
 oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""The setting by which LibreOffice works a workbook out anew when it opens it."""

type Sheets = Mapping[str, Mapping[str, str | float]]


def convert(files: Sequence[Path], form: str, folder: Path) -> list[Path]:
    """Let LibreOffice open files and save them in another form; the new files in their order."""
    assert PROGRAM, "LibreOffice is not installed"
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS)
    target = folder / "converted"
    command = [PROGRAM, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    for some in batched(files, AT_ONCE):
        told = [*command, "--convert-to", form, "--outdir", str(target), *map(str, some)]
        subprocess.run(told, check=True, capture_output=True, timeout=600)
    ending = form.partition(":")[0]
    return [target / f"{file.stem}.{ending}" for file in files]


def read_sheets(file: Path) -> Sheets:
    """The values of a workbook: sheets by name, values by cell; an error is its text."""
    with ZipFile(file) as archive:
        strings: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            shared = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            strings = ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in shared]
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        found = {}
        for n, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml"))
            found[name] = {
                cell.attrib["r"]: value
                for cell in sheet.iter(f"{MAIN}c")
                if (value := _value(cell, strings)) is not None
            }
    return found


def formula_cells(file: Path) -> Mapping[str, set[str]]:
    """The cells of a workbook that hold formulas, by sheet."""
    with ZipFile(file) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
        found = {}
        for n, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{n}.xml"))
            cells = sheet.iter(f"{MAIN}c")
            found[name] = {c.attrib["r"] for c in cells if c.find(f"{MAIN}f") is not None}
    return found


def _value(cell: ElementTree.Element, strings: Sequence[str]) -> str | float | None:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{MAIN}t"))
    told = cell.findtext(f"{MAIN}v")
    if told is None:
        return None
    match cell.get("t"):
        case "s":
            return strings[int(told)]
        case "e" | "str":
            return told
    return float(told)


def with_value(content: bytes, sheet: int, cell: str, value: float, target: Path) -> None:
    """Write a workbook in which one cell holds another number."""
    import io

    with ZipFile(io.BytesIO(content)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml":
                found, count = re.subn(
                    rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)',
                    rf"\g<1>{value!r}\g<2>",
                    text.decode(),
                )
                assert count == 1, f"{cell} holds no number"
                text = found.encode()
            new.writestr(name, text)
