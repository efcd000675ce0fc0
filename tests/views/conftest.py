"""Tests of what is made of guide and result before a site is built: pages, charts, diagrams."""

MAY_IMPORT = ("hooks", "mkdocs")
