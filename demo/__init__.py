"""The main job in one minute: what safestore is for, shown on real programs and real input."""
