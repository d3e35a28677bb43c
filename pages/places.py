"""Where people are held: by kind of place, by region, by facility."""

from repression.exhibits.writer import exhibit, pair, paragraph

paragraph(
    "The register names the place where somebody was held. It does so mainly for those who were in detention on "
    "the register's date. It names no place for most people released by then, and for most of those never "
    "recognised as political prisoners. All three charts count the same people, and say how many have no place."
)
with pair():
    exhibit("people_by_custody")
    exhibit("people_by_region")
exhibit("people_by_facility")
