"""Words of a field of one's own find rows by an index, in every scope, whether few or many have
them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from admin_app.grid.listing import search_strategy
from admin_app.grid.listing.list_request import ListRequest
from admin_app.grid.listing.list_state import ListState
from admin_app.grid.listing.query import fetch_page
from admin_app.grid.own_fields import reader_grid
from admin_app.views import GRIDS
from models.core.own_search import OWN_SEARCH, search_lines
from models.core.scope import EVERYTHING, scoped_session
from models.definitions.known_fields import forget_fields
from models.definitions.own_field import FieldEntity, FieldKind, OwnField
from models.domains.domain import Domain
from models.users.user import Role
from tests.admin_app.bulk.test_blocks import MOST_BLOCKS, STEPS_A_BLOCK, blocks
from tests.admin_app.bulk.work import DOMAINS, Bulk, statements, steps
from tests.support.world.cast import CLOCK

pytestmark = pytest.mark.slow

SCOPES = ("everything", "province", "city", "office", "registrant")
#: Every name has the one, and one name has the other.
COMMON, RARE = "档案", "独一份七"


@pytest.fixture(scope="module")
def searched(bulk: Bulk) -> Iterator[Bulk]:
    """A field of every name, of which the words alone are written."""
    table = OwnField.__table__
    with bulk.engine.begin() as connection:
        now = CLOCK.now()
        given = {
            "entity": FieldEntity.DOMAIN,
            "key": "shelf",
            "kind": FieldKind.TEXT,
            "label": "档案号",
            "label_en": "Shelf",
            "place": 1,
            "is_unique": False,
            "is_searchable": True,
            "whole_for": [],
            "seen_by": [],
            "edited_by": [],
            "is_active": True,
            "row_version": 1,
            "created_at": now,
            "updated_at": now,
            **dict.fromkeys(("province_code", "city_code", "office_code"), "000000"),
        }
        (key,) = connection.execute(insert(table).values(given)).inserted_primary_key or ()
        domains = connection.scalars(select(Domain.__table__.c.id)).all()
        middle = domains[len(domains) // 2]
        texts = {row: f"档案 {row}" for row in domains}
        texts[middle] += f" {RARE}"
        lines = [line for row, said in texts.items() for line in search_lines(key, row, said)]
        connection.execute(insert(OWN_SEARCH), lines)
    with bulk.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    yield bulk
    with bulk.engine.begin() as connection:
        connection.execute(delete(OWN_SEARCH))
        connection.execute(delete(table))


def asked(session: Session, words: str) -> ListRequest:
    forget_fields(session)
    grid = reader_grid(session, GRIDS["domain"], Role.REGISTRY_ADMIN)
    state = ListState(search=words, sort="-id", size=50)
    return ListRequest(session, grid, state, grid.column_list[:1])


@pytest.mark.parametrize("scope", SCOPES)
class TestWordsOfOwnFields:
    @pytest.mark.parametrize("common_from", [None, 5], ids=["as it is", "as if all were common"])
    def test_a_page_has_every_row_of_the_scope_that_has_them(
        self,
        searched: Bulk,
        scope: str,
        common_from: int | None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if common_from is not None:
            levels = dict.fromkeys(search_strategy._COMMON_FROM, common_from)
            monkeypatch.setattr(search_strategy, "_COMMON_FROM", levels)
        with scoped_session(searched.engine, EVERYTHING) as session:
            (middle,) = session.connection().scalars(
                select(OWN_SEARCH.c.row_id).where(OWN_SEARCH.c.words == RARE)
            )
        with searched.session(searched.scopes[scope]) as session:
            wanted = fetch_page(asked(session, "")).count
            found = fetch_page(asked(session, COMMON))
            assert found.count == wanted
            found = fetch_page(asked(session, RARE))
            assert [row.id for row in found.rows] == [middle]

    @pytest.mark.parametrize("words", [COMMON, RARE, "独一份"])
    def test_it_reads_few_blocks(self, searched: Bulk, scope: str, words: str) -> None:
        engine = searched.engine
        with searched.session(searched.scopes[scope]) as session:
            request = asked(session, words)
            if engine.dialect.name == "sqlite":
                taken = steps(engine, lambda: fetch_page(request)) / STEPS_A_BLOCK
            else:
                with statements(engine) as sent:
                    fetch_page(request)
                taken = sum(blocks(engine, sql, given) for sql, given in sent)
        # Common words are counted, to the cap, by testing each row.
        most = MOST_BLOCKS if words != COMMON else MOST_BLOCKS + 4 * DOMAINS
        assert taken <= most, taken
