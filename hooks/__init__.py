"""Builds the site: turns the guide into pages and the package into a browser runtime."""
