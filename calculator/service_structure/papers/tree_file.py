"""An organisation chart as a file of its own: SVG with the looks that a page has elsewhere."""

from markupsafe import Markup

from service_structure.planning.layout import NOTE, TITLE
from service_structure.views.org_chart import OrgChart, drawn
from service_structure.views.sentences import Sentences
from service_structure.views.tree_svg import svg

STYLE = f"""\
text{{font:400 {NOTE:g}px 'Golos Text',Arial,sans-serif;fill:#1b1c20}}
.tree__title,.tree__figure{{font-size:{TITLE:g}px;font-weight:600}}
rect{{fill:#fff;stroke:#6b6d76;stroke-width:1.5}}
path{{fill:none;stroke:#1b1c20;stroke-width:1.5}}
.tree__second{{stroke-dasharray:2 4}}"""
"""The page and the memo have style sheets."""


def tree_file(chart: OrgChart, words: Sentences) -> bytes:
    """A chart as a file of its own, under a title."""
    label = words.say("org_label", structure=words.name(chart.structure.id))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    inside = Markup("<title>{}</title><style>{}</style>").format(label, Markup(STYLE))
    space = 'xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}"'
    return f"{head}{svg(drawn(chart, words), space, label, inside)}\n".encode()
