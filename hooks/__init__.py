"""Builds the site: the guide becomes pages, and the package becomes Python for the browser.

MkDocs knows one file here, `mkdocs_hook.py`; `mkdocs.yml` names it. MkDocs calls its functions
while it builds one language. The folders hold what the hook and the commands use:

- `pages/`: the Markdown of every page, with its figures, pictures and metadata; knows no MkDocs.
- `theme/`: what Material lacks: a content security policy, search for Russian, finished prose.
- `publish/`: files beside the pages: joined scripts and styles, the root, the embed page, the
  service worker.
- `commands/`: programs that build the whole site, serve it, or stage it for another generator.
- `quickstart/`: starts Python in the browser from a snapshot; a package of its own, which knows
  nothing of this site. `application.py`, `precompile.py` and `warm_up.py` tell it what to start.
"""
