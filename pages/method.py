"""Data and method: sources, meanings, gaps and contradictions, every question with its SQL, and how to cite."""

from html import escape

import streamlit as st

from repression import session
from repression.exhibit import exhibit
from repression.filters import query_of
from repression.questions import all_questions
from repression.warehouse import QUERIES
from repression.wording import day_name

st.html(
    '<p class="intro">Where the figures come from, what they can and cannot tell, and how each number on these pages '
    'is computed. All data: <a href="/data/">index of the files</a>, '
    '<a href="/data/datapackage.json">datapackage.json</a> (schema and dictionary).</p>'
)
st.html(
    '<section class="exhibit-head" id="limits"><h2>What to bear in mind</h2></section><ul class="limits">'
    "<li><b>Counts are lower bounds.</b> Not every prisoner, verdict or closure becomes known. Recognition as a "
    "political prisoner comes weeks to months after the arrest, and some people ask not to be named.</li>"
    "<li><b>The register ends early.</b> It tells of people up to its date. What happened to them since is not in it; "
    "only the published counts reach further.</li>"
    "<li><b>Counters differ.</b> Viasna with the human rights community, others with wider criteria, and official "
    "bodies count by different definitions. Their figures stand side by side and are never added up.</li>"
    "<li><b>Nothing is guessed.</b> What a source does not say is shown as not stated; missing months stay gaps; "
    "sources that disagree are both shown.</li>"
    "<li><b>No names, exact dates or ages</b> are published from the register, only months and age bands. This removes "
    "what names a person; it does not make a row unlinkable, since the source itself is public.</li>"
    "<li><b>The organisations named one by one are a sample</b>, not the full list behind the totals.</li></ul>"
)
st.html(
    '<section class="exhibit-head" id="cite"><h2>How to cite</h2></section>'
    "<p>Name who counted, the date of the figure and the address you saw it at; the address pins the data, so that "
    "whoever follows it sees your numbers: <i>counter, figure as of its date; shown by this dashboard, data as known "
    f"on {day_name(session.view().selection.snapshot)}, followed by the page's address.</i> Do not cite this dashboard "
    "as the counter: it counts nothing itself.</p>"
)
exhibit("snapshots_shown")
if session.view().house.catalog.refusals:
    exhibit("refused_snapshots")
exhibit("dictionary_shown")
exhibit("missing_values")
exhibit("contradictions")
exhibit("sentence_readings")
st.html(
    '<section class="exhibit-head" id="questions"><h2>Every question and its SQL</h2>'
    '<p class="answers">Each chart and table is one question, asked in plain SQL. What several of them share, the '
    "filters above all, stands first.</p></section>"
)
with st.expander("What the questions share (macros)", key="question-macros", on_change="rerun") as shared:
    if shared.open:
        st.code((QUERIES / "macros.sql").read_text(encoding="utf-8"), language=None, wrap_lines=True)
query = escape(query_of(session.view().selection.address()))
for question in all_questions().values():
    shown = st.expander(f"{question.title} ({question.name})", key=f"question-{question.name}", on_change="rerun")
    if shown.open:
        with shown:
            st.text(question.answers)
            file = f"/data/questions/{question.name}.csv?{query}"
            st.html(f'<p class="links"><a href="{file}" download>Download CSV</a></p>')
            st.code(question.sql, language=None, wrap_lines=True)
