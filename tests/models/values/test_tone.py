"""How urgent a state looks is said where the state is defined."""

from __future__ import annotations

from enum import StrEnum

from markupsafe import Markup

from admin_app.values import badge
from models.core.lifecycle import Lifecycle, from_states
from models.domains.domain import DOMAIN_LIFECYCLE, DomainState
from models.values.tone import Tone, tone_of


class LetterState(StrEnum):
    WRITTEN = "written"
    SENT = "sent"


class LetterEvent(StrEnum):
    SEND = "send"


def test_the_tones_of_a_new_lifecycle_colour_the_badges_of_its_states() -> None:
    Lifecycle[LetterState, LetterEvent](
        LetterState.WRITTEN,
        {LetterEvent.SEND: from_states(LetterState.WRITTEN, to=LetterState.SENT)},
        tones={LetterState.SENT: Tone.SUCCESS},
    )
    assert badge(LetterState.SENT) == Markup("<span class=tone-success>sent</span>")
    assert badge(LetterState.WRITTEN) == Markup("<span class=tone-muted>written</span>")


def test_a_state_has_the_tone_of_its_lifecycle() -> None:
    assert tone_of(DomainState.REJECTED) is Tone.DANGER
    for state in DomainState:
        assert tone_of(state) is DOMAIN_LIFECYCLE.tones.get(state, Tone.MUTED)


def test_equal_words_of_other_enums_have_no_tone() -> None:
    class Other(StrEnum):
        REJECTED = "rejected"

    assert tone_of(Other.REJECTED) is Tone.MUTED
