"""The event log: what it is, how it is built from mapped tables, and how it is cached."""
