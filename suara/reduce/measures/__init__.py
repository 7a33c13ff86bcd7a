"""One file a measure (or a handful that are one idea): what is counted, its unit, what 0 and missing mean."""
