/*
title: Arrests, verdicts and releases, month by month
answers: People of the register by month of arrest, verdict and release, since January 2020
unit: person|people
datasets: [people]
columns:
  month: {title: Month}
  arrests: {title: Arrests, unit: person|people}
  verdicts: {title: Verdicts, unit: person|people}
  releases: {title: Releases, unit: person|people}
  began: {title: "Of these, open facility", unit: person|people, description: "Arrests of recognised people sentenced to an open facility, without a verdict in a later month. The month is taken as the one in which they began to serve."}
  incomplete: {title: Incomplete, description: "true where figures will still grow: many people arrested in the register's last five months were not recognised yet"}
chart:
  kind: panels
  x: month
  y: [arrests, began, verdicts, releases]
  incomplete: incomplete
  click: {filter: arrested, low: month, high: month, of: arrests}
words:
  peak: "Arrests peaked at {most} in {peak:month}, by the register of {read_on}."
  since: "{arrested:arrest|arrests}, {sentenced:verdict|verdicts} and {freed:release|releases} since January 2020, by the register of {read_on}."
  shown: "In the chart: {arrested:arrest|arrests}, {sentenced:verdict|verdicts} and {freed:release|releases}."
  began: "{began:person in this chart was|people in this chart were} sentenced to an open facility. Their month of arrest in the register is probably the month in which the term began."
  missing: "Not in the chart: {missing:,}."
finding: [peak, since]
notes: [began, missing]
cell_texts:
  - "{n} without a date of arrest"
  - "{n} without a date of verdict"
  - "{n} of the former political prisoners without a date of release"
  - "{n} arrested before 2020"
  - "{n} sentenced before 2020"
  - "{n} released before 2020"
caveats:
  - "These are counts of what the register knew on its date. Its last months are shaded: some people arrested in them became known only later. Its last month is not a whole one."
  - "Take a recognised person sentenced to an open facility, with no verdict dated after the month of arrest. That month is probably the one in which the term began. The chart counts such people among the arrests, and also shows them separately. This is inferred from the data, and the register's keeper has not confirmed it."
  - The release of many former political prisoners is not dated, so releases are undercounted.
  - A region or a place of detention is known mainly for those who were still held. So with the filter Region or Facility, the chart shows mainly people who were still held.
  - A person has one arrest and one verdict here, even where there were more.
*/
WITH alike AS (
    SELECT arrested_month, verdict_month, released_month, arrest_is_start_of_term AS began, count(*) AS people
    FROM selected_people() GROUP BY ALL
), dated AS (
    SELECT arrested_month AS month, people AS arrest, if(began, people, 0) AS began, 0 AS verdict, 0 AS release FROM alike
    UNION ALL
    SELECT verdict_month, 0, 0, people, 0 FROM alike
    UNION ALL
    SELECT released_month, 0, 0, 0, people FROM alike
), months AS (
    SELECT unnest(generate_series(
        DATE '2020-01-01', date_trunc('month', shown('people')),
        INTERVAL 1 MONTH))::DATE AS month
    WHERE EXISTS (FROM dated)
)
SELECT month, coalesce(sum(arrest), 0)::BIGINT AS arrests, coalesce(sum(verdict), 0)::BIGINT AS verdicts,
    coalesce(sum(release), 0)::BIGINT AS releases, coalesce(sum(began), 0)::BIGINT AS began,
    is_incomplete(last_day(month)) AS incomplete
FROM months LEFT JOIN dated USING (month)
GROUP BY month
ORDER BY ALL;

-- words
SELECT [if(has_peak, 'peak', 'since'), only_if(has_peak, 'shown'), only_if(began > 0, 'began'), only_if(len(missing) > 0, 'missing')] AS parts, *
FROM (
    -- A month stands out only among enough people, most of whom have a date of arrest.
    SELECT *, most >= 10 AND peaks = 1 AND arrested > undated AS has_peak
    FROM (
        SELECT sum(arrests)::BIGINT AS arrested, sum(verdicts)::BIGINT AS sentenced, sum(releases)::BIGINT AS freed,
            sum(began)::BIGINT AS began, any_value(most) AS most, min(month) FILTER (arrests = most) AS peak,
            count(*) FILTER (arrests = most) AS peaks, shown('people') AS read_on
        FROM (SELECT *, max(arrests) OVER () AS most FROM answer)
    ), (SELECT count(*) FILTER (arrested_month IS NULL) AS undated FROM selected_people())
), (
    SELECT list_filter([
        {template: '{n} without a date of arrest', n: count(*) FILTER (arrested_month IS NULL)},
        {template: '{n} without a date of verdict', n: count(*) FILTER (verdict_month IS NULL)},
        {template: '{n} of the former political prisoners without a date of release',
         n: count(*) FILTER (released_month IS NULL AND status = 'former_political_prisoner')},
        {template: '{n} arrested before 2020', n: count(*) FILTER (arrested_month < DATE '2020-01-01')},
        {template: '{n} sentenced before 2020', n: count(*) FILTER (verdict_month < DATE '2020-01-01')},
        {template: '{n} released before 2020', n: count(*) FILTER (released_month < DATE '2020-01-01')}
    ], lambda one: one.n > 0) AS missing
    FROM selected_people()
);
