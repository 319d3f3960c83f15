"""Bảng Xanh: the domain. Knows no screen."""
