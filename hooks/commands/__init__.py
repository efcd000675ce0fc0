"""Commands that build, serve and stage the site."""
