"""A year of Gansu, played by a seeded script: every office, every working day, every job.

`stage` keeps the clock and the actors, `cast` seats the people, `county` and `registry` are what
people do on a day, `nights` is what the system does, `books` reads the three sums at the end.
"""
