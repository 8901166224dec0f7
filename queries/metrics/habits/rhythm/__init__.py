"""On which days and at which hours customers come."""
