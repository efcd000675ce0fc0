"""There are no files."""
