"""A plain Django app as one is written first: a ModelForm that saves and mails, and a table of addresses to mail."""
