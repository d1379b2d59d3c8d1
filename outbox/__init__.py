"""SEND: messages waiting to leave, each try with the mail server's answer, and what must never be mailed."""
