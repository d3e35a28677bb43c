/*
title: Political prisoners at the end of each month
answers: The best sourced figure of the main list; empty where there is none
unit: person|people
datasets: [people_counts]
counted_by: the human rights community of Belarus with Viasna
obeys: []
columns:
  month: {title: Month, description: The first day of the month}
  political_prisoners: {title: Political prisoners, unit: person|people, description: Empty where no figure for the end of the month was found}
  date: {title: Day of the figure, description: The last day of the month or the first of the next}
  qualifier: {title: Qualifier, translate: true}
  series: {title: Counters, description: By whose criteria, translate: true}
  counted_by: {title: Counted by, translate: true}
  others: {title: Other figures, description: Other figures of the same list for the end of this month}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: "Strength of the source, as a code", description: "primary (the counter's own text), quoted (by others), derived (computed by others) or secondary (second-hand)", shown_as: strength}
  strength: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: columns
  x: month
  y: [political_prisoners]
words:
  fewer: "{last:political prisoner|political prisoners} at the end of {last_month:month}, {change} fewer than a year before."
  more: "{last:political prisoner|political prisoners} at the end of {last_month:month}, {change} more than a year before."
  same: "{last:political prisoner|political prisoners} at the end of {last_month:month}, as many as a year before."
  alone: "{last:political prisoner|political prisoners} at the end of {last_month:month}."
  told: "A figure was found for the end of {told} of {months:month|months}."
  open: "{gaps:month is|months are} left empty: nothing is filled in between figures."
finding: [fewer, more, same, alone]
caveats:
  - "Where a month end has several figures, one is taken by four rules in turn. A figure without “about” or “at least” comes before one with it. A figure of the month's last day comes before one of the next day. A stronger source comes before a weaker one. Viasna's own site comes before others. The column “Other figures” has the rest."
  - A month without a bar in the chart has no figure for its end. How many were held then is not known.
*/
WITH ends AS (
    FROM month_end_counts() WHERE political_prisoners IS NOT NULL
), best AS (
    FROM best_month_ends()
), other AS (
    SELECT month, string_agg(DISTINCT ends.political_prisoners, '; ' ORDER BY ends.political_prisoners) AS others
    FROM ends JOIN best USING (month)
    WHERE ends.political_prisoners <> best.political_prisoners
    GROUP BY month
), months AS (
    SELECT unnest(generate_series(
        min(month), last_whole_month(), INTERVAL 1 MONTH))::DATE AS month
    FROM ends
)
SELECT month, political_prisoners, date, label_of('people_counts', 'qualifier', qualifier) AS qualifier,
    label_of('people_counts', 'series', series) AS series, counted_by, others, source_title, source_url, source_kind,
    label_of('people_counts', 'source_kind', source_kind) AS strength
FROM months LEFT JOIN best USING (month) LEFT JOIN other USING (month)
ORDER BY month;

-- words
SELECT [CASE WHEN last < before THEN 'fewer' WHEN last > before THEN 'more' WHEN last = before THEN 'same'
             WHEN last IS NOT NULL THEN 'alone' END, 'told', only_if(gaps > 0, 'open')] AS parts, abs(last - before) AS change, *
FROM (SELECT count(*) AS months, count(date) AS told, count(*) - count(date) AS gaps FROM answer)
LEFT JOIN (
    -- The last count that is not rounded, and the one of the same month a year before.
    WITH counts AS (SELECT month, political_prisoners FROM best_month_ends() WHERE qualifier IN ('exact', 'as_published'))
    SELECT latest.month AS last_month, latest.political_prisoners AS last, earlier.political_prisoners AS before
    FROM counts AS latest LEFT JOIN counts AS earlier ON earlier.month = latest.month - INTERVAL 1 YEAR
    ORDER BY last_month DESC LIMIT 1
) ON true;
