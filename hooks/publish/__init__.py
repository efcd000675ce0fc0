"""What the site has beside its pages: the root, the embed page, the service worker."""
