"""The consolidated list of the Office of Foreign Assets Control: all its lists but the SDN List."""
