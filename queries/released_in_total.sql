/*
title: "Former political prisoners, pardons, full terms: totals"
answers: Published totals of former political prisoners, pardons and full terms served, each since its count begins
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
words:
  former: "From 2020 to {day}, {former} were counted."
  totals: "The newest totals: {named:;}."
  later: "Released later, on one day: {later:;}."
finding: [former]
cell_texts:
  - "{n:former political prisoner|former political prisoners}"
  - "at least {n:former political prisoner|former political prisoners}"
  - "about {n:former political prisoner|former political prisoners}"
  - "{title} — {n} by {day}"
  - "{title} — at least {n} by {day}"
  - "{title} — about {n} by {day}"
  - "{people:person|people} on {day}"
caveats:
  - "Each kind has its own first day and its own marks. The kinds overlap and must not be added up: those who were pardoned or served their term are former political prisoners, too."
  - The first total of pardons is given “in four years” and not since 2020. The unit says how each source counts.
  - "A filled mark is a count in the counter's own text. Open marks are weaker: others quote the figure, computed it or give it at second hand, or it is rounded."
*/
SELECT date, title AS total_of, value::BIGINT AS people, unit, precision, source_title, source_url, source_kind,
    topic = 'released_cumulative_since_2020' AS is_former
FROM figures_on('releases')
WHERE topic IN ('released_cumulative_since_2020', 'pardoned_since_2020', 'pardoned_since_july_2024', 'served_full_term_cumulative')
ORDER BY place DESC, date, value, source_title;

-- words
SELECT [only_if(day IS NOT NULL, 'former'), only_if(named IS NOT NULL, 'totals'), only_if(later IS NOT NULL, 'later')] AS parts, *
FROM (
    SELECT list({template: by_precision(precision, '{title} — {n} by {day}', '{title} — at least {n} by {day}', '{title} — about {n} by {day}'), title: total_of, n: people, day: last_day_of(date)}
        ORDER BY people DESC, total_of) AS named
    FROM (FROM answer WHERE NOT is_former QUALIFY row_number() OVER (PARTITION BY total_of ORDER BY date DESC, people DESC) = 1)
), (
    SELECT list({template: '{people:person|people} on {day}', people: value::BIGINT, day: day} ORDER BY day) AS later
    FROM (
        SELECT *, last_day_of(date) AS day FROM figures_on('releases')
        WHERE topic = 'mass_release' AND value >= 50 AND length(date) = 10
        QUALIFY row_number() OVER (PARTITION BY date ORDER BY strength, value DESC, source_title) = 1
    )
    WHERE day > (SELECT max(last_day_of(date)) FROM answer)
) LEFT JOIN (
    SELECT last_day_of(date) AS day,
        {template: by_precision(precision, '{n:former political prisoner|former political prisoners}', 'at least {n:former political prisoner|former political prisoners}', 'about {n:former political prisoner|former political prisoners}'), n: people} AS former
    FROM answer WHERE is_former ORDER BY date DESC, people DESC LIMIT 1
) ON true;
