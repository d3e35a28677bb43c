/*
title: Newly recognised, and gone from the list
answers: People newly recognised as political prisoners in a month, and people who left the list
unit: person|people
datasets: [people_counts, indicators]
counted_by: the human rights community of Belarus with Viasna
obeys: []
columns:
  month: {title: Month}
  recognised: {title: Newly recognised, unit: person|people}
  gone: {title: Gone from the list, unit: person|people, description: "Computed here: the newly recognised less the growth of the list"}
  at_start: {title: At the start, unit: person|people, description: Published for the end of the month before}
  at_end: {title: At the end, unit: person|people, description: Published for the end of the month}
  source_title: {title: Source, description: Of the newly recognised}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: panels, x: month, y: [recognised, gone]}
words:
  one: "In {first:month}, {recognised:person was|people were} newly recognised and {gone} left the list."
  several: "In the {months} months with known figures up to {last:month}, {recognised:person was|people were} newly recognised and {gone} left the list."
  known: "Both figures are known for {months} of the {span:month|months} from {first:month} to {last:month}. Only these months are counted."
  computed: "How many left the list is computed here, from the counts at both ends of each month."
finding: [one, several]
caveats:
  - "People who left the list were released, died, or were taken off it for another reason. The counts do not say which."
  - "Only months with a published count at both ends and a published number of newly recognised are here. Rounded counts are left out."
  - "Some people are recognised only after they were released. They enter and leave in one month, and make both numbers larger."
*/
WITH ends AS (
    SELECT month, political_prisoners AS people FROM best_month_ends()
    WHERE qualifier IN ('exact', 'as_published')
), recognised AS (
    SELECT date_trunc('month', last_day_of(date))::DATE AS month, value::BIGINT AS recognised, source_title, source_url, source_kind
    FROM figures_on('releases')
    WHERE topic = 'newly_recognised_per_month'
    QUALIFY row_number() OVER (PARTITION BY month ORDER BY strength, value, source_title) = 1
)
SELECT month, recognised, recognised - (later.people - earlier.people) AS gone, earlier.people AS at_start, later.people AS at_end,
    source_title, source_url, source_kind
FROM recognised
JOIN ends AS later USING (month)
JOIN ends AS earlier ON earlier.month = recognised.month - INTERVAL 1 MONTH
ORDER BY month;

-- words
SELECT [if(months = 1, 'one', 'several'), only_if(months > 1, 'known'), 'computed'] AS parts, *
FROM (
    SELECT count(*) AS months, min(month) AS first, max(month) AS last, sum(recognised)::BIGINT AS recognised, sum(gone)::BIGINT AS gone,
        datediff('month', min(month), max(month)) + 1 AS span
    FROM answer
)
WHERE months > 0;
