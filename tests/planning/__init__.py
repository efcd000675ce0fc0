"""Tests of what is done about a verdict: posts, charts, moves, budgets, plans."""
