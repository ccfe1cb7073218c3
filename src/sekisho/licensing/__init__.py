"""What each jurisdiction requires of a transaction.

    read          a transaction file → Transaction
    japan, union, germany, netherlands, united_kingdom, us/   one leg each: a claim, then findings
    determine     all legs → Decision
    answer        Decision → JSON

``conditions`` and ``questions`` are the small language in which the legs are written; ``law`` loads their tables from the
rulebook. Decides nothing about how an item is classified or how a name is compared.
"""
