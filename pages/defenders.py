"""The eight rights defenders of the public campaign for their release."""

from repression.exhibits.writer import exhibit, paragraph

paragraph(
    "Seven members of Viasna, for whom the #FreeViasna campaign spoke up, and Nasta Loika. The Human Rights Watch "
    "dispatch of 17 September 2023 names her beside them. They are named here because public campaigns for their "
    "release name them. The register on the other pages of this site names nobody."
)
paragraph(
    "The Observatory, which the notes name, is the programme of FIDH and OMCT for rights defenders. These two are "
    "international unions of rights groups. GUBAZIK is the police department against organised crime and corruption."
)
exhibit("defender_profiles")
exhibit("defenders_held")
