/*
title: Other figures on two days
answers: Every other kind of sourced figure that is known for both days
unit: figure|figures
datasets: [indicators]
settings: [earlier, later, back]
columns:
  title: {title: What is counted, translate: true}
  earlier: {title: Earlier, description: "The figure nearest to the earlier day chosen, at most three months from it. Where none is chosen, the one nearest to the later day some years before."}
  later: {title: Later, description: "The figure nearest to the later day chosen, at most three months from it. Where none is chosen, the newest one."}
  difference: {title: Difference, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
  earlier_unit: {title: "Unit, earlier", translate: true}
  later_unit: {title: "Unit, later", translate: true}
  earlier_source: {title: Earlier source}
  earlier_source_url: {title: Link to the earlier source}
  later_source: {title: Later source}
  later_source_url: {title: Link to the later source}
chart: {kind: differences}
words:
  pairs: "For {pairs} of {figures:kind of figure|kinds of figures} both days are known."
  newer: "Newer figures whose unit says something else are not compared: {newer:;}."
cell_texts:
  - "{title} — {value} on {day}"
empty: No kind of figure is known for both days.
caveats:
  - Figures are compared only where their units are the same. The year and what stands in brackets may differ. Read both units before comparing.
  - Sources may disagree on a year. Here stands the figure nearest to the day; the pages of each kind list them all.
  - A running total grows unless it is corrected. Figures of years do not add up to it, since cases become known late.
*/
WITH figures AS (
    SELECT coalesce(placed.title, replace(topic, '_', ' ')) AS title, coalesce(place, 1000) AS place, topic, unit, value,
        date, last_day_of(date) AS day, source_title, source_url, source_kind,
        trim(regexp_replace(regexp_replace(unit, '\s*\([^)]*\)', '', 'g'), '\b(19|20)[0-9]{2}\b', '', 'g')) AS counted
    FROM all_indicators() LEFT JOIN topics AS placed USING (topic)
    -- Inhabitants stand in the data for rates alone.
    WHERE topic <> 'population'
), later AS (
    FROM figures WHERE day IS NOT NULL AND stands_for_later(day)
    QUALIFY row_number() OVER (
        PARTITION BY topic, counted ORDER BY abs(day - later_chosen()), day DESC, source_rank(source_kind), value DESC, unit, source_title) = 1
)
SELECT later.title, earlier.value AS earlier, later.value AS later, later.value - earlier.value AS difference,
    earlier.date AS earlier_day, later.date AS later_day, earlier.unit AS earlier_unit, later.unit AS later_unit,
    earlier.source_title AS earlier_source, earlier.source_url AS earlier_source_url,
    later.source_title AS later_source, later.source_url AS later_source_url
FROM (SELECT *, coalesce(earlier_chosen(), years_before(day, getvariable('back'))) AS wanted FROM later) AS later
JOIN figures AS earlier USING (topic, counted)
WHERE abs(earlier.day - wanted) <= 92 AND (earlier_chosen() IS NULL OR stands_for_earlier(earlier.day)) AND earlier.day < later.day
QUALIFY row_number() OVER (
    PARTITION BY later.topic, later.counted
    ORDER BY abs(earlier.day - wanted), earlier.day, source_rank(earlier.source_kind),
        earlier.value DESC, earlier.unit, earlier.source_title) = 1
ORDER BY later.place, later.title, later.unit;

-- words
SELECT ['pairs', only_if(newer IS NOT NULL, 'newer')] AS parts, *
FROM (
    SELECT (SELECT count(*) FROM answer) AS pairs,
        (SELECT count(DISTINCT topic) FROM all_indicators() WHERE topic <> 'population') AS figures
), (
    -- A reader takes the later figure for the newest one of its kind.
    SELECT list({template: '{title} — {value} on {day}', title: title, value: value, day: day} ORDER BY place, title) AS newer
    FROM (
        SELECT title, place, value, last_day_of(date) AS day
        FROM all_indicators() JOIN topics USING (topic)
        WHERE later_chosen() IS NULL AND last_day_of(date) > (SELECT max(last_day_of(later_day)) FROM answer WHERE answer.title = topics.title)
        QUALIFY row_number() OVER (PARTITION BY topic ORDER BY last_day_of(date) DESC, source_rank(source_kind), value DESC, unit) = 1
    )
);
