"""Data and method: sources, meanings, gaps and contradictions, every question with its SQL, and how to cite."""

from repression.documents import METHOD, WANTED, chapters
from repression.exhibits.writer import (
    bullet_list,
    code,
    current_view,
    exhibit,
    fold,
    heading,
    html_block,
    markdown,
    paragraph,
)
from repression.i18n import N_, get_translator
from repression.questions.filter_macros import macros
from repression.questions.question import published_questions, question_in
from repression.questions.selection import query_of

view = current_view()
_ = get_translator(view.selection.lang)
paragraph(
    "Where the figures come from, what they can and cannot tell, and how each number on these pages is computed. All "
    'data: <a href="/data/">index of the files</a>, <a href="/data/datapackage.json">datapackage.json</a> (schema and '
    "dictionary)."
)
heading("limits", "What to bear in mind")
bullet_list(
    [
        N_(
            "<b>Running totals are lower bounds.</b> Not every arrest, verdict or closure becomes known. "
            "Recognition as a political prisoner comes after the arrest. Up to September 2022 it took the "
            "published total one to five months to reach the level rebuilt from arrests. Some people ask not to "
            "be named. The number of people held on a day can err either way, because releases, too, become "
            "known late."
        ),
        N_(
            "<b>The register ends early.</b> It shows people up to its date. What happened to them since is not "
            "in it. Only the published counts reach further."
        ),
        N_(
            "<b>Counters differ.</b> Viasna with the human rights community, others with wider criteria, and official "
            "bodies count by different definitions. Their figures stand side by side and are never added up."
        ),
        N_(
            "<b>Nothing is guessed.</b> What a source does not say is shown as not stated. Missing months stay "
            "gaps. Where sources disagree, both are shown."
        ),
        N_(
            "<b>No names, exact dates or ages</b> are published from the register, only months and age bands. A "
            "row can still be linked to a person, since the source itself is public."
        ),
        N_("<b>The organisations named one by one are a sample</b>, not the full list behind the totals."),
    ]
)
exhibit("freshness")
heading("cite", "How to cite")
paragraph(
    "Name who counted, the date of the figure and the address where you saw it. The address pins the data: "
    "whoever follows it sees your numbers. <i>Counter, figure as of its date. Shown by this dashboard, data as "
    "known on {day}. The page's address.</i> Do not cite this dashboard as the counter of published figures. "
    "What is counted from the rows of the register, and what is called an estimate, is computed here. Cite it "
    "as <i>computed by this dashboard from the register of its date</i>.",
    kind="",
    day=view.selection.snapshot,
)
lead, parts = chapters(METHOD, view.selection.lang)
heading("method", "How the numbers are made")
markdown(lead)
for anchor, title, text in parts:
    heading(anchor, title)
    markdown(text)

exhibit("snapshots_shown")
if view.warehouse.catalog.issues:
    exhibit("refused_snapshots")
if view.warehouse.catalog.amended:
    exhibit("corrected_figures")
exhibit("dictionary_shown")
exhibit("missing_values")
exhibit("wanted")
lead, parts = chapters(WANTED, view.selection.lang)
with fold("wanted-guide", _("Where to find it, and how to send it")) as is_open:
    if is_open:
        markdown("\n\n".join([lead, *(f"### {title}\n{text}" for _anchor, title, text in parts)]))
exhibit("contradictions")
exhibit("sentence_readings")
heading(
    "questions",
    "Every question and its SQL",
    "Each chart and table is one question, asked in plain SQL. What several share, the filters above all, stands "
    "first.",
)
with fold("question-macros", _("What the questions share (macros)")) as is_open:
    if is_open:
        code(macros())
query = query_of(view.selection.address())
for name in published_questions():
    question = question_in(name, view.selection.lang)
    with fold(f"question-{question.name}", f"{question.title} ({question.name})") as is_open:
        if is_open:
            html_block("paragraph", kind="", text=question.answers)
            html_block("question_file", address=f"/data/questions/{question.name}", query=query)
            code(question.sql)
