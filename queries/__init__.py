"""SQL files, and the store that runs them. Imports nothing else of ours.

A query is called by the path of its file: `store.read("board/matrix", …)`.
"""

from queries.errors import QueryError, StoreBroken, StoreBusy, StoreError
from queries.query import Query, load, names
from queries.store import Store, Transaction, open_store

__all__ = [
    "Query",
    "QueryError",
    "Store",
    "StoreBroken",
    "StoreBusy",
    "StoreError",
    "Transaction",
    "load",
    "names",
    "open_store",
]
