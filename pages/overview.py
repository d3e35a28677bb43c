"""Overview: how many are held, who got out, who died, how long, for what, where, what was closed, what came later."""

from repression.exhibits.writer import exhibit, headline, link_to, pair, paragraph, station, stylesheet

stylesheet("cards.css")
headline("headlines")
station("prisoners_trend", "prisoners")
paragraph(
    'Why did this number go down? See <a href="{releases}">releases and deaths</a> and '
    '<a href="{changes}">changes of the data</a>.',
    kind="more",
    releases=link_to("releases"),
    changes=link_to("changes", "snapshot_changes"),
)
exhibit("headlines")
with pair():
    station("mass_releases", "releases")
    station("deaths_in_custody", "releases")
paragraph(
    "A register has a row for each person: the charges, the length of the sentence and the place, as far as known. "
    "The titles below name its day, which may be long before the days of the counts above."
)
with pair():
    station("sentence_lengths", "sentences")
    station("people_by_article", "charges")
with pair():
    station("people_by_region", "places")
    station("organisations_lost", "organisations")
station("outcome_groups", "releases")
