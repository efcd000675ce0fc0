"""The posts of an organisation chart as a table (CSV) that chart tools read."""

import csv
from io import StringIO

from service_structure.views.org_chart import OrgChart
from service_structure.views.sentences import Sentences

COLUMNS = ("id", "name", "title", "reports_to", "dotted", "count", "yearly_cost")
BYTE_ORDER_MARK = "\ufeff"
"""Excel takes a file for UTF-8 only if it begins with this."""


def posts_csv(chart: OrgChart, words: Sentences) -> bytes:
    """A line for each box: its id, what it is, the boxes it reports to, posts and yearly cost.

    Where the language has a decimal comma, cells are separated by semicolons.
    """
    decimal = words.guide.languages[words.language].decimal
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if decimal == "," else ",")
    writer.writerow(COLUMNS)
    for entry in chart.entries:
        unit = entry.unit
        figures = [f"{entry.count:.10g}", f"{entry.yearly_cost:.0f}"]
        writer.writerow(
            (
                unit.id,
                entry.title,
                ", ".join(filter(None, (entry.within, *entry.notes))),
                unit.reports_to or "",
                unit.also_reports_to or "",
                *[figure.replace(".", decimal) for figure in figures],
            )
        )
    return (BYTE_ORDER_MARK + out.getvalue()).encode()
