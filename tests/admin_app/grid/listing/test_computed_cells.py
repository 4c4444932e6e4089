"""What the day makes of a name, and the work a longer term saves."""

from __future__ import annotations

from actions.domains.renew import RENEW
from tests.support.pages.doors import Doors, told


class TestPhases:
    def test_phases_stand_on_the_renewal_plan(self, sqlite_doors: Doors) -> None:
        ids = [sqlite_doors.world.id(name) for name in ("a-due", "a-grace")]
        said = told(sqlite_doors.plan(RENEW, "zhuoni", ids))
        assert "到期状态" in said
        assert "宽限期" in said


class TestQ6:
    """Q6: 建议注册单位将域名注册年限定为 2 年以上, 减轻续费工作量."""

    def test_one_year_is_answered_with_the_work_that_longer_terms_save(self, doors: Doors) -> None:
        ids = [doors.world.id(name) for name in ("a-due", "a-grace")]
        page = doors.plan(RENEW, "zhuoni", ids)
        assert "年限为 1 年" not in told(page)
        said = told(doors.confirm(RENEW, "zhuoni", page, {"years": "1"}, press="recalculate"))
        assert "年限为 1 年，明年还要再办一次" in said
        assert (
            "2 年：本次应缴 ¥800.00；10 年内共办理续费、收费、开票各 10 次，比每年一办少 10 次"
            in said
        )
        assert (
            "5 年：本次应缴 ¥2,000.00；10 年内共办理续费、收费、开票各 4 次，比每年一办少 16 次"
            in said
        )
