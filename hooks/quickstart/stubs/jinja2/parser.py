"""Templates are compiled before."""

Parser = None
