"""Plans, units, indicators, targets, tasks and duties (danh mục), read from `data/`.

`model` holds the values, `load` reads them, `check` says what does not hold together,
`deadlines` understands deadlines as plans write them.
"""
