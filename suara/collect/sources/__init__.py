"""One file a source: every export format that is recognised by its content."""
