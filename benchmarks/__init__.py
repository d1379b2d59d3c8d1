"""Ours against its peers, in the same run on the same machine. The product never imports this folder."""
