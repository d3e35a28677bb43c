/*
title: Kinds of penalty
answers: People by the kind of penalty, with those whose penalty is not stated
unit: person|people
datasets: [people]
columns:
  penalty: {title: Code, description: The penalty as filters name it, shown_as: label}
  label: {title: Penalty, translate: true}
  people: {title: People, unit: person|people}
  with_length: {title: With a known length, unit: person|people}
  with_fine: {title: With a fine, unit: person|people, description: "A fine was imposed, alone or beside a term"}
chart: {kind: bars, x: label, code: penalty, y: [people], click: {filter: penalty, column: penalty}}
words:
  one: "One person's penalty, by the register of {read_on}: {label}."
  one_unstated: One person, whose penalty is not stated.
  unstated: "The penalty is stated for none of {everyone:person|people}."
  all: "The penalty is stated for each of {everyone:person|people}."
  stated: "The penalty is stated for {stated} of {everyone:person|people}."
  custody_all: "Imprisonment or arrest for all {stated:person|people} whose penalty was known on {read_on}."
  custody: "Imprisonment or arrest for {custody} of {stated:person|people} whose penalty was known on {read_on}."
  no_custody: "Imprisonment or arrest for none of {stated:person|people} whose penalty was known on {read_on}."
finding: [one, custody_all, custody, no_custody]
cell_texts:
  - not stated
caveats:
  - For a person sentenced more than once, the register states one penalty.
  - The kind of penalty and the text of the sentence stand apart in the register and do not always agree.
  - The register speaks of prisons of “high” and of “maximum security”. The law of Belarus has prisons of general and of strict regime. Which of the two the register means is not known.
  - “Not stated” includes people whose trial was not over on the register's date.
*/
WITH counted AS (
    SELECT coalesce(penalty, 'unknown') AS penalty, count(*) AS people,
        count(sentence_months) AS with_length,
        count(*) FILTER (fine) AS with_fine
    FROM selected_people()
    GROUP BY ALL
)
SELECT penalty,
    CASE penalty WHEN 'unknown' THEN 'not stated' ELSE label_of('people', 'penalty', penalty) END AS label,
    people, with_length, with_fine
FROM counted
ORDER BY penalty = 'unknown', people DESC, penalty;

-- words
SELECT [CASE WHEN everyone = 1 OR stated < 2 THEN NULL WHEN custody = 0 THEN 'no_custody' WHEN custody = stated THEN 'custody_all'
             ELSE 'custody' END,
        CASE WHEN everyone = 1 THEN if(stated = 1, 'one', 'one_unstated') WHEN stated = 0 THEN 'unstated'
             WHEN stated = everyone THEN 'all' ELSE 'stated' END] AS parts, *
FROM (
    SELECT shown('people') AS read_on, CAST(sum(people) AS BIGINT) AS everyone, any_value(label) AS label,
        coalesce(CAST(sum(people) FILTER (penalty <> 'unknown') AS BIGINT), 0) AS stated,
        coalesce(CAST(sum(people) FILTER (confinement_of(penalty) = 'custody') AS BIGINT), 0) AS custody
    FROM answer
);
