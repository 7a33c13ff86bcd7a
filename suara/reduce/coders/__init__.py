"""Who assigns codes: a dictionary, people, classifiers, models; all equals in the table ``codings``."""
