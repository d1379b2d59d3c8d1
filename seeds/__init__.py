"""START: data files that a person can read, and the loader that brings them into the database."""
