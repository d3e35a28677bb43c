/*
title: Years of sentences
answers: The known lengths of sentences added up, in years, by kind of penalty
unit: years
datasets: [people]
within: {length: ["0.."]}
columns:
  confinement: {title: Confinement, description: "Imprisonment or arrest, restriction of freedom, or neither"}
  penalty: {title: Code, description: The penalty as filters name it}
  label: {title: Penalty}
  people: {title: People, unit: people, description: With a known length of sentence}
  months: {title: Months, unit: months}
  years: {title: Years, unit: years, description: Months divided by 12}
chart: {kind: bars, x: label, y: [years], click: {filter: penalty, column: penalty}}
words: "{custody}{restriction}{neither}"
caveats:
  - These are years that courts gave, not years that people have served. Sentences whose length is not known are left out, so the true sum is larger.
  - Imprisonment or arrest is a colony, a prison, a juvenile colony or arrest. Restriction of freedom is served in an open facility or at home, so its years are never added to those of imprisonment.
*/
WITH added AS (
    SELECT coalesce(penalty, 'unknown') AS penalty,
        CASE confinement_of(penalty) WHEN 'restriction' THEN 'Restriction of freedom'
            WHEN 'custody' THEN 'Imprisonment or arrest' ELSE 'Other or not stated' END AS confinement,
        count(*) AS people, round(sum(sentence_months), 1) AS months
    FROM selected_people()
    WHERE sentence_months IS NOT NULL
    GROUP BY ALL
)
SELECT confinement, penalty,
    CASE penalty WHEN 'unknown' THEN 'not stated' ELSE label_of('people', 'penalty', penalty) END AS label,
    people, months, round(months / 12, 1) AS years
FROM added
ORDER BY CASE confinement WHEN 'Imprisonment or arrest' THEN 1 WHEN 'Restriction of freedom' THEN 2 ELSE 3 END,
    months DESC, penalty;

-- words
SELECT * FROM (
    WITH counted AS (
        SELECT confinement, CAST(sum(people) AS BIGINT) AS people, round(sum(months) / 12, 1) AS years
        FROM answer GROUP BY confinement
    ),
    said AS (
        SELECT confinement, if(people = 1, 'one person', format('{:,} people', people)) AS people,
            if(years = 1, '1 year', regexp_replace(format('{:,.1f}', years), '\.0$', '') || ' years') AS years
        FROM counted
    )
    SELECT coalesce((SELECT format('The known terms of imprisonment or arrest of {} come to {}.', people, years)
                     FROM said WHERE confinement = 'Imprisonment or arrest'),
                    'No term of imprisonment or arrest of known length is in this selection.') AS custody,
        coalesce((SELECT format(' Restriction of freedom comes to {} for {}.', years, people)
                  FROM said WHERE confinement = 'Restriction of freedom'), '') AS restriction,
        coalesce((SELECT format(' Suspended and other sentences come to {} for {}.', years, people)
                  FROM said WHERE confinement = 'Other or not stated'), '') AS neither
)
