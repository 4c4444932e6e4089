"""Links of the pages about units."""

from __future__ import annotations

import html
import re

from werkzeug.test import TestResponse


def ways(page: TestResponse) -> set[str]:
    main = page.get_data(as_text=True).partition("<main")[2]
    return {html.unescape(url) for url in re.findall(r'href="(/admin/[^"#]*)"', main)}
