/*
title: The newest figures
answers: The newest published figure for each headline, who counted it and when. Older figures with a stronger source are named, too.
unit: people and organisations
datasets: [people_counts, organisation_counts, indicators]
obeys: []
columns:
  figure: {title: Figure, description: Code of the figure, shown_as: title}
  title: {title: What is counted, translate: true}
  value: {title: Value}
  qualifier: {title: "Qualifier, as a code", description: "exact, about, at_least or as_published (the source names a figure without saying how exact it is)", shown_as: precision}
  date: {title: As of}
  counted_by: {title: Counted by, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  collected: {title: Collected, description: The day the data were collected}
  age_months: {title: Age in months, unit: month|months, description: Whole months from the date of the figure to the day the data were collected}
  source_kind: {title: "Strength of the source, as a code", description: "primary (the counter's own text), quoted (by others), derived (computed by others) or secondary (second-hand)", shown_as: strength}
  year_before: {title: A year before, description: "The figure for the month end nearest to the same day a year before. Empty where there is none within three months of it."}
  year_before_date: {title: Day of that figure}
  peak: {title: Peak, description: The highest figure up to that day}
  peak_date: {title: Day of the peak, description: The first day with that figure}
  precision: {title: Qualifier, description: How exact the figure is by its source, translate: true}
  strength: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: cards}
words:
  newest: "The newest dated count is {prisoners:political prisoner|political prisoners}, as of {date}."
  safe_primary: "Safe to write: “On {date}, {counter} counted {prisoners:political prisoner|political prisoners}.”"
  safe_quoted: "Safe to write: “Belarus had {prisoners:political prisoner|political prisoners} on {date}, by a figure of {counter} that others quote.”"
  safe_derived: "Safe to write: “Viasna's register listed {prisoners:political prisoner|political prisoners} on {date}, as counted by others.” Viasna itself did not publish this figure."
  safe_secondary: "Safe to write: “Belarus was said to have {prisoners:political prisoner|political prisoners} on {date}.” The source is second-hand."
  from_quoted: "The newest figure that others quote from {counter} is {prisoners}, of {date}."
  from_primary: "The newest figure that the counter itself published ({counter}) is {prisoners}, of {date}."
  from_derived: "The newest figure that others computed from what {counter} publishes is {prisoners}, of {date}."
  later: "A page that has no date, but seems later, says {left} are left ({source})."
cell_texts:
  - political prisoners
  - women among the political prisoners
  - people ever recognised as political prisoners since 2020
  - non-profit organisations lost since August 2020
  - organisations closed by force, or in the course of it
  - organisations that closed by their own decision
  - others, from the register of Viasna
caveats:
  - "Only the main counts are here: those of Viasna with the human rights community, and those of Lawtrend. Lawtrend is a Belarusian legal research centre that monitors organisations. Others count by other criteria. CHUDO is a project that counts people in an export of Viasna's register, where each has a row."
  - The figures have different dates. Do not subtract one from another.
  - Where two sources give different figures for the newest date, both are shown.
  - The figure of 897 for 19 March 2026 is from a page without a date. It says how many were left after the release of 250 people, which was on that day.
  - “As published” means that the source does not say how exact its figure is.
  - "A newer figure may have a weaker source. Beside it stands the newest figure of every stronger kind of source. The kinds are, from the strongest on: “the counter's own text”, “quoted by others”, “computed by others”, “second-hand”. “Computed by others” means that others counted or computed the figure from what the counter publishes."
  - "“More than” and “fewer than” compare with the highest figure so far and with a figure of about a year before. For a year before, we take the month-end figure nearest to the same day one year earlier. It may be at most three months away from that day. A missing figure is not filled in. Figures marked “about” are not compared. Figures marked “at least” are compared for organisations, but not for people. The earlier peak is never taken from figures marked “computed by others” or “second-hand”."
*/
WITH ranked AS (
    SELECT *, source_rank(source_kind) AS rank,
        date = max(date) OVER (PARTITION BY figure) AS is_newest,
        min(source_rank(source_kind)) OVER (PARTITION BY figure, date) AS best_of_day,
        min(source_rank(source_kind)) OVER (
            PARTITION BY figure ORDER BY date DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS best_since
    FROM headline_figures()
), one_a_value AS (
    -- The newest figures, and each older one whose source is stronger than those of all newer ones; a source of unknown
    -- strength is the weakest. One source a value: the strongest one, exact before rounded, with a link before without.
    FROM ranked
    WHERE is_newest OR (rank = best_of_day AND (best_since IS NULL OR rank < best_since))
    QUALIFY row_number() OVER (
        PARTITION BY figure, date, value
        ORDER BY rank, qualifier <> 'exact', source_url IS NULL, counted_by, source_title) = 1
), set_against AS (
    SELECT figure, date, value, figure_near(figure, years_before(date, 1)) AS year_before,
        (SELECT {value: highest.value, date: highest.date} FROM comparable_figures() AS highest
         WHERE highest.figure = this.figure AND highest.date <= this.date
            AND coalesce(source_rank(highest.source_kind), 1) <= source_rank('quoted')
         ORDER BY highest.value DESC, highest.date LIMIT 1) AS peak
    FROM (SELECT DISTINCT figure, date, value FROM comparable_figures()) AS this
)
SELECT figure, title, value, qualifier,
    if(stands_on = 'organisation_counts', label_of('organisation_counts', 'qualifier', qualifier),
        label_of('people_counts', 'qualifier', qualifier)) AS precision,
    date, counted_by, source_title, source_url,
    shown(stands_on) AS collected,
    datesub('month', date, shown(stands_on)) AS age_months,
    source_kind, label_of('people_counts', 'source_kind', source_kind) AS strength,
    year_before.value AS year_before, year_before.date AS year_before_date,
    peak.value AS peak, peak.date AS peak_date
FROM one_a_value LEFT JOIN set_against USING (figure, date, value)
ORDER BY place, date DESC, value;

-- words
(
    SELECT [coalesce(MAP {'primary': 'safe_primary', 'quoted': 'safe_quoted', 'derived': 'safe_derived',
                          'secondary': 'safe_secondary'}[source_kind], 'newest')] AS parts, value AS prisoners, date, counted_by AS counter,
        NULL::BIGINT AS "left", NULL AS source
    FROM answer WHERE figure = 'political_prisoners'
    QUALIFY date = max(date) OVER () AND row_number() OVER (ORDER BY date DESC, source_rank(source_kind), value DESC) = 1
)
UNION ALL
(
    SELECT [MAP {'primary': 'from_primary', 'quoted': 'from_quoted', 'derived': 'from_derived'}[source_kind]], value, date, counted_by, NULL, NULL
    FROM answer WHERE figure = 'political_prisoners'
    QUALIFY date < max(date) OVER ()
    ORDER BY date DESC, value
)
UNION ALL
(
    SELECT ['later'], NULL, NULL, NULL, CAST(value AS BIGINT), source_title
    FROM all_indicators() WHERE topic = 'political_prisoners_undated'
    ORDER BY value DESC LIMIT 1
);
