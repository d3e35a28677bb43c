/*
title: "A sample: named closures by field of work"
answers: Closed organisations that sources happen to name, by what they worked on
unit: organisation|organisations
datasets: [organisations]
within: {kind: [forced_liquidation, self_liquidation]}
columns:
  field: {title: Code, shown_as: name}
  name: {title: Field of work, translate: true}
  organisations: {title: Named closures, unit: organisation|organisations}
chart: {kind: bars, x: name, code: field, y: [organisations], click: {filter: field, column: field}}
words:
  unstated: "{closures:closure is|closures are} named in our sources, none of them with a stated field of work."
  one: "{closures:closure is|closures are} named in our sources, in the field {largest}."
  first: "Our sources name {closures:closure|closures}. The most frequent field of work is {largest}, with {most}."
  some: "Our sources name {closures:closure|closures}. The most frequent fields of work, with {most} each, are {largest}."
  even: "{closures:closure is|closures are} named in our sources, at most {most} in any one field."
cell_texts:
  - not stated
empty: None of the organisations selected is closed; they only have suits with unknown outcomes.
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
SELECT [CASE WHEN known IS NULL THEN 'unstated' WHEN ties > 3 THEN 'even' WHEN closures = most THEN 'one'
             WHEN ties = 1 THEN 'first' ELSE 'some' END] AS parts, *
FROM (
    SELECT sum(organisations)::BIGINT AS closures, any_value(most) AS most,
        sum(organisations) FILTER (field <> 'unknown') AS known,
        count(*) FILTER (field <> 'unknown' AND organisations = most) AS ties,
        list(name ORDER BY name) FILTER (field <> 'unknown' AND organisations = most) AS largest
    FROM (SELECT *, max(organisations) FILTER (field <> 'unknown') OVER () AS most FROM answer)
);
