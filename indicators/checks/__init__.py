"""Checks of what was read: one module each, a code and a generator of problems."""
