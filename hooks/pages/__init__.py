"""The content of the pages: Markdown, computed figures, pictures and metadata."""
