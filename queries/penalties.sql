/*
title: Kinds of penalty
answers: People by the kind of penalty, with those whose penalty is not stated
unit: people
datasets: [people]
columns:
  penalty: {title: Code, description: The penalty as filters name it}
  label: {title: Penalty}
  people: {title: People, unit: people}
  with_length: {title: With a known length, unit: people}
  with_fine: {title: With a fine, unit: people, description: "A fine was imposed, alone or beside a term"}
chart: {kind: bars, x: label, y: [people], click: {filter: penalty, column: penalty}}
words: "{said}"
caveats:
  - Of a person sentenced more than once, the register states one penalty.
  - Not stated includes people whose trial was not over when the register was read.
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
SELECT * FROM (
    WITH counted AS (
        SELECT CAST(sum(people) AS BIGINT) AS everyone,
            coalesce(CAST(sum(people) FILTER (penalty <> 'unknown') AS BIGINT), 0) AS stated,
            coalesce(CAST(sum(people) FILTER (confinement_of(penalty) = 'custody') AS BIGINT), 0) AS custody
        FROM answer
    )
    SELECT CASE
        WHEN everyone = 1 THEN CASE stated WHEN 1 THEN format('One person, whose penalty is: {}.', (SELECT any_value(label) FROM answer))
                                           ELSE 'One person, whose penalty is not stated.' END
        WHEN stated = 0 THEN format('The penalty is stated for none of {:,} people.', everyone)
        ELSE format('The penalty is stated for {:,} of {:,} people: a colony, a prison or arrest for {} of them.',
                    stated, everyone, if(custody = 0, 'none', format('{:,}', custody)))
        END AS said
    FROM counted
)
