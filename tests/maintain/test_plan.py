"""A plan that was shown is written only if it is still the same."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from repression.maintain import withdraw
from repression.maintain.plan import write_as_shown
from repression.snapshots.fingerprint import fingerprint
from repression.snapshots.issues import ValidationError


def test_a_plan_is_written_as_it_was_shown_or_not_at_all(data_copy: Path) -> None:
    request = withdraw.WithdrawRequest(data_copy, "events", date(2026, 11, 22), "A rehearsal.", date(2026, 11, 30))
    shown = withdraw.prepare(request)
    before = fingerprint(data_copy)
    with pytest.raises(ValidationError, match="was changed since this was shown: look again"):
        write_as_shown(replace(shown, lines=("something else",)), withdraw.prepare, request)
    assert fingerprint(data_copy) == before
    assert data_copy / "events" / "2026-11-22.yaml" in write_as_shown(shown, withdraw.prepare, request)
    assert not (data_copy / "events" / "2026-11-22.csv").exists()
