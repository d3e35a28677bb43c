/*
title: What became of those who were political prisoners in February 2023
answers: Those of them who were listed as held on a later day
unit: person|people
datasets: [outcomes]
settings: [outcomes_by]
columns:
  code: {title: Code, description: The group as the data have it, shown_as: label}
  label: {title: Group, translate: true}
  held: {title: Listed as held, unit: person|people, description: "Still or again held, by the later register"}
  free: {title: No longer held, unit: person|people, description: "Released, term served, or died; the later register does not say which"}
  not_found: {title: Not found, unit: person|people, description: Not in the table of the later register}
  people: {title: Political prisoners then, unit: person|people}
  share_held: {title: Share listed as held, unit: percent, description: Of the group; empty below 20 people}
chart: {kind: bars, x: label, code: code, y: [held, free, not_found], stack: true}
words:
  all: "Of {people:political prisoner|political prisoners} on {register}, {held:was|were} listed as held on {day}."
  free: "{free:was|were} no longer held."
  not_found: "Of {not_found:person|people} nothing was found."
  later: "Of {others:person|people} prosecuted and not recognised then, {since:was|were} recognised later."
  most: "The highest share listed as held is in the group “{labels:;}”: {share} per cent of its people."
finding: [all]
cell_texts:
  - not stated
  - Smaller groups together
  - "Art. {verbatim}"
  - "Sentence under {high:year|years}"
  - "Sentence of {low} to under {high:year|years}"
  - "Sentence of {low:year|years} or more"
caveats:
  - "“No longer held” are those who were released, served their term, or died. Some of those listed as held may have been released in between and arrested again."
  - Groups of fewer than 20 people are put together. A person under several articles is counted under each.
  - "We took the later register from a table that others published. It holds only people under an article of the Criminal Code. If the later register gives no article for a person, we count that person as not found."
  - Lengths, articles and penalties are those of February 2023. Sentences that came later are not in them.
  - "We counted the people ourselves, in the table of the later register. Cite the table as belarus-charge-graph (Trace Origin, 2026), source: Human Rights Center Viasna."
*/
WITH counted AS (
    SELECT *, only_if(split = 'length', list_transform(string_split(value, '..'), lambda each: TRY_CAST(each AS BIGINT) / 12)) AS ends
    FROM all_outcomes()
    WHERE split = getvariable('outcomes_by') AND status = 'political_prisoner'
)
SELECT value AS code,
    {template: CASE WHEN value = 'unknown' THEN 'not stated' WHEN value = 'other' THEN 'Smaller groups together'
                    WHEN split = 'article' THEN 'Art. {verbatim}' WHEN split IN ('gender', 'penalty') THEN '{label}'
                    WHEN split <> 'length' THEN '{verbatim}' WHEN ends[1] = 0 THEN 'Sentence under {high:year|years}'
                    WHEN ends[2] IS NULL THEN 'Sentence of {low:year|years} or more' ELSE 'Sentence of {low} to under {high:year|years}' END,
     verbatim: if(split = 'article', article_titled(value, title), {template: '{verbatim}', verbatim: value, title: NULL}),
     label: label_of('people', split, value), low: ends[1]::BIGINT, high: ends[2]::BIGINT} AS label,
    political_prisoner AS held, former_political_prisoner AS free, not_found, people,
    only_if(people >= enough_for_shares(), percent(political_prisoner, people)) AS share_held
FROM counted LEFT JOIN all_articles() AS titles ON split = 'article' AND article = value
ORDER BY value = 'unknown', value = 'other',
    CASE WHEN split IN ('article', 'penalty') THEN -people WHEN split = 'length' THEN ends[1] END, value;

-- words
SELECT ['all', 'free', only_if(not_found > 0, 'not_found'), only_if(others > 0, 'later'), only_if(len(labels) = 1, 'most')] AS parts, *
FROM (
    SELECT any_value(register) AS register, any_value(snapshot) AS day,
        sum(people) FILTER (status = 'political_prisoner')::BIGINT AS people,
        sum(political_prisoner) FILTER (status = 'political_prisoner')::BIGINT AS held,
        sum(former_political_prisoner) FILTER (status = 'political_prisoner')::BIGINT AS free,
        sum(not_found) FILTER (status = 'political_prisoner')::BIGINT AS not_found,
        coalesce(sum(people) FILTER (status = 'not_recognised'), 0)::BIGINT AS others,
        coalesce(sum(political_prisoner + former_political_prisoner) FILTER (status = 'not_recognised'), 0)::BIGINT AS since
    FROM all_outcomes() WHERE split = 'all'
), (
    SELECT max(share_held) AS share, list(label ORDER BY code) FILTER (share_held = top) AS labels
    FROM (SELECT *, max(share_held) OVER () AS top FROM answer WHERE code NOT IN ('unknown', 'other'))
)
WHERE people IS NOT NULL;
