"""Compare snapshots: the register of two days side by side, and what came between them."""

import streamlit as st

from pages import parts
from repression.exhibit import exhibit

st.html(
    '<p class="intro">A newer register differs from an older one for two reasons: something happened, an arrest, a '
    "verdict, a release; or the list was corrected, and cases from before became known. This page shows both registers "
    "as they were.</p>"
)
if parts.compared():
    exhibit("compare_totals")
    exhibit("compare_breakdowns")
    exhibit("compare_changes")
    exhibit("compare_all")
else:
    st.html(
        '<section class="exhibit-head" id="to-come"><h2>What will stand here</h2></section>'
        "<p>With two registers, this page shows for both days, filtered alike:</p><ul>"
        "<li>how many people each has: in all, by status, women, and those whose sentence is a known length;</li>"
        "<li>how many people each has by article, penalty, gender, age, region and year, with the differences;</li>"
        "<li>what changed in between: events since the older register apart from corrections of it.</li></ul>"
    )
