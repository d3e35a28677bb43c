/*
title: Released since 2020, in all
answers: Published totals of former political prisoners, pardons and full terms served, each from its own first day on
unit: person|people
datasets: [indicators]
columns:
  date: {title: Date, description: The day the figure stands for}
  total_of: {title: Total, description: "What is counted, and from when on", translate: true}
  people: {title: People, unit: person|people}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [people]
  series: total_of
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], precision: [about, at least]}
  layers: {events: large_releases}
words:
  totals: "The newest total of each kind: {named:;}."
  later: "Released on one day after all of these: {later:;}."
cell_texts:
  - "{title}: {n} by {day}"
  - "{people:person|people} on {day}"
caveats:
  - Each kind begins on a day of its own and has marks of its own. No line is drawn, and they must not be added up. Pardons are part of the former political prisoners.
  - One early total says “in four years”. The unit says how each source counts.
  - A filled mark is a count in the counter's own text. Open marks are weaker, since others quote it, computed it or give it at second hand, or since it is rounded.
*/
SELECT date, title AS total_of, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind
FROM figures_on('releases')
WHERE topic IN ('released_cumulative_since_2020', 'pardoned_since_2020', 'pardoned_since_july_2024', 'served_full_term_cumulative')
ORDER BY place DESC, date, value, source_title;

-- words
SELECT [only_if(named IS NOT NULL, 'totals'), only_if(later IS NOT NULL, 'later')] AS parts, *
FROM (
    SELECT list({template: '{title}: {n} by {day}', title: total_of, n: people, day: last_day_of(date)}
        ORDER BY people DESC, total_of) AS named
    FROM (FROM answer QUALIFY row_number() OVER (PARTITION BY total_of ORDER BY date DESC, people DESC) = 1)
), (
    SELECT list({template: '{people:person|people} on {day}', people: value::BIGINT, day: day} ORDER BY day) AS later
    FROM (
        SELECT *, last_day_of(date) AS day FROM figures_on('releases')
        WHERE topic = 'mass_release' AND value >= 50 AND length(date) = 10
        QUALIFY row_number() OVER (PARTITION BY date ORDER BY strength, value DESC, source_title) = 1
    )
    WHERE day > (SELECT max(last_day_of(date)) FROM answer)
);
