/*
title: Kinds of sentence in a month
answers: Shares of all sentences, for months with published shares
unit: percent
datasets: [indicators]
columns:
  month: {title: Month}
  kind: {title: Kind of sentence, translate: true}
  share: {title: Share, unit: percent}
  unit: {title: Unit, description: What the figure counts, translate: true}
  precision: {title: Qualifier, translate: true}
  source_title: {title: Source}
  source_url: {title: Link}
  source_kind: {title: Strength of the source, description: How near the source is to whoever counted, translate: true}
chart: {kind: panels, x: month, y: [share], series: kind}
words:
  first: "{kind}: {share} per cent of the sentences of {month:month}."
  others: "The others that month: {shares:;}."
  months: "Shares were found for {months:month|months}."
finding: [first]
cell_texts:
  - Imprisonment
  - "{kind} — {share} per cent"
caveats:
  - Shares are rounded by their source, so those of a month may not make exactly 100.
  - For a month without a bar in the chart, no shares were found.
*/
SELECT date_trunc('month', last_day_of(date))::DATE AS month,
    CASE part WHEN 'custody' THEN 'Imprisonment' WHEN 'open facility' THEN label_of('people', 'penalty', 'open_facility')
        WHEN 'home confinement' THEN label_of('people', 'penalty', 'home_confinement')
        ELSE label_of('people', 'penalty', part) END AS kind,
    value AS share, unit, precision, source_title, source_url, source_kind
FROM (SELECT *, regexp_extract(unit, ', (.+)$', 1) AS part FROM figures_on('courts') WHERE topic = 'sentence_type_share_of_month')
WHERE part <> ''
ORDER BY list_position(['custody', 'open facility', 'home confinement', 'arrest', 'suspended', 'fine'], part), month, value DESC;

-- words
SELECT any_value(month) AS month, any_value(months) AS months,
    first(kind ORDER BY share DESC, kind) AS kind, max(share) AS share,
    list({template: '{kind} — {share} per cent', kind: kind, share: share} ORDER BY share DESC, kind)[2:] AS shares,
    ['first', only_if(len(shares) > 0, 'others'), 'months'] AS parts
FROM (SELECT *, (SELECT count(DISTINCT month) FROM answer) AS months FROM answer QUALIFY month = max(month) OVER ())
HAVING count(*) > 0;
