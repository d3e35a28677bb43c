/*
title: Two days of the other figures
answers: The newest sourced figure of each kind beside the nearest one for the same time of the earlier year chosen above
unit: figure|figures
datasets: [indicators]
settings: [back]
columns:
  title: {title: What is counted, translate: true}
  earlier: {title: Earlier, description: "The figure that is nearest to the later day some years before, at most three months from it"}
  later: {title: Later, description: The newest figure}
  difference: {title: Difference, description: Later less earlier}
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
  earlier_unit: {title: "Unit, earlier", translate: true}
  later_unit: {title: "Unit, later", translate: true}
  earlier_source: {title: Earlier source}
  earlier_source_url: {title: Link to the earlier source}
  later_source: {title: Later source}
  later_source_url: {title: Link to the later source}
words: "For {pairs} of {figures:kind of figure|kinds of figures} one of the earlier year was found."
empty: "No figure has one of the earlier year beside it."
caveats:
  - Figures are set against each other only where their units say the same but for the year and what stands in brackets. Read both units before comparing.
  - A running total can only grow. Figures of years do not add up to it, since cases become known late.
*/
WITH figures AS (
    SELECT coalesce(placed.title, replace(topic, '_', ' ')) AS title, coalesce(place, 1000) AS place, topic, unit, value,
        date, last_day_of(date) AS day, source_title, source_url, source_kind,
        trim(regexp_replace(regexp_replace(unit, '\s*\([^)]*\)', '', 'g'), '\b(19|20)[0-9]{2}\b', '', 'g')) AS counted
    FROM all_indicators() LEFT JOIN topics AS placed USING (topic)
), newest AS (
    FROM figures WHERE day IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY topic, counted ORDER BY day DESC, source_rank(source_kind), value DESC, unit, source_title) = 1
)
SELECT later.title, earlier.value AS earlier, later.value AS later, later.value - earlier.value AS difference,
    earlier.date AS earlier_day, later.date AS later_day, earlier.unit AS earlier_unit, later.unit AS later_unit,
    earlier.source_title AS earlier_source, earlier.source_url AS earlier_source_url,
    later.source_title AS later_source, later.source_url AS later_source_url
FROM newest AS later JOIN figures AS earlier USING (topic, counted)
WHERE abs(earlier.day - years_before(later.day, getvariable('back'))) <= 92
QUALIFY row_number() OVER (
    PARTITION BY later.topic, later.counted
    ORDER BY abs(earlier.day - years_before(later.day, getvariable('back'))), earlier.day, source_rank(earlier.source_kind),
        earlier.value DESC, earlier.unit, earlier.source_title) = 1
ORDER BY later.place, later.title, later.unit;

-- words
SELECT (SELECT count(*) FROM answer) AS pairs,
    (SELECT count(DISTINCT topic) FROM all_indicators()) AS figures;
