"""Files beside the pages: joined scripts and styles, root, embed page, service worker."""
