"""The report of a study: written from what a run left in ``out/``; it reads everything and computes nothing."""
