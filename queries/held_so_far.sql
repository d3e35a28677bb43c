/*
title: Held so far
answers: Political prisoners in custody on the day of the register, by the time since their arrest
unit: person|people
datasets: [people]
population: political prisoners on the day of the register
columns:
  from_months: {title: "Months since the arrest, from", unit: month|months, description: "Lower end of the step, included"}
  to_months: {title: "Months since the arrest, below", unit: month|months, description: "Upper end of the step, not included"}
  people: {title: People, unit: person|people}
chart: {kind: columns, x: from_months, y: [people]}
words:
  one: "One person had been held for {longest:length}, on {day}."
  half: "At least half of {people:person|people} in custody had been held for {median:length} or longer, on {day}."
  year: "{year:person|people} had been held for a year or longer."
  two_years: "{year:person|people} had been held for a year or longer, {two_years} for two years or longer."
  elsewhere: "Left out: {elsewhere:person|people} under restriction of freedom or house arrest, or at liberty until the sentence begins."
  released: "{released:other person had|other people had} already been released, by the register."
  undated: "For {undated:other person|other people} the month of the arrest is not known."
finding: [one, half]
empty: Nobody selected was a political prisoner in custody on the day of the register, or the month of the arrest is not known.
caveats:
  - This is not how long imprisonment lasts in all. People already released are not here, and short terms end first.
  - The register is shown by month, so a time may be off by almost a month either way.
  - Somebody arrested more than once has one month of arrest here. Time that the person then spent at liberty may be counted in.
  - Many of those arrested in the five months before the register's date were recognised only after it. So the first column of the chart is rather too low.
  - Former political prisoners are not in this chart, whatever the filter Status says.
*/
WITH held AS (
    SELECT datediff('month', arrested_month, shown('people')) AS months, count(*) AS people
    FROM selected_people() WHERE is_in_custody AND arrested_month IS NOT NULL
    GROUP BY ALL
), steps AS (
    SELECT unnest(generate_series(0, (SELECT max(months) FROM held), 6)) AS from_months
)
SELECT from_months, from_months + 6 AS to_months, coalesce(sum(people), 0)::BIGINT AS people
FROM steps LEFT JOIN held ON months BETWEEN from_months AND from_months + 5
GROUP BY ALL
ORDER BY from_months;

-- words
SELECT [only_if(median > 0, if(people = 1, 'one', 'half')), only_if(people > 1 AND year > 0, if(two_years > 0, 'two_years', 'year')),
        only_if(elsewhere > 0, 'elsewhere'), only_if(released > 0, 'released'), only_if(undated > 0, 'undated')] AS parts, *
FROM (
    SELECT shown('people') AS day,
        count(months) AS people, max(months) AS longest,
        -- At least half had been held for this long or longer.
        quantile_disc(months, 0.5) AS median,
        count(*) FILTER (months >= 12) AS year, count(*) FILTER (months >= 24) AS two_years,
        count(*) FILTER (NOT is_in_custody AND released IS NULL) AS elsewhere,
        count(*) FILTER (NOT is_in_custody AND released IS NOT NULL) AS released,
        count(*) FILTER (is_in_custody AND months IS NULL) AS undated
    FROM (SELECT *, only_if(is_in_custody, datediff('month', arrested_month, shown('people'))) AS months
          FROM selected_people() WHERE status = 'political_prisoner')
);
