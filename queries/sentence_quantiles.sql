/*
title: Sentences compared
answers: How the known lengths of sentences are spread in each group of people
unit: person|people
datasets: [people]
within: {length: ["0.."]}
settings: [split]
columns:
  code: {title: Code, description: The group as filters name it; empty for groups that were joined, shown_as: label}
  label: {title: Group, description: With the number of people whose sentence is a known length, translate: true}
  people: {title: People, unit: person|people, description: With a known length of sentence}
  p10: {title: 10 %, unit: month|months, description: "At least a tenth of the group was given this length or less; empty below 20 people"}
  p25: {title: 25 %, unit: month|months, description: At least a quarter of the group was given this length or less}
  p50: {title: Median, unit: month|months, description: "At least half of the group was given this length or less, and at least half this length or more"}
  p75: {title: 75 %, unit: month|months, description: At least three quarters of the group were given this length or less}
  p90: {title: 90 %, unit: month|months, description: "At least nine tenths of the group were given this length or less; empty below 20 people"}
chart: {kind: percentiles, x: label, code: code, y: [p10, p25, p50, p75, p90], click: {filter_of: split, column: code}}
words:
  one: "One person was given {median:length}, by the register of {read_on}."
  longest: "Sentences were longest for {longest}: at least half were {long:length} or longer, on {read_on}."
  longest_custody: "Terms behind bars were longest for {longest}: at least half were {long:length} or longer, on {read_on}."
  known: "The length of the sentence is known for {people:person|people}."
  together: "All kinds of penalty are taken together here."
  lowest: "Among groups of 20 or more the lowest median is {low:length}: {lows:;}."
  highest: "The highest is {high:length}: {highs:;}."
finding: [one, longest, longest_custody]
cell_texts:
  - not stated
  - Other articles
  - Groups of fewer than five
  - "Art. {verbatim}"
  - "{name} ({people:person|people})"
empty: Nobody selected has a sentence of known length.
caveats:
  - "The dot is the median, the figure for 50 per cent. Each figure is a length that somebody was given. The figure for 25 per cent means: at least a quarter of the group got that length or less. The thick line goes from 25 to 75 per cent, the thin one from 10 to 90 per cent. Groups below 20 people have no thin line: a tenth of them is less than two people."
  - The number in brackets is the number of people whose sentence is a known length. Where it is small, one sentence moves every figure of the group.
  - "Compared by region or by facility, these are mainly the sentences of those who were still held. For most of the others no place is known, and their terms were shorter."
  - The register is a list of known cases and no random sample, so no margin of error is given.
  - Groups of fewer than five people are put together in one row; a single such group keeps its own row.
  - "Compared by article, the fifteen articles with the most people are shown, the rest together. A person charged under several articles is counted under each. The sentence is for all of them together."
  - Penalties differ in kind, not only in length. A year in an open facility, which is a supervised hostel, or at home is not a year in a colony. The filter Penalty tells them apart.
*/
WITH setting AS (
    SELECT getvariable('split') AS split
),
known AS (
    -- People alike in groups and sentence are taken together.
    SELECT sentence_months, confinement, groups_of(split, people) AS codes, count(*) AS alike
    FROM selected_people() AS people, setting
    WHERE sentence_months IS NOT NULL
    GROUP BY ALL
),
total AS (
    SELECT CAST(sum(alike) AS BIGINT) AS known, count(DISTINCT confinement) AS kinds FROM known
),
grouped AS (
    SELECT codes, sentence_months, confinement, alike, unnest(codes) AS code FROM known
),
sizes AS (
    SELECT code, sum(alike)::BIGINT AS people,
        coalesce(TRY_CAST(regexp_extract(code, '^\d+') AS BIGINT), 0) AS number
    FROM grouped GROUP BY ALL
),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY code = 'unknown', people DESC, number, code) AS rank,
        count(*) FILTER (people < 5 AND code <> 'unknown') OVER () AS small
    FROM sizes
),
kept AS (
    -- What row a group goes to: its own, that of the groups joined (NULL), or that of those not stated.
    SELECT code,
        CASE WHEN code = 'unknown' THEN code
             WHEN (people < 5 AND small > 1) OR (split = 'article' AND rank > 15) THEN NULL
             ELSE code END AS row_code,
        CASE split WHEN 'article' THEN rank WHEN 'penalty' THEN -people ELSE 0 END AS place
    FROM ranked, setting
),
measured AS (
    -- Of the articles joined in one row a person may have several, and still counts once.
    SELECT row_code AS code, min(place) AS place, count(*) AS people,
        quantile_disc(sentence_months, [0.1, 0.25, 0.5, 0.75, 0.9]) AS quantiles,
        -- Imprisonment and restriction of freedom together would mislead: who has more of the longer kind need not have
        -- the longer terms. So where both are selected, the first sentence compares the terms behind bars alone.
        count(*) FILTER (kinds = 1 OR confinement = 'custody') AS compared,
        quantile_disc(sentence_months, 0.5) FILTER (kinds = 1 OR confinement = 'custody') AS compared_median
    FROM (SELECT row_code, place, confinement, unnest(list_resize([sentence_months], alike, sentence_months)) AS sentence_months
          FROM (SELECT DISTINCT ON (codes, sentence_months, confinement, row_code) row_code, place, confinement, sentence_months, alike
                FROM grouped JOIN kept USING (code)))
    CROSS JOIN total
    GROUP BY row_code
),
named AS (
    SELECT measured.*, labels.position, title,
        {template: CASE WHEN measured.code = 'unknown' THEN 'not stated'
                    WHEN measured.code IS NULL AND split = 'article' AND largest >= 5 THEN 'Other articles'
                    WHEN measured.code IS NULL THEN 'Groups of fewer than five'
                    WHEN split = 'article' THEN 'Art. {verbatim}'
                    WHEN label IS NULL THEN '{verbatim}' ELSE '{label}' END,
         label: label, verbatim: measured.code} AS name
    FROM measured CROSS JOIN setting
    CROSS JOIN (SELECT max(people) FILTER (code <> 'unknown') AS largest FROM sizes)
    LEFT JOIN labels ON dataset = 'people' AND field = split AND value = measured.code
    LEFT JOIN all_articles() AS titles ON split = 'article' AND titles.article = measured.code
)
SELECT code,
    {template: if(title IS NULL, '{name} ({people})', '{name} ({people}): {title}'),
     name: name, people: people, title: title} AS label, people,
    only_if(people >= enough_for_shares(), quantiles[1]) AS p10, quantiles[2] AS p25, quantiles[3] AS p50,
    quantiles[4] AS p75, only_if(people >= enough_for_shares(), quantiles[5]) AS p90,
    known, kinds, compared, compared_median
