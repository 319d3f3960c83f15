"""What leaves the system: one module a format."""
