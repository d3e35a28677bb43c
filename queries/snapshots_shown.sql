/*
title: What the figures stand on
answers: Every dataset and snapshot there is, with its source, its terms and the fingerprint of its file
unit: snapshots
datasets: []
columns:
  dataset: {title: Dataset}
  snapshot: {title: Snapshot, description: The day the data are as of}
  shown: {title: Shown now, description: Whether the address of this page names this snapshot}
  rows: {title: Rows, unit: rows}
  title: {title: Source}
  url: {title: Link}
  publisher: {title: Publisher, description: "Empty where the rows name their own sources"}
  licence: {title: Terms}
  accessed: {title: Collected}
  sha256: {title: SHA-256, description: Fingerprint of the CSV file}
  notes: {title: Notes}
words: "{snapshots} {files} of {datasets} datasets; the newest was collected on {newest}."
caveats:
  - "A snapshot=… in the address means, for every dataset, its newest snapshot not later than that day. The same address shows the same numbers later on."
*/
SELECT dataset, snapshot, each.snapshot = shown(each.dataset) AS shown,
    rows, title, url, publisher, licence, accessed, sha256, notes
FROM snapshots AS each
ORDER BY dataset, snapshot DESC;

-- words
SELECT count(*) AS snapshots, if(count(*) = 1, 'snapshot', 'snapshots') AS files, count(DISTINCT dataset) AS datasets,
    max(TRY_CAST(accessed AS DATE)) AS newest
FROM answer;
