"""From a workbook to figures: preflight, limited child, typed cells, layouts, matching."""
