"""The demonstration on one machine: what it starts, the mailbox that receives its mail, the walk that proves it.

Never part of a deployment: config.settings refuses it anywhere but on loopback.
"""
