from tests.letters.conftest import appeal, prints

__all__ = ["appeal", "prints"]
