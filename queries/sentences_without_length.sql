/*
title: People without a known length of sentence
answers: What the register says in place of a length of sentence
unit: person|people
datasets: [people]
columns:
  sentence_kind: {title: Code, shown_as: label}
  label: {title: What the sentence is, translate: true}
  without_verdict: {title: No verdict dated, unit: person|people, description: The register gives no month of a verdict}
  with_verdict: {title: Verdict dated, unit: person|people, description: The register gives the month of a verdict}
  people: {title: All, unit: person|people}
chart: {kind: bars, x: label, y: [without_verdict, with_verdict]}
words:
  the_one: The length of the sentence is not known for the one person selected.
  all: "The length of the sentence is known for none of the {everyone:person|people} selected. For {open} of them the register states neither a sentence nor a month of the verdict."
  all_open: "The length of the sentence is known for none of the {everyone:person|people} selected. For all of them the register states neither a sentence nor a month of the verdict."
  one: "The length of the sentence is not known for one of {everyone:person|people}."
  some: "The length of the sentence is not known for {without} of {everyone:person|people}. For {open} of them the register states neither a sentence nor a month of the verdict."
  some_open: "The length of the sentence is not known for {without} of {everyone:person|people}. For each of them the register states neither a sentence nor a month of the verdict."
  none: "The length of the sentence is not known for {without} of {everyone:person|people}. For each of them the register states a sentence or the month of the verdict, or both."
empty: Nobody selected is without a known length.
caveats:
  - Nothing is guessed. A text that is unclear, or does not say whether it means years or months, is called “Not readable”. An empty one is called “Not stated”.
  - A missing date of the verdict does not prove that there was no trial. Trials behind closed doors often become known late.
*/
WITH counted AS (
    SELECT sentence_kind, count(*) FILTER (verdict IS NULL) AS without_verdict,
        count(verdict) AS with_verdict, count(*) AS people
    FROM selected_people()
    WHERE sentence_months IS NULL
    GROUP BY ALL
)
SELECT sentence_kind, label_of('people', 'sentence_kind', sentence_kind) AS label,
    without_verdict, with_verdict, people
FROM counted
ORDER BY people DESC, sentence_kind;

-- words
SELECT [CASE WHEN everyone = 1 THEN 'the_one' WHEN without = 1 THEN 'one' WHEN without = everyone AND open > 0 AND open < everyone THEN 'all'
             WHEN without = everyone AND open = everyone THEN 'all_open' WHEN open = 0 THEN 'none' WHEN open = without THEN 'some_open' ELSE 'some' END] AS parts, *
FROM (
    SELECT CAST(sum(people) AS BIGINT) AS without,
        coalesce(CAST(sum(without_verdict) FILTER (sentence_kind = 'not_stated') AS BIGINT), 0) AS open,
        (SELECT count(*) FROM selected_people()) AS everyone
    FROM answer
);
