"""The decision model: fit, explanation, counterfactuals, and the link that keeps a case."""
