/*
title: Political prisoners, month by month
answers: Figures of the list that Viasna and partner groups keep
unit: person|people
datasets: [people_counts, indicators]
counted_by: the human rights community of Belarus with Viasna
obeys: []
columns:
  date: {title: Date, description: The day the figure stands for}
  political_prisoners: {title: Political prisoners, unit: person|people}
  shown_as: {title: Kind, description: Whose text gives the figure and whether it is rounded, translate: true}
  qualifier: {title: Qualifier, translate: true}
  counted_by: {title: Counted by, translate: true}
  sources: {title: Sources, unit: source|sources, description: How many of our sources give this figure for this day}
  source_title: {title: Source, description: One of the sources}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
  joined: {title: On the curve, description: "true for one count a day and for the newest figure: the curve joins these"}
chart:
  kind: line
  x: date
  y: [political_prisoners]
  points: true
  joined: joined
  open_marks: {shown_as: [Quoted by others, "Rounded, computed or second-hand", Given as “about” or “at least”]}
  layers: {events: events_dated}
words:
  one: "On {last_date} the list had {last:person|people}."
  grew: "The list of political prisoners reached its highest number so far on {last_date}: {last}."
  fell: "The list of political prisoners fell from {first} on {first_date} to {last} by {last_date}."
  grew_and_fell: "The list of political prisoners peaked at {peak} on {peak_date}, and fell to {last} by {last_date}."
  grew_and_others: "The list of political prisoners peaked at {peak} on {peak_date}; others counted {later} on {later_date}."
  last: "It had {last:person|people} on {last_date}."
  later: "Others counted {later:person|people} in Viasna's register on {later_date}; Viasna itself did not publish that figure."
  dispatch: "On {wrote_on} Human Rights Watch wrote of “over {wrote}” political prisoners. The counts around that day are {before} ({before_date}) and {after} ({after_date})."
finding: [one, grew, fell, grew_and_fell, grew_and_others]
cell_texts:
  - Count
  - The counter’s own text
  - Quoted by others
  - Rounded, computed or second-hand
  - Given as “about” or “at least”
caveats:
  - Every point is a published figure. The curve ends at the newest figure. Between two points the line only joins them, and stands for no figures.
  - Where two sources disagree on a day, both points are there, and the curve goes through the firmer one.
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
  - The figure of 897 for 19 March 2026 is from a page without a date. It says how many were left after the release of 250 people, which was on that day.
  - Only the main list is here. Lists with wider criteria are higher and must not be joined to it.
*/
SELECT date, political_prisoners,
    CASE
        WHEN source_kind IS NULL THEN if(is_count, 'Count', 'Given as “about” or “at least”')
        WHEN is_count AND source_kind = 'primary' THEN 'The counter’s own text'
        WHEN is_count AND source_kind = 'quoted' THEN 'Quoted by others'
        ELSE 'Rounded, computed or second-hand'
    END AS shown_as,
    label_of('people_counts', 'qualifier', qualifier) AS qualifier,
    counted_by, sources, source_title, source_url, label_of('people_counts', 'source_kind', source_kind) AS source_kind,
    -- A figure that others computed is on the curve only where it is newer than all counts.
    coalesce(if(is_joinable, row_number() OVER (PARTITION BY date, is_joinable ORDER BY source_rank(source_kind), political_prisoners) = 1,
        date > max(date) FILTER (is_joinable) OVER () AND source_kind = 'derived' AND date = max(date) FILTER (source_kind = 'derived') OVER ()), false) AS joined
FROM (
    SELECT *, is_count AND coalesce(source_kind IN ('primary', 'quoted'), true) AS is_joinable FROM (
    -- One row a figure and day, under its firmest source.
    SELECT *, qualifier IN ('exact', 'as_published') AS is_count, count(*) OVER (PARTITION BY date, political_prisoners) AS sources
    FROM all_people_counts()
    WHERE series = 'viasna' AND political_prisoners IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY date, political_prisoners
        ORDER BY source_rank(source_kind), list_position(['exact', 'as_published', 'at_least', 'about'], qualifier),
            source_url IS NULL, counted_by, source_title) = 1
    )
)
ORDER BY list_position(['Count', 'The counter’s own text', 'Quoted by others'], shown_as) NULLS LAST, date, political_prisoners;

-- words
WITH counts AS (
    FROM answer WHERE shown_as IN ('Count', 'The counter’s own text', 'Quoted by others')
)
SELECT [CASE WHEN first = peak AND peak = last THEN 'one' WHEN last = peak THEN 'grew' WHEN first = peak THEN 'fell'
             WHEN later IS NULL THEN 'grew_and_fell' ELSE 'grew_and_others' END,
        only_if(later IS NOT NULL AND first < peak AND last < peak, 'last'),
        only_if(later IS NOT NULL, 'later'), only_if(before IS NOT NULL AND after IS NOT NULL, 'dispatch')] AS parts, *
FROM (
    SELECT arg_min(political_prisoners, (date, political_prisoners)) AS first, min(date) AS first_date,
        max(political_prisoners) AS peak, arg_max(date, (political_prisoners, -epoch(date))) AS peak_date,
        arg_max(political_prisoners, (date, -political_prisoners)) AS last, max(date) AS last_date
    FROM counts
), (
    -- A figure that others computed counts only where it is newer than all that the counter gave.
    SELECT arg_max(political_prisoners, date) AS later, max(date) AS later_date
    FROM answer
    WHERE source_kind = 'computed by others' AND date > (SELECT max(date) FROM counts)
) LEFT JOIN (
    SELECT any_value(value) AS wrote, any_value(wrote.date) AS wrote_on,
        max(near.date) FILTER (near.date <= wrote.date) AS before_date,
        arg_max(near.political_prisoners, (near.date, -near.political_prisoners)) FILTER (near.date <= wrote.date) AS before,
        min(near.date) FILTER (near.date > wrote.date) AS after_date,
        arg_min(near.political_prisoners, (near.date, near.political_prisoners)) FILTER (near.date > wrote.date) AS after
    FROM (SELECT CAST(value AS BIGINT) AS value, CAST(date AS DATE) AS date
          FROM all_indicators() WHERE topic = 'dispatch_political_prisoners') AS wrote,
        counts AS near
) ON true;
