/*
title: Years of sentences
answers: The known lengths of sentences added up, in years, by kind of penalty
unit: year|years
datasets: [people]
within: {length: ["0.."]}
columns:
  confinement: {title: Confinement, description: "Imprisonment or arrest, restriction of freedom, or neither", translate: true}
  penalty: {title: Code, description: The penalty as filters name it, shown_as: label}
  label: {title: Penalty, translate: true}
  people: {title: People, unit: person|people, description: With a known length of sentence}
  months: {title: Months, unit: month|months}
  years: {title: Years, unit: year|years, description: Months divided by 12}
chart: {kind: bars, x: label, code: penalty, y: [years], click: {filter: penalty, column: penalty}}
words:
  none: No term of imprisonment or arrest of known length is in this selection.
  custody: "{people:person was|people were} given {term} of imprisonment or arrest in all, by the register of {read_on}."
  restriction: "Restriction of freedom comes to {years:year|years} for {people:person|people}."
  neither: "Suspended and other sentences come to {years:year|years} for {people:person|people}."
finding: [custody]
cell_texts:
  - "{years:year|years}"
  - "{months:length}"
  - Imprisonment or arrest
  - Restriction of freedom
  - Other or not stated
  - not stated
empty: Nobody selected has a sentence of known length.
caveats:
  - These are years that courts gave, not years that people have served. Sentences whose length is not known are left out, so the true sum is larger.
  - “Imprisonment or arrest” means a colony, a prison, a juvenile colony, or arrest as a punishment. Restriction of freedom is served in an open facility or at home. So its years are never added to those of imprisonment.
*/
WITH added AS (
    SELECT coalesce(penalty, 'unknown') AS penalty,
        CASE people.confinement WHEN 'restriction' THEN 'Restriction of freedom'
            WHEN 'custody' THEN 'Imprisonment or arrest' ELSE 'Other or not stated' END AS confinement,
        count(*) AS people, round(sum(sentence_months), 1) AS months
    FROM selected_people() AS people
    WHERE sentence_months IS NOT NULL
    GROUP BY ALL
)
SELECT confinement, penalty,
    CASE penalty WHEN 'unknown' THEN 'not stated' ELSE label_of('people', 'penalty', penalty) END AS label,
    people, months, years_of(months) AS years
FROM added
ORDER BY CASE confinement WHEN 'Imprisonment or arrest' THEN 1 WHEN 'Restriction of freedom' THEN 2 ELSE 3 END,
    months DESC, penalty;

-- words
SELECT [CASE WHEN people IS NOT NULL THEN part WHEN part = 'custody' THEN 'none' END] AS parts, people, years, shown('people') AS read_on,
    -- Of a long sum the odd months say nothing.
    {template: if(years >= 100, '{years:year|years}', '{months:length}'), years: round(years)::BIGINT, months: months} AS term
FROM (VALUES (1, 'custody', 'Imprisonment or arrest'), (2, 'restriction', 'Restriction of freedom'),
             (3, 'neither', 'Other or not stated')) AS said(place, part, confinement)
LEFT JOIN (SELECT confinement, CAST(sum(people) AS BIGINT) AS people, years_of(sum(months)) AS years, sum(months) AS months
           FROM answer GROUP BY confinement) USING (confinement)
ORDER BY place;
