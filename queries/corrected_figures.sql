/*
title: Corrected figures and withdrawn files
answers: What was corrected in published files, and which files were taken back, when and why
unit: entry|entries
datasets: []
columns:
  made_on: {title: Changed on}
  dataset: {title: Dataset}
  snapshot: {title: Snapshot, description: The day of the file}
  what: {title: What was done, translate: true}
  row: {title: Row, description: The cells that name the row; of people no row is named}
  field: {title: Column}
  before: {title: Before}
  after: {title: Since then}
  reason: {title: Reason, translate: true}
cell_texts: [Corrected, Withdrawn]
words: "{corrected:figure was|figures were} corrected, {withdrawn:file was|files were} withdrawn."
caveats:
  - A link to the day of a corrected file shows the corrected figures. A link to the day of a withdrawn file shows the file before it.
  - "Values of a person that fewer than ten people share are not shown: they could lead to the row."
*/
SELECT made_on, dataset, snapshot, CASE WHEN field IS NULL THEN 'Withdrawn' ELSE 'Corrected' END AS what,
    row, field, before, after, reason
FROM corrections AS each
WHERE is_known(each.dataset, each.snapshot, each.known)
ORDER BY made_on DESC, dataset, snapshot DESC, field, row;

-- words
SELECT count(*) FILTER (what = 'Corrected') AS corrected, count(*) FILTER (what = 'Withdrawn') AS withdrawn FROM answer;
