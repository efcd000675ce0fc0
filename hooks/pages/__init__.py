"""What stands on the pages: Markdown, figures, pictures and what a page says of itself."""
