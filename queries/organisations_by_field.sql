/*
title: "A sample: named closures by field of work"
answers: Closed organisations that sources happen to name, by what they worked on
unit: organisations
datasets: [organisations]
within: {kind: [forced_liquidation, self_liquidation]}
columns:
  field: {title: Code}
  name: {title: Field of work}
  organisations: {title: Named closures, unit: organisations}
chart: {kind: bars, x: name, y: [organisations], click: {filter: field, column: field}}
words: "{closures} named in our sources, {largest}."
caveats:
  - A sample of what sources name, not of what was closed. It must not be read as shares of all closures.
  - Suits with an unknown outcome are left out.
*/
SELECT field, CASE field WHEN 'unknown' THEN 'not stated' ELSE label_of('organisations', 'field', field) END AS name,
    organisations
FROM (
    SELECT coalesce(field, 'unknown') AS field, count(*) AS organisations
    FROM selected_organisations()
    WHERE kind <> 'suit_filed'
    GROUP BY ALL
)
ORDER BY field = 'unknown', organisations DESC, field;

-- words
SELECT CASE closures WHEN 1 THEN '1 closure is' ELSE format('{:,} closures are', closures) END AS closures,
    CASE WHEN known IS NULL THEN 'none of them with a stated field of work'
        WHEN ties > 3 THEN format('at most {:,} in any one field', most)
        WHEN closures = most THEN concat('in the field ', largest)
        ELSE format('most often, {:,}{}, in the field{} {}', most, CASE ties WHEN 1 THEN '' ELSE ' each' END,
                    CASE ties WHEN 1 THEN '' ELSE 's' END, largest) END AS largest
FROM (
    SELECT sum(organisations)::BIGINT AS closures, any_value(most) AS most,
        sum(organisations) FILTER (field <> 'unknown') AS known,
        count(*) FILTER (field <> 'unknown' AND organisations = most) AS ties,
        string_agg(name, ' and ' ORDER BY name) FILTER (field <> 'unknown' AND organisations = most) AS largest
    FROM (SELECT *, max(organisations) FILTER (field <> 'unknown') OVER () AS most FROM answer)
);
