"""A package of Office Open XML: its parts in one ZIP file, with content types and relations.

DOCX, PPTX and XLSX are such packages (ECMA-376, part 2). `zipfile` is not used, as the Python that
a browser starts from a snapshot has no more of it than its name.
"""

from binascii import crc32
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import DEFLATED, MAX_WBITS, compressobj

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

VERSION = 20
"""Of ZIP: deflated files."""
UTF_8 = 0x800
DATE = (2026 - 1980 << 9) | (1 << 5) | 1
"""1 January 2026, as MS-DOS writes it: equal documents are equal files."""


class Part(NamedTuple):
    """A part of a package: its content type, its XML, and what it refers to.

    `relations` are pairs of a type, such as "styles", and a target; their ids are rId1, rId2 …
    """

    kind: str
    xml: str
    relations: tuple[tuple[str, str], ...] = ()


def escaped(text: str) -> str:
    """A text as it stands in XML, without the control characters that XML cannot hold.

    >>> escaped('R&D <"new">')
    'R&amp;D &lt;&quot;new&quot;&gt;'
    """
    legal = "".join(
        [c for c in text if c in "\t\n" or (c >= " " and not "\ufffe" <= c <= "\uffff")]
    )
    legal = legal.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return legal.replace('"', "&quot;")


def core_properties(title: str, language: str, date: str) -> Part:
    """Title, language and date of a document; `date` is YYYY-MM-DD or empty."""
    made = ""
    if date:
        made = "".join(
            [
                f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{event}>'
                for event in ("created", "modified")
            ]
        )
    return Part(
        "application/vnd.openxmlformats-package.core-properties+xml",
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:language>{language}</dc:language>"
        f"{made}</cp:coreProperties>",
    )


def packed(document: str, parts: Mapping[str, Part], properties: Part) -> bytes:
    """The package whose main part is `document`; the names of parts have no slash before them."""
    every = {**parts, "docProps/core.xml": properties}
    files = {"[Content_Types].xml": _content_types(every)}
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    files["_rels/.rels"] = _relations(
        ((f"{OFFICE}/relationships/officeDocument", document), (core, "docProps/core.xml"))
    )
    for name, part in every.items():
        files[name] = XML + part.xml
        if part.relations:
            folder, _, file = name.rpartition("/")
            files[f"{folder}/_rels/{file}.rels"] = _relations(
                [(f"{OFFICE}/relationships/{kind}", target) for kind, target in part.relations]
            )
    return zipped({name: text.encode() for name, text in files.items()})


def _content_types(parts: Mapping[str, Part]) -> str:
    own = [f'<Override PartName="/{n}" ContentType="{part.kind}"/>' for n, part in parts.items()]
    return (
        f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        f' ContentType="application/xml"/>{"".join(own)}</Types>'
    )


def _relations(relations: Iterable[tuple[str, str]]) -> str:
    told = [
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(relations, 1)
    ]
    return f'{XML}<Relationships xmlns="{RELATIONS}">{"".join(told)}</Relationships>'


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these files, by their names, deflated."""
    body, directory = bytearray(), bytearray()
    for name, content in files.items():
        deflate = compressobj(9, DEFLATED, -MAX_WBITS)
        small = deflate.compress(content) + deflate.flush()
        written = name.encode()
        about = b"".join(
            [
                _number(VERSION, 2),
                _number(UTF_8, 2),
                _number(DEFLATED, 2),
                _number(0, 2),  # the time of day
                _number(DATE, 2),
                _number(crc32(content), 4),
                _number(len(small), 4),
                _number(len(content), 4),
                _number(len(written), 2),
                _number(0, 2),  # bytes of extra fields
            ]
        )
        # A file in the directory has no comment, lies on disk 0, and has no attributes.
        own = bytes(2 + 2 + 2 + 4) + _number(len(body), 4)
        directory += b"PK\x01\x02" + _number(VERSION, 2) + about + own + written
        body += b"PK\x03\x04" + about + written + small
    count = _number(len(files), 2)
    end = bytes(2 + 2) + count + count + _number(len(directory), 4) + _number(len(body), 4)
    return bytes(body + directory) + b"PK\x05\x06" + end + bytes(2)


def _number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "little")
