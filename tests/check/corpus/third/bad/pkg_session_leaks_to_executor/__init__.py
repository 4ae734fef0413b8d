"""A session class in one module hides a pin; the service in another gives sessions to a pool."""
