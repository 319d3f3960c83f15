"""Bảng Xanh: the domain. Knows no screen."""

__version__ = "0.1.0"
