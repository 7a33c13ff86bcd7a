"""Series of units by day with a known lead: what `suara.simulate.series` makes, for tests."""

from suara.simulate.series import world

__all__ = ["world"]