FROM named CROSS JOIN total
ORDER BY code IS NOT DISTINCT FROM 'unknown', code IS NULL, place, position, code;

-- words
SELECT [only_if(long > short AND len(longest) <= 2, if(kinds = 1, 'longest', 'longest_custody')),
        if(people = 1, 'one', 'known'), only_if(high > low AND kinds > 1 AND getvariable('split') <> 'penalty', 'together'),
        only_if(high > low, 'lowest'), only_if(high > low, 'highest')] AS parts, *
FROM (
    SELECT shown('people') AS read_on, any_value(known) AS people, any_value(kinds) AS kinds, any_value(p50) AS median,
        any_value(short) AS short, any_value(long) AS long, any_value(low) AS low, any_value(high) AS high,
        list(name ORDER BY place) FILTER (length_compared = long) AS longest,
        list(named ORDER BY place) FILTER (length = low) AS lows,
        list(named ORDER BY place) FILTER (length = high) AS highs
    FROM (
        SELECT *, min(length_compared) OVER () AS short, max(length_compared) OVER () AS long,
            min(length) OVER () AS low, max(length) OVER () AS high
        FROM (
            SELECT *, label['name'] AS name, {template: '{name} ({people:person|people})', name: name, people: people} AS named,
                coalesce(name['label'], code) AS place,
                only_if(people >= enough_for_shares() AND code <> 'unknown', p50) AS length,
                only_if(compared >= enough_for_shares() AND code <> 'unknown', compared_median) AS length_compared
            FROM answer
        )
    )
);
