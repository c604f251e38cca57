from tests.delivery.conftest import nothing_remembered, own_journals

__all__ = ["nothing_remembered", "own_journals"]
