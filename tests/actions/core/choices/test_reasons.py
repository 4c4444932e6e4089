"""Reasons are offered where one is typed, from lists of the registry to which provinces add."""

from __future__ import annotations

import dataclasses
import datetime as dt

from actions.core.action import Nothing
from actions.core.choices.reasons import ReasonList, reasons
from actions.definitions.retire_choice import RETIRE_CHOICE
from actions.permissions import CATALOG
from models.core.setting import know_day
from models.definitions.own_words import LONGEST_OWN_NAME, know_language
from models.values.language import Language
from seed.reference.reasons import REASONS
from tests.support.definitions.choices import add, seed_reasons
from tests.support.world.cast import TODAY, World

#: Fields that ask for a reason and offer none: action → why.
EXEMPT = {
    "submit_domain": "a reason of this name alone",
    "resubmit": "a reason of this name alone",
    "ask_to_purge_field": "a decision of its own each time",
    "set_switches": "a decision of its own each time",
    "refuse_unit": "what the unit has to correct, over several lines",
    "request_run": "the reason of the action that it runs",
    "check_selection": "the reason of the action that it checks",
}


def offered(
    world: World,
    who: str,
    of: ReasonList,
    day: dt.date = TODAY,
    language: Language = Language.CHINESE,
) -> list[str]:
    with world.session(who) as session:
        know_day(session, day)
        know_language(session, language)
        return [value for value, _label in reasons(of)(session)]


class TestWhatIsOffered:
    def test_a_province_adds_reasons_for_itself_and_below_unseen_beside(self, world: World) -> None:
        seed_reasons(world)
        add(world, "gansu", ReasonList.REFUNDING, "flood", "灾后减免", name_en="Relief", place=5)
        assert offered(world, "conac", ReasonList.REFUNDING) == ["重复缴费", "多缴", "域名注销"]
        for who in ("gansu", "zhuoni"):
            found = offered(world, who, ReasonList.REFUNDING)
            assert found == ["灾后减免", "重复缴费", "多缴", "域名注销"]
        assert "灾后减免" not in offered(world, "shaanxi", ReasonList.REFUNDING)
        english = offered(world, "zhuoni", ReasonList.REFUNDING, language=Language.ENGLISH)
        assert english[:2] == ["Relief", "Paid twice"]

    def test_a_reason_is_offered_on_its_days_and_until_it_is_retired(self, world: World) -> None:
        seed_reasons(world)
        later = TODAY + dt.timedelta(days=3)
        key = add(world, "gansu", ReasonList.LOSING, "fire", "火灾", valid_from=later)
        assert "火灾" not in offered(world, "zhuoni", ReasonList.LOSING)
        assert "火灾" in offered(world, "zhuoni", ReasonList.LOSING, later)
        world.perform(RETIRE_CHOICE, "gansu", [key], Nothing())
        assert "火灾" not in offered(world, "zhuoni", ReasonList.LOSING, later)


class TestEveryReason:
    def test_every_field_that_asks_for_a_reason_offers_some_or_says_why_not(self) -> None:
        asking = {
            action.key
            for action in CATALOG
            for field in dataclasses.fields(action.input)
            if field.name.endswith("reason") and field.metadata.get("suggestions") is None
        }
        assert asking == EXEMPT.keys() & {action.key for action in CATALOG}

    def test_every_list_is_seeded_with_words_in_both_languages(self) -> None:
        assert REASONS.keys() == set(ReasonList)
        for name_zh, name_en, choices in REASONS.values():
            words = [(name_zh, name_en), *((zh, en) for _code, zh, en in choices)]
            assert len(words) > 2
            for zh, en in words:
                assert 0 < len(zh) <= LONGEST_OWN_NAME
                assert en.isascii()
                assert len(en) <= LONGEST_OWN_NAME
