/*
title: Convicted in each month
answers: People known to be convicted in a month with a published figure, beside the verdicts of the register
unit: person|people
datasets: [indicators, people]
obeys: []
columns:
  month: {title: Month}
  convictions: {title: Convicted, unit: person|people, description: As published}
  in_register: {title: With a verdict in the register, unit: person|people, description: "People of all statuses with a verdict that the register dates to this month. Empty for months that it covers in part."}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: panels, x: month, y: [convictions, in_register]}
words:
  most: "The most convictions in a known month: {most}, in {most_month:month}."
  months: "A figure was found for {months:month|months}."
  register: "The register covers {beside} of them, with {in_register:verdict|verdicts}; {published:conviction was|convictions were} published for the same time."
finding: [most]
caveats:
  - Published figures are lower bounds. For a month without a bar in the chart, no published figure was found.
  - "The register can have more verdicts of a month than were published then, since cases become known late."
*/
WITH convicted AS (
    SELECT *, date_trunc('month', last_day_of(date))::DATE AS month FROM figures_on('courts') WHERE topic = 'convicted_per_month'
    QUALIFY row_number() OVER (PARTITION BY month ORDER BY strength, value, source_title) = 1
), registered AS (
    SELECT verdict_month AS month, count(*) AS in_register FROM all_people()
    WHERE last_day(verdict_month) <= shown('people') GROUP BY ALL
)
SELECT month, value::BIGINT AS convictions, in_register, unit, precision, source_title, source_url, source_kind
FROM convicted LEFT JOIN registered USING (month)
ORDER BY month;

-- words
SELECT ['most', 'months', only_if(beside > 0, 'register')] AS parts, *
FROM (
    SELECT count(*) AS months, max(convictions) AS most, arg_max(month, (convictions, month)) AS most_month, count(in_register) AS beside,
        sum(in_register)::BIGINT AS in_register, (sum(convictions) FILTER (in_register IS NOT NULL))::BIGINT AS published
    FROM answer
)
WHERE months > 0;
