"""The replication shelf: published results rebuilt by the functions that studies use; one file a replication."""
