/*
title: Share of women
answers: Women in every hundred political prisoners, as published, and the range by the register at each month end
unit: percent
datasets: [people, people_counts]
ignores: [gender]
columns:
  date: {title: Date}
  counted_in: {title: Counted in, translate: true}
  women: {title: Women, unit: person|people}
  of_people: {title: Of, unit: person|people}
  share: {title: Share of women, unit: percent}
  qualifier: {title: Qualifier, description: Of a published figure, translate: true}
  source_title: {title: Source, description: Of a published figure}
  source_url: {title: Link}
  published: {title: Published, unit: percent, description: The share of a published figure}
  lowest: {title: "Register, lowest", unit: percent, description: "The share if, among the former without a release date, all but the women were held as long as their term allows. All women count as free."}
  highest: {title: "Register, highest", unit: percent, description: "The share if, among the former without a release date, all women were held as long as their term allows. All the others count as free."}
  incomplete: {title: Incomplete, description: "true where figures will still grow: many people arrested in the register's last five months were not recognised yet"}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart:
  kind: line
  x: date
  y: [published]
  band: [lowest, highest]
  incomplete: incomplete
  points: true
  open_marks: {source_kind: [quoted by others, computed by others, second-hand], qualifier: [about, at least]}
words:
  unfiltered: Published counts cannot be filtered like this, so none is shown.
  published: "Of {published_of:political prisoner|political prisoners} on {published_on}, {published_women:was a woman|were women}: {published_share} per cent."
  published_second: "Of {published_of:political prisoner|political prisoners} on {published_on}, {published_women:was a woman|were women}: {published_share} per cent, by a second-hand source."
  published_few: "Of {published_of:political prisoner|political prisoners} on {published_on}, {published_women:was a woman|were women}."
  nobody: "In the register none of the women and men selected counts as held at the end of {month:month}."
  few_none: "None of the women and men selected counts for certain as held at the end of {month:month}."
  few: "Of the women and men selected, at least {held:person was|people were} held at the end of {month:month}. Women among them, by the register: {women}."
  few_open: "Of {undated:former political prisoner|former political prisoners} it is not known whether they were still held; women among them: {undated_women}."
  between: "By the register {low} to {high} per cent of those held at the end of {month:month} were women."
  between_selected: "Of the women and men selected and held at the end of {month:month}, {low} to {high} per cent were women."
  exactly_selected: "Of the women and men selected and held at the end of {month:month}, {low} per cent were women."
  exactly: "By the register {low} per cent of those held at the end of {month:month} were women."
  bounds: It is a range, since for some former political prisoners the date of release is not known.
  without_former: Former political prisoners are left out by the filter Status.
  without_present: Those who were political prisoners on {read_on} are left out by the filter Status.
  beside: "The published share nearest to that day was {near_share} per cent, for {near_on}."
finding: [published, published_second, published_few, between_selected, exactly_selected]
cell_texts:
  - Published
  - Register, held at least
empty: Nobody selected was recognised as a political prisoner, so no share of women is shown.
caveats:
  - "A filled mark is a figure published by whoever counted it (“the counter's own text”). An open mark is weaker: the figure is quoted or computed by others, second-hand, or marked “about” or “at least”."
  - "“Register, held at least” counts former political prisoners without a release date as released at once. If women are more frequent among these than among the rest, this share is too low. The band has the lowest and the highest possible share."
  - "The text above the chart compares the register with a published share. So it takes the newest unshaded month that has a share published near the month's last day. If no month has one, it takes the newest unshaded month. Shaded months miss people: many arrested in the last five months were not recognised yet."
  - "For fewer than 20 people we give no percentage: one person would change it by more than five points."
  - The filter by gender changes nothing here. Published figures cannot be filtered. So they are not shown when another filter leaves out recognised people.
*/
WITH recognised AS (
    SELECT arrested_month, released_month, status, latest_possible_release AS latest, gender IS NOT DISTINCT FROM 'female' AS is_woman,
        count(*) AS people
    FROM selected_people()
    WHERE recognised(status)
    GROUP BY ALL
), whole AS (
    SELECT is_whole() AS unfiltered
), month_ends AS (
    FROM register_month_ends()
), published AS (
    FROM all_people_counts()
    WHERE series = 'viasna' AND women IS NOT NULL AND political_prisoners IS NOT NULL
      AND (SELECT unfiltered FROM whole) AND EXISTS (FROM recognised)
    -- One source a figure: the strongest one, exact before rounded, with a link before without.
    QUALIFY row_number() OVER (PARTITION BY date, women, political_prisoners
        ORDER BY source_rank(source_kind), qualifier <> 'exact', source_url IS NULL, source_title) = 1
), held AS (
    -- Those held for certain, and the former of whom the register leaves open whether they were.
    SELECT month_end AS date,
        coalesce(sum(people) FILTER (is_woman AND certain), 0)::BIGINT AS women,
        coalesce(sum(people) FILTER (certain), 0)::BIGINT AS of_people,
        coalesce(sum(people) FILTER (is_woman AND NOT certain), 0)::BIGINT AS open_women,
        coalesce(sum(people) FILTER (NOT is_woman AND NOT certain), 0)::BIGINT AS open_others
    FROM month_ends LEFT JOIN (
        SELECT *, released_month IS NOT NULL OR status = 'political_prisoner' AS certain FROM recognised
    ) ON arrested_month <= month_end AND CASE WHEN certain THEN coalesce(released_month > month_end, true)
                                              ELSE coalesce(latest > month_end, true) END
    WHERE EXISTS (FROM recognised)
    GROUP BY month_end
), counted AS (
    SELECT date, 'Published' AS counted_in, women, political_prisoners AS of_people,
        label_of('people_counts', 'qualifier', qualifier) AS qualifier, source_title, source_url, source_kind, NULL AS open_women, NULL AS open_others
    FROM published
    UNION ALL
    SELECT date, 'Register, held at least', women, of_people, NULL, NULL, NULL, NULL, open_women, open_others FROM held
)
SELECT date, counted_in, women, of_people, percent(women, of_people) AS share, qualifier, source_title, source_url,
    only_if(counted_in = 'Published', share) AS published,
    percent(women, of_people + open_others) AS lowest, percent(women + open_women, of_people + open_women) AS highest,
    only_if(counted_in <> 'Published', is_incomplete(date)) AS incomplete,
    label_of('people_counts', 'source_kind', source_kind) AS source_kind, open_women, open_others
