/*
title: What the figures stand on
answers: Datasets and snapshots known on the day of this address, each with source, terms and fingerprint of its file
unit: snapshot|snapshots
datasets: []
columns:
  dataset: {title: Dataset}
  snapshot: {title: Snapshot, description: The day the data are as of}
  shown: {title: Shown now, description: Whether the address of this page names this snapshot}
  rows: {title: Rows, unit: row|rows}
  title: {title: Source, translate: true}
  url: {title: Link}
  publisher: {title: Publisher, description: "Empty where the rows name their own sources", translate: true}
  licence: {title: Terms, translate: true}
  accessed: {title: Collected}
  sha256: {title: SHA-256, description: Fingerprint of the CSV file}
  notes: {title: Notes, translate: true}
words: "{snapshots:snapshot|snapshots} of {datasets:dataset|datasets}; the newest was collected on {newest}."
caveats:
  - "A snapshot=… in the address means, for every dataset, its newest snapshot not later than that day. The same address shows the same numbers later on."
*/
SELECT dataset, snapshot, each.snapshot = shown(each.dataset) AS shown,
    rows, title, url, publisher, licence, accessed, sha256, {template: '{notes: }', notes: notes} AS notes
FROM snapshots AS each
-- A snapshot that is taken in later changes no link that was made before.
WHERE is_known(each.dataset, each.snapshot, each.known)
ORDER BY dataset, snapshot DESC;

-- words
SELECT count(*) AS snapshots, count(DISTINCT dataset) AS datasets, max(TRY_CAST(accessed AS DATE)) AS newest
FROM answer;
