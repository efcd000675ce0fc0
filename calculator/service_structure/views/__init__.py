"""Turn records and results into words: HTML for the page, text and Markdown for the shell."""

from service_structure.views.comparison import MOST_COMPARED
from service_structure.views.render import (
    asking,
    digest,
    progress,
    render_calculator,
    render_charts,
    render_comparison,
    render_form,
    render_memo,
    render_page,
    render_problems,
    render_report,
    render_result,
)
from service_structure.views.templates import environment

__all__ = [
    "MOST_COMPARED",
    "asking",
    "digest",
    "environment",
    "progress",
    "render_calculator",
    "render_charts",
    "render_comparison",
    "render_form",
    "render_memo",
    "render_page",
    "render_problems",
    "render_report",
    "render_result",
]
