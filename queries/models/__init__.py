"""The statistics that metrics stand on: pure functions of numbers and frames, nothing of logs or screens."""
