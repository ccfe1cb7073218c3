"""The United States: 15 CFR 730 to 774, the Export Administration Regulations.

Decides the leg of the United States from a transaction, its classifications under ``us-ccl`` and its screenings. Knows
neither the ITAR nor the rules of OFAC: where they govern, a person is referred to.
"""

from sekisho.licensing.us.determine import determine_us
from sekisho.licensing.us.tables import UsLaw, load_us_law

__all__ = ["UsLaw", "determine_us", "load_us_law"]
