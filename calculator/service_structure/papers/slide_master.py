"""What every deck of PowerPoint has to have, as plain as allowed: a master, a layout, a theme."""

COLOURS = (
    *(("dk1", "15181F"), ("lt1", "FFFFFF"), ("dk2", "1D4E6B"), ("lt2", "F5F5F2")),
    *(("accent1", "1D4E6B"), ("accent2", "7A4FC2"), ("accent3", "0B8A83")),
    *(("accent4", "B9770E"), ("accent5", "C0457A"), ("accent6", "5A6270")),
    *(("hlink", "1D4E6B"), ("folHlink", "5A6270")),
)

TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def master(names: str, margin: int, across: int) -> str:
    """The master: a white ground, a bar and below it the place of the title."""
    title = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/>'
        f'</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{margin}" y="457200"/>'
        f'<a:ext cx="{across}" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        '</a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"'
        ' anchor="t"><a:normAutofit/></a:bodyPr><a:lstStyle/><a:p><a:endParaRPr/></a:p>'
        "</p:txBody></p:sp>"
    )
    bar = (
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{margin}" y="330200"/><a:ext cx="609600" cy="50800"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    mapped = " ".join(
        [
            *('bg1="lt1"', 'tx1="dk1"', 'bg2="lt2"', 'tx2="dk2"'),
            *[f'accent{n}="accent{n}"' for n in range(1, 7)],
            *('hlink="hlink"', 'folHlink="folHlink"'),
        ]
    )
    return (
        f'<p:sldMaster {names}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/>'
        f"</a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}{title}{bar}</p:spTree></p:cSld>"
        f"<p:clrMap {mapped}/><p:sldLayoutIdLst>"
        '<p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles>'
        '<p:titleStyle><a:lvl1pPr algn="l"><a:defRPr sz="3000" b="1"/></a:lvl1pPr></p:titleStyle>'
        "<p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>"
    )


def layout(names: str) -> str:
    """The one layout: a title above, the rest free."""
    return (
        f'<p:sldLayout {names} type="titleOnly"><p:cSld name="Title"><p:spTree>{TREE}'
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/>'
        "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p>"
        "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
        "</p:sldLayout>"
    )


def theme(namespace: str) -> str:
    """Colours, Arial, and the three steps of fills, lines and effects that a theme must have."""
    colours = "".join(
        [f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS]
    )
    face = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface="Arial"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{namespace}" name="Guide"><a:themeElements>'
        f'<a:clrScheme name="Guide">{colours}</a:clrScheme><a:fontScheme name="Guide">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Guide"><a:fillStyleLst>{3 * fill}</a:fillStyleLst>'
        f"<a:lnStyleLst>{3 * line}</a:lnStyleLst><a:effectStyleLst>{3 * effect}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{3 * fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
