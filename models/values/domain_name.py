"""The only place that puts a label and a top-level name together and takes them apart."""

from dataclasses import dataclass
from typing import Final, Self

import idna

from models.values.label import LabelFault, LabelFaultKind, label_faults, normalise_label
from models.values.tld import TLD_BY_FORM, Tld, TldFamily
from models.values.variant import variant_key

#: Full stops that input methods produce.
_DOTS: Final = str.maketrans("。．｡", "...")


class DomainNameError(ValueError):
    """Raised for text that is not a registrable name; ``faults`` has at least one."""

    def __init__(self, faults: tuple[LabelFault, ...]) -> None:
        super().__init__(", ".join(fault.kind.value for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DomainName:
    """A registrable name. Built by ``of`` or ``parse``, never from unchecked text."""

    label_u: str
    tld: Tld

    @classmethod
    def of(cls, label: str, tld: Tld) -> Self:
        """Returns the name of a typed label; raises DomainNameError with every fault."""
        faults = label_faults(label)
        if faults:
            raise DomainNameError(faults)
        return cls(normalise_label(label), tld)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a whole name in Chinese or ``xn--`` form, with any of the full stops.

        A traditional .政務 is read as .政务. Raises DomainNameError.
        """
        label, _, rest = normalise_label(text.translate(_DOTS)).partition(".")
        tld = TLD_BY_FORM.get(rest.strip())
        if tld is None:
            raise DomainNameError((LabelFault(LabelFaultKind.UNKNOWN_TLD),))
        return cls.of(_decoded(label), tld)

    def __str__(self) -> str:
        return self.name_u

    @property
    def name_u(self) -> str:
        """Returns the name as people read it, such as ``永昌县教育局.政务``."""
        return f"{self.label_u}.{self.tld.value}"

    @property
    def name_a(self) -> str:
        """Returns the name as name servers read it: the one that must be unique."""
        return f"{idna.alabel(self.label_u).decode('ascii')}.{self.tld.a_form}"

    @property
    def family(self) -> TldFamily:
        """Returns the family inside which a variant of the label conflicts."""
        return self.tld.family

    @property
    def variant_key(self) -> str:
        """Returns what all variants of the label share."""
        return variant_key(self.label_u)


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.ulabel(label)
    except UnicodeError:
        return label
