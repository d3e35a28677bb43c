/*
title: Length of sentences
answers: People by the length of their sentence, in steps of six or twelve months
unit: person|people
datasets: [people]
within: {length: ["0.."]}
settings: [bin]
columns:
  from_months: {title: "Length in months, from", unit: month|months, description: "Lower end of the step, included"}
  to_months: {title: "Length in months, below", unit: month|months, description: "Upper end of the step, not included"}
  custody: {title: Imprisonment or arrest, unit: person|people, description: "Penal colony, prison, juvenile colony or arrest"}
  restriction: {title: Restriction of freedom, unit: person|people, description: Open correctional facility or home confinement}
  other: {title: Other or not stated, unit: person|people, description: "Suspended sentences, educational measures, or a penalty that is not stated"}
  people: {title: All, unit: person|people}
chart: {kind: columns, x: from_months, y: [custody, restriction, other], stack: true, tail: 120, click: {filter: length, low: from_months, below: to_months}}
words:
  alike: "The length of the sentence was known for {people:person|people}: {longest:length}, on {day}."
  spread: "The length of the sentence is known for {people:person|people}; the longest sentence is {longest:length}."
  custody: "At least half of {custody:known term|known terms} behind bars were {custody_median:length} or longer, on {day}."
  restriction: "Of {restriction:known term|known terms} of restriction of freedom, at least half were {restriction_median:length} or longer."
  without: "{without:more has no known length and is|more have no known length and are} not in this chart."
  early: "{early:person in this chart was|people in this chart were} arrested before 2020."
finding: [alike, custody]
notes: [early]
empty: Nobody selected has a sentence of known length.
caveats:
  - A sentence of exactly 24 months is in the step that begins with 24. Steps that nobody's sentence falls into are shown as zero.
  - Lengths are those the register states, as given by the courts. Changes on appeal, by pardon or by a later sentence may be missing.
  - Imprisonment and restriction of freedom differ in kind, so each has a median of its own. The median is the length in the middle. At least half of the people were given this length or less, and at least half this length or more.
  - The register is a list of known cases and no random sample, so no margin of error is given.
  - A region or a place of detention is known mainly for those who were still held, and these have the longer terms. So with the filter Region or Facility, lengths are longer than without it.
  - A fine, treatment or an unknown outcome is no length and is not in this chart.
*/
WITH setting AS (
    SELECT getvariable('bin') AS step
),
known AS (
    SELECT CAST(floor(sentence_months / step) AS BIGINT) * step AS from_months,
        confinement
    FROM selected_people(), setting
    WHERE sentence_months IS NOT NULL
),
steps AS (
    SELECT unnest(generate_series(0, (SELECT max(from_months) FROM known), step)) AS from_months
    FROM setting
)
SELECT from_months, from_months + step AS to_months,
    count(*) FILTER (confinement = 'custody') AS custody,
    count(*) FILTER (confinement = 'restriction') AS restriction,
    count(*) FILTER (confinement = 'other') AS other,
    count(confinement) AS people
FROM steps CROSS JOIN setting LEFT JOIN known USING (from_months)
GROUP BY ALL
ORDER BY from_months;

-- words
SELECT [if(shortest = longest, 'alike', 'spread'), only_if(shortest < longest AND custody >= 5, 'custody'),
        only_if(shortest < longest AND restriction >= 5, 'restriction'), only_if(without > 0, 'without'),
        only_if(early > 0, 'early')] AS parts, *
FROM (
    SELECT shown('people') AS day, count(sentence_months) AS people, min(sentence_months) AS shortest, max(sentence_months) AS longest,
        count(*) FILTER (sentence_months IS NULL) AS without, count(sentence_months) FILTER (arrested_month < DATE '2020-01-01') AS early,
        count(sentence_months) FILTER (confinement = 'custody') AS custody,
        quantile_disc(sentence_months, 0.5) FILTER (confinement = 'custody') AS custody_median,
        count(sentence_months) FILTER (confinement = 'restriction') AS restriction,
        quantile_disc(sentence_months, 0.5) FILTER (confinement = 'restriction') AS restriction_median
    FROM selected_people()
);
