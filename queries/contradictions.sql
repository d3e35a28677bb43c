/*
title: Contradictions in the rows
answers: Rows of the whole register whose parts do not fit together, and what is done with them
unit: person|people
datasets: [people]
obeys: []
prose: true
columns:
  people: {title: Rows, unit: person|people}
  finding: {title: Finding, translate: true}
  counted_from: {title: Counted from, description: "Exact dates are known at intake only; the rows here have months", translate: true}
  handling: {title: What is done with them, translate: true}
words: "In {exact:row|rows} the verdict precedes the arrest by exact date, in {months} also by month. Among the latter, {open} are of people sentenced to an open facility. Their month of arrest in the register is probably the month in which the term began."
cell_texts:
  - Verdict before arrest, by exact date
  - Verdict before arrest, by month
  - Verdict before arrest, by month, sentenced to an open facility
  - Release before arrest, by exact date
  - Release before verdict, by month
  - Political prisoner on the register's date, yet with an earlier release
  - Impossible age at arrest
  - A penalty of arrest for a year or longer
  - Former political prisoner, yet with a place of detention
  - Sentenced to restriction of freedom, yet held in a colony, a prison or a detention centre
  - intake
  - rows
  - Kept as they are
  - Left out of the time from arrest to verdict
  - Read as the beginning of the term (inferred from the data); left out of the time to the verdict
  - Counted as released from that month on in counts by month, as political prisoners elsewhere
  - Age left empty
caveats:
  - The whole register, whatever the filters say.
  - Nothing was corrected. A contradiction may be an error or have a reason. Most verdicts before the arrest seem to have one reason. People sentenced to an open facility are listed as arrested when they began to serve there. The page “Data and method” has the evidence.
  - The place is the last one known. Where it does not fit, the register may lack a release or another penalty.
*/
WITH people AS (FROM all_people()), read AS (
    SELECT field, kind, rows FROM readings
    WHERE dataset = 'people' AND snapshot = shown('people')
)
SELECT people, finding, counted_from, handling
FROM (
    SELECT 1 AS place, 'Verdict before arrest, by exact date' AS finding,
        coalesce((SELECT sum(rows) FROM read WHERE field = 'verdict' AND kind = 'before_arrest'), 0)::BIGINT AS people,
        'intake' AS counted_from, 'Kept as they are' AS handling
    UNION ALL
    SELECT 2, 'Verdict before arrest, by month', count(*) FILTER (verdict_month < arrested_month), 'rows',
        'Left out of the time from arrest to verdict'
    FROM people
    UNION ALL
    SELECT 3, 'Verdict before arrest, by month, sentenced to an open facility',
        count(*) FILTER (verdict_month < arrested_month AND arrest_is_start_of_term), 'rows',
        'Read as the beginning of the term (inferred from the data); left out of the time to the verdict'
    FROM people
    UNION ALL
    SELECT 4, 'Release before arrest, by exact date',
        coalesce((SELECT sum(rows) FROM read WHERE field = 'released' AND kind = 'before_arrest'), 0)::BIGINT, 'intake',
        'Kept as they are'
    UNION ALL
    SELECT 5, 'Release before verdict, by month', count(*) FILTER (released_month < verdict_month), 'rows',
        'Kept as they are'
    FROM people
    UNION ALL
    SELECT 6, 'Political prisoner on the register''s date, yet with an earlier release',
        count(*) FILTER (status = 'political_prisoner' AND released_month IS NOT NULL), 'rows',
        'Counted as released from that month on in counts by month, as political prisoners elsewhere'
    FROM people
    UNION ALL
    SELECT 7, 'Impossible age at arrest',
        coalesce((SELECT sum(rows) FROM read WHERE field = 'age_group' AND kind = 'unreadable'), 0)::BIGINT, 'intake',
        'Age left empty'
    UNION ALL
    SELECT 8, 'A penalty of arrest for a year or longer', count(*) FILTER (penalty = 'arrest' AND sentence_months >= 12), 'rows',
        'Kept as they are'
    FROM people
    UNION ALL
    SELECT 9, 'Former political prisoner, yet with a place of detention',
        count(*) FILTER (status = 'former_political_prisoner' AND facility IS NOT NULL), 'rows', 'Kept as they are'
    FROM people
    UNION ALL
    SELECT 10, 'Sentenced to restriction of freedom, yet held in a colony, a prison or a detention centre',
        count(*) FILTER (confinement = 'restriction' AND kind NOT IN ('open_facility', 'psychiatric')), 'rows',
        'Kept as they are'
    FROM people LEFT JOIN all_facilities() USING (facility)
)
ORDER BY place;

-- words
SELECT max(people) FILTER (finding = 'Verdict before arrest, by exact date') AS exact,
    max(people) FILTER (finding = 'Verdict before arrest, by month') AS months,
    max(people) FILTER (finding = 'Verdict before arrest, by month, sentenced to an open facility') AS open
FROM answer;
