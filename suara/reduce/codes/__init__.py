"""The built-in codes: a construct a file."""
