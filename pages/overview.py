"""Overview: the newest figures, both trends with what happened when, and how long, for what and where."""

from repression.exhibits.change_log import page_address
from repression.exhibits.writer import current_view, exhibit, paragraph, stylesheet

stylesheet("cards.css")
paragraph(
    "Political prisoners and closed organisations in Belarus since 2020, as the Human Rights Center Viasna, "
    "Lawtrend and others counted them. Every number says who counted it, as of when, and which text says so."
)
exhibit("headlines")
exhibit("prisoners_trend")
paragraph(
    '<a href="{address}">Why did this number go down?</a>',
    kind="",
    address=page_address(current_view().selection),
)
exhibit("organisations_lost")
paragraph(
    "How long, for what and where: the register of people prosecuted for political reasons says it of each "
    "person. It ends at its date, which is far behind the counts above. It counts people recognised as "
    "political prisoners, present and former, also the few who were arrested before 2020."
)
exhibit("sentence_lengths")
exhibit("people_by_article")
exhibit("people_by_region")
exhibit("freshness")
