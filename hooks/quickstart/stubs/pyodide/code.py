"""The page runs no code but that of the package."""
