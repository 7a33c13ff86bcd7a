"""What users open elsewhere: one file of ``formats/`` a format; they read what the road left and compute nothing."""
