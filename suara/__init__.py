"""suara: does a campaign's voice on social media go with votes, by which factors, and how sure can we be?"""

__version__ = "0.1.0"
