"""A scheduler in one module takes a store over; its client in another goes on using the pin."""
