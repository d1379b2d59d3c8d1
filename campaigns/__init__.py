"""DOCUMENT: campaigns, cases, who is held, what happened, what is demanded, of which office, and by which source."""
