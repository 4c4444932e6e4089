"""What a page does not read of its address, it says; what it cannot follow, it leaves out."""

from __future__ import annotations

from flask import Flask, get_flashed_messages, request

from admin_app.forms.page_address import leave_out, named, say_unread, unread


class TestUnread:
    def test_unread_names_what_nobody_asked_for(self, app: Flask) -> None:
        with app.test_request_context("/admin/?week=1&utm_source=x&from=y"):
            assert request.args.get("week") == "1"
            assert unread() == ["from", "utm_source"]

    def test_unread_counts_every_way_of_reading(self, app: Flask) -> None:
        with app.test_request_context("/admin/?a=1&b=2&c=3&d=4"):
            assert request.args["a"] == "1"
            assert "b" in request.args
            assert request.args.getlist("c") == ["3"]
            assert request.values.get("d") == "4"
            assert unread() == []

    def test_unread_is_said_once_and_of_no_form_that_was_sent(self, app: Flask) -> None:
        with app.test_request_context("/admin/?utm_source=x"):
            say_unread()
            (said,) = get_flashed_messages()
            assert "utm_source" in said
        with app.test_request_context("/admin/?utm_source=x", method="POST"):
            say_unread()
            assert get_flashed_messages() == []


class TestLeaveOut:
    def test_leave_out_goes_on_without_the_parameter_and_says_why(self, app: Flask) -> None:
        with app.test_request_context("/admin/?week=x&office=1&office=2"):
            assert request.values["week"] == "x"
            assert leave_out(["week"], "没有这一周。")
            assert dict(request.args.lists()) == {"office": ["1", "2"]}
            assert "week" not in request.values
            assert get_flashed_messages() == ["没有这一周。"]

    def test_leave_out_of_what_is_not_there_changes_nothing(self, app: Flask) -> None:
        with app.test_request_context("/admin/?office=1"):
            assert not leave_out(["week"], "没有这一周。")
            assert get_flashed_messages() == []


def test_names_are_cut_to_one_line(app: Flask) -> None:
    with app.test_request_context("/admin/"):
        assert named([*"abcdef"]) == "a、b、c、d、e"
        assert named(["x" * 100]) == "x" * 40
