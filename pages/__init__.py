"""What people see: one page a file, each reads and draws. Files that start with _ are no pages."""
