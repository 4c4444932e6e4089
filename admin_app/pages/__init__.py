"""The pages beside the lists, one a file in the folder of its noun.

Every class of page below that names its `endpoint` is found; none is listed by hand.
"""

from admin_app.web.page import Page
from models.values.package_modules import package_modules


def _pages() -> dict[str, Page]:
    """Each page by endpoint, in order of module; raises ValueError for an endpoint used twice."""
    found: dict[str, Page] = {}
    for module in package_modules(__name__):
        for value in vars(module).values():
            is_page = isinstance(value, type) and issubclass(value, Page)
            if not is_page or value.__module__ != module.__name__ or not hasattr(value, "endpoint"):
                continue
            if value.endpoint in found:
                raise ValueError(f"{module.__name__} repeats the endpoint {value.endpoint}")
            found[value.endpoint] = value()
    return found


#: By endpoint.
PAGES: dict[str, Page] = _pages()
