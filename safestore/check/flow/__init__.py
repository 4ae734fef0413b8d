"""Follows values along the paths of a program: moved, closed, lost, lent."""
