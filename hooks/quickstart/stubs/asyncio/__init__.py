"""The page calls one function and waits for its answer."""
