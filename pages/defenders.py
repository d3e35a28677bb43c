"""The eight rights defenders of the public campaign for their release."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "Seven members of Viasna from the #FreeViasna campaign, and Nasta Loika. The Human Rights Watch dispatch of "
    "17 September 2023 names her beside them. They are named here because their campaigns are public, made by "
    "them and for them. The register and its figures name nobody."
)
exhibit("defender_profiles")
exhibit("defenders_held")
