"""Room part: names written in other scripts, spelled in Latin letters."""
