"""Tests of the package by itself: from Python and from the command line."""

MAY_IMPORT = ("tools.mutation", "tools.rooms")
