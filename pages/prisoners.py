"""Prisoners over time: who counted how many when, and how the register stands beside what was published."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "There are two ways to know how many political prisoners there were on a day: what was counted and "
    "published then, and what a register kept by person tells afterwards. They answer different questions, "
    "and here they are held against each other."
)
exhibit("published_counts")
exhibit("monthly_counts")
exhibit("stock_against_published")
exhibit("register_against_world")
paragraph(
    "From here on the register: what it tells month by month of the people whom the filters leave, as far as "
    "it knows the dates."
)
exhibit("flows")
exhibit("women")
exhibit("figures_prisoners")
