"""From the verdict to what is done about it: posts, charts, moves, budgets, plans; no words."""
