"""Tests of the guide's data: what they hold, and what their loader and the editors' tools say."""

MAY_IMPORT = ("hooks.pages", "tests.turns", "tools")
