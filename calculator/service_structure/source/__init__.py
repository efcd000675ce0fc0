"""The guide as records: read from TOML, checked as a whole, with its lock of translations."""