FROM counted
ORDER BY counted_in DESC, date, women, of_people;

-- words
SELECT
    [CASE WHEN published_on IS NULL THEN 'unfiltered' WHEN published_of < enough_for_shares() THEN 'published_few'
          WHEN published_kind = label_of('people_counts', 'source_kind', 'secondary') THEN 'published_second' ELSE 'published' END,
     CASE WHEN held + undated = 0 THEN 'nobody' WHEN held = 0 THEN 'few_none'
          WHEN held < enough_for_shares() OR undated > held THEN 'few'
          WHEN published_on IS NULL THEN if(low = high, 'exactly_selected', 'between_selected')
          WHEN low = high THEN 'exactly' ELSE 'between' END,
     only_if(held >= enough_for_shares() AND undated <= held AND low < high, 'bounds'),
     only_if(undated > 0 AND (held < enough_for_shares() OR undated > held), 'few_open'),
     only_if(NOT in_choice(getvariable('status'), 'former_political_prisoner'), 'without_former'),
     only_if(NOT in_choice(getvariable('status'), 'political_prisoner'), 'without_present'), only_if(near_on IS NOT NULL, 'beside')] AS parts,
    shown('people') AS read_on, *
FROM (
    SELECT max(date) AS published_on, arg_max(of_people, date) AS published_of, arg_max(women, date) AS published_women,
        arg_max(published, date) AS published_share, arg_max(source_kind, date) AS published_kind
    FROM answer WHERE counted_in = 'Published'
), (
    -- The last complete month end beside which a share was published, so that like stands with like; else the last one.
    SELECT register.date AS month, register.of_people AS held, register.women, register.lowest AS low, register.highest AS high,
        register.open_women AS undated_women, register.open_women + register.open_others AS undated,
        near.date AS near_on, near.published AS near_share
    FROM (FROM answer WHERE counted_in <> 'Published' AND NOT incomplete) AS register
        LEFT JOIN (FROM answer WHERE counted_in = 'Published') AS near ON abs(near.date - register.date) <= 15
    ORDER BY near.date IS NULL, register.date DESC, abs(near.date - register.date), near.date LIMIT 1
);
