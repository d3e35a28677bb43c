"""Prisoners over time: who counted how many when, and how the register stands beside what was published."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "There are two ways to know how many political prisoners there were on a day. One is what was counted and "
    "published then. The other is what a register with a row for each person shows afterwards. They answer different "
    "questions, and this page compares them."
)
exhibit("published_counts")
exhibit("monthly_counts")
exhibit("stock_against_published")
exhibit("register_against_world")
paragraph("From here on the charts use the register. They show the selected people, where the dates are known.")
exhibit("flows")
exhibit("held_so_far")
exhibit("women")
exhibit("figures_prisoners")
