"""A module's functions close what they are to close; the caller goes on with another store."""
