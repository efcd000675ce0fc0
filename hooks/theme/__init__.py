"""What the theme lacks: search for Russian, no-break spaces, the content security policy."""
