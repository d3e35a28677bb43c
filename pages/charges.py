"""Charges: the articles people are charged under, which of them come together, and how the mix changed."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "The articles of the Criminal Code in the charges. One person is often charged under several articles and "
    "is counted under each. So the numbers of people by article must not be added up."
)
exhibit("people_by_article")
exhibit("article_pairs")
exhibit("articles_by_quarter")
