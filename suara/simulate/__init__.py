"""Made-up campaigns with known truth: as export files (`suara simulate`) and as tables to calibrate findings on."""
