"""Words that nobody knows, in an invented export."""

from __future__ import annotations

from dataclasses import replace

from tests.support.export_form import Export

FACILITY, PENALTY = "ИК № 99", "каникулы"
ADDRESS = "247760, г. Мозырь, ул. Выдуманная 1"
# The place as a maintainer adds it; the penalty stays unreadable.
NAME, REGION = "Penal colony No. 99", "Gomel region"
NEW_FACILITY = {
    "facility": NAME,
    "kind": "penal_colony",
    "place": "Mazyr",
    "region": REGION,
    "facility_be": "Папраўчая калонія № 99",
    "facility_ru": "ИК-99",
    "place_be": "Мазыр",
    "place_ru": "Мозырь",
}


def with_unknown_words(export: Export) -> Export:
    """The export with the place in three rows and the penalty in two, and what is published once they are answered."""
    rows = list(export.rows)
    held = [place for place, row in enumerate(rows) if row.published["custody"] == "facility"][:3]
    punished = [place for place, row in enumerate(rows) if row.published["penalty"] and place not in held][:2]
    for place in held:
        rows[place] = replace(
            rows[place],
            cells={**rows[place].cells, "prison": f"{FACILITY}\n{ADDRESS}"},
            published={**rows[place].published, "facility": NAME, "region": REGION},
        )
    for place in punished:
        rows[place] = replace(
            rows[place],
            cells={**rows[place].cells, "penalty": PENALTY},
            published={**rows[place].published, "penalty": ""},
        )
    return replace(export, rows=tuple(rows))
