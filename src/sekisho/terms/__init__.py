"""Words every room shares: citation, dates, documents, places, quantities, trace.

Decides how these are written and read. Knows no rule of law and opens no database.
"""
