"""Wires the rooms: opens the rulebook and a workspace folder, and offers one plain function per use case.

The only room with a clock and with files of the user. Holds no ``if`` about law.
"""
