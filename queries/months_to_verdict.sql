/*
title: From arrest to verdict
answers: "An estimate: how many in a hundred had a verdict, by months since the arrest"
unit: person|people
datasets: [people]
columns:
  months: {title: Whole months from arrest to verdict, unit: month|months, description: From the month of arrest to that of the verdict}
  people: {title: All with this time, unit: person|people, description: "With this time between the two months as the register has them"}
  verdicts: {title: Verdicts counted, unit: person|people, description: The same without those whose month of arrest is read as the beginning of a term in an open facility}
  waiting: {title: Still waiting, unit: person|people, description: "Without any outcome, so many months before the register's date"}
  share: {title: With a verdict, unit: percent, description: "By the end of the month: the Kaplan-Meier estimate from the verdicts and those still waiting"}
chart: {kind: line, x: months, y: [share]}
words:
  none: The time from arrest to verdict is known for nobody here.
  one: "One person waited {longest:length} from arrest to verdict, by the register of {read_on}."
  one_same: "One person was sentenced in the month of the arrest, by the register of {read_on}."
  one_waiting: "On {read_on} one person was still waiting for a verdict, {wait:length} after the arrest."
  half: "Half of the people had a verdict within {median:length} of the arrest, by the register of {read_on}."
  half_at_once: "Half of the people had a verdict in the month of the arrest, by the register of {read_on}."
  counted: "Counted are {people:person|people}."
  counted_waiting: "Counted are {people:person|people}, {waiting} of them still waiting then."
  fewer: "Of {people:person|people}, {waiting} were still waiting on {read_on}. So the median time is not known."
  quarters: "Three quarters had a verdict within {later:length}."
  waits: "Half of those still waiting had waited {wait:length} or more."
  beyond: "For {beyond:person|people} it took more than three years, where the chart ends."
  open: "Left out: {open:person|people} sentenced to an open facility. The register's month of arrest is probably the month in which their term began."
  preceding: "For {preceding:other person|other people} the verdict's month precedes that of the arrest."
  undated: "For {undated:other person|other people} there is an outcome, but the month of the arrest or of the verdict is missing."
  unclear: "For {unclear:other person|other people} there is no outcome, and it is not known how long they waited."
finding: [one, one_same, one_waiting, half, half_at_once]
notes: [beyond, open, preceding, undated, unclear]
empty: For none of the people selected can the time from arrest to verdict be told.
caveats:
  - The register is shown by month, so a difference may be off by almost a month either way. Zero means the same month.
  - "The curve is a Kaplan-Meier estimate: for each month of waiting, verdicts are compared with the number of people who had waited that long. People still waiting on the register's date count up to that date. Leaving them out would make the time look shorter."
  - Some people have a penalty, but no date of the verdict. They are left out although they had a verdict, so the waiting times here are probably too long.
  - Recognised people sentenced to an open facility are counted only if their verdict is of a later month than the arrest. For the others, the register's month of arrest is probably the month in which the term began. This is inferred from the data, to be confirmed by the register's keeper.
  - A filter by status keeps only people who were still held, or only people who were not. This choice alone makes their times differ.
  - The chart and its table end at 36 months.
*/
WITH times AS (
    SELECT datediff('month', arrested_month, verdict_month) AS months, count(*) AS people,
        count(*) FILTER (NOT arrest_is_start_of_term) AS verdicts, 0 AS waiting
    FROM selected_people() WHERE verdict_month >= arrested_month GROUP BY ALL
    UNION ALL
    SELECT datediff('month', arrested_month, shown('people')), 0, 0, count(*)
    FROM selected_people() WHERE awaits_verdict AND arrested_month IS NOT NULL GROUP BY ALL
),
steps AS (
    SELECT unnest(generate_series(0, (SELECT least(36, max(months)) FROM times HAVING count(*) > 0))) AS months
),
counted AS (
    SELECT steps.months,
        coalesce(sum(times.people) FILTER (times.months = steps.months), 0)::BIGINT AS people,
        coalesce(sum(times.verdicts) FILTER (times.months = steps.months), 0)::BIGINT AS verdicts,
        coalesce(sum(times.waiting) FILTER (times.months = steps.months), 0)::BIGINT AS waiting,
        coalesce(sum(times.verdicts + times.waiting) FILTER (times.months >= steps.months), 0)::BIGINT AS at_risk
    FROM steps CROSS JOIN times
    GROUP BY steps.months
)
SELECT months, people, verdicts, waiting, round(100 * reached, 1) AS share, reached
FROM (
    -- Nobody is left at risk only after everybody had a verdict or was read as waiting: then nothing more is known.
    SELECT *, only_if(at_risk > 0, 1 - product(1 - verdicts / nullif(at_risk, 0)) OVER (ORDER BY months)) AS reached
    FROM counted
)
ORDER BY months;

-- words
SELECT
    [CASE WHEN people = 0 THEN 'none' WHEN people = 1 THEN CASE WHEN known = 0 THEN 'one_waiting' WHEN longest = 0 THEN 'one_same' ELSE 'one' END WHEN median IS NULL THEN 'fewer'
          WHEN median = 0 THEN 'half_at_once' ELSE 'half' END,
     only_if(people > 1 AND median IS NOT NULL, if(waiting > 0, 'counted_waiting', 'counted')),
     only_if(people > 1 AND later IS NOT NULL, 'quarters'), only_if(people > 1 AND waiting > 1, 'waits'),
     only_if(people > 1 AND beyond > 0, 'beyond'), only_if(open > 0, 'open'), only_if(preceding > 0, 'preceding'),
     only_if(undated > 0, 'undated'), only_if(unclear > 0, 'unclear')] AS parts, *
FROM (
    SELECT *, known + waiting AS people, everyone - known - waiting - open - preceding - undated AS unclear
    FROM (
        SELECT count(*) AS everyone,
            count(*) FILTER (NOT arrest_is_start_of_term AND months >= 0) AS known,
            count(*) FILTER (awaits_verdict AND arrested_month IS NOT NULL) AS waiting,
            count(*) FILTER (arrest_is_start_of_term) AS open,
            count(*) FILTER (NOT arrest_is_start_of_term AND months < 0) AS preceding,
            count(*) FILTER (NOT arrest_is_start_of_term AND months IS NULL AND has_outcome) AS undated,
            max(months) FILTER (NOT arrest_is_start_of_term) AS longest,
            count(*) FILTER (NOT arrest_is_start_of_term AND months > 36) AS beyond,
            quantile_disc(datediff('month', arrested_month, shown('people')), 0.5) FILTER (awaits_verdict) AS wait
        FROM (SELECT *, datediff('month', arrested_month, verdict_month) AS months,
                  verdict IS NOT NULL OR penalty IS NOT NULL OR sentence_kind <> 'not_stated' AS has_outcome
              FROM selected_people())
    )
), (
    SELECT min(months) FILTER (reached > 0.5 - 1e-9) AS median, min(months) FILTER (reached > 0.75 - 1e-9) AS later,
        shown('people') AS read_on
    FROM answer
);
