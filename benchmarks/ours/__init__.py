"""What the house itself does, each in a process of its own, as its peers are."""
