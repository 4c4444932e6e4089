"""The guarantees that `python -m tests.mutations` breaks stand where it looks for them."""

from __future__ import annotations

import pytest

from tests.mutations import MUTATIONS, ROOT, Mutation, times_found


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_each_guarantee_that_is_broken_on_purpose_is_found(mutation: Mutation) -> None:
    assert times_found(mutation) == 1, f"not once in {mutation.path}: {mutation.old}"
    for path in mutation.tests.split():
        assert (ROOT / path).exists(), path
