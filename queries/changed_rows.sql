/*
title: Rows that changed
answers: Which rows each update brought, took out or changed; of figures with the values of before and after
unit: row|rows
datasets: []
columns:
  day: {title: Day, description: The day on which the file was taken in}
  title: {title: Data, translate: true}
  what: {title: Row, translate: true, description: What names the row}
  detail: {title: Unit or counter, translate: true}
  date: {title: Date, description: "Day, month or year for which a figure stands"}
  change: {title: Change, translate: true}
  before: {title: Before, description: "The figure in the file before; several are those of sources that differ"}
  after: {title: After}
  dataset: {title: Dataset}
  snapshot: {title: Snapshot, description: The day the data are as of}
  since: {title: Compared with}
  fields: {title: Columns that changed, translate: true, description: What the row says otherwise than before}
words: "{rows:row|rows} in {updates:update|updates}."
cell_texts:
  - new
  - gone
  - changed
  - other details
empty: No update changed a row that was there before.
caveats:
  - Rows about people are not listed, to protect them. The list of updates says how many changed.
  - A row has three figures where a counter gives three. Each of them is a row here.
*/
SELECT known AS day, snapshots.title AS title, what, detail, date, change, before, after, dataset, snapshot, since,
    {template: only_if(change IN ('changed', 'other details') AND fields IS NOT NULL, '{fields:;}'), fields: fields} AS fields
FROM changed_rows() JOIN snapshots USING (dataset, snapshot)
WHERE is_known(dataset, snapshot, known)
ORDER BY day DESC, dataset, snapshot DESC, what.title, what.verbatim, date DESC, detail;

-- words
SELECT count(*) AS rows, count(DISTINCT (dataset, snapshot)) AS updates FROM answer;
