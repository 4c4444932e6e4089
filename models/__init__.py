"""What is: every table, invariant and lifecycle of the system.

Every module below is imported with the package, so a new entity is mapped by being there, and the
listeners of `models.core.change_listener` watch every session.
"""

from models.values.package_modules import package_modules

for _module in package_modules(__name__):
    pass
