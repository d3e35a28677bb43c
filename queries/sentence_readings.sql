/*
title: How sentences were read
answers: The register gives sentences as free text; how many different texts and rows were read as what
unit: person|people
datasets: [people]
obeys: []
prose: true
columns:
  rows: {title: Rows, unit: person|people}
  read_as: {title: Read as, translate: true}
  texts: {title: Different texts, unit: text|texts}
  note: {title: Note, translate: true}
words:
  read: "{texts:different text|different texts} in {rows:row|rows} were read as lengths, {corrected} of them through a typing error."
  none: None was left unread.
  unread: "{unread} could not be read, and nothing was guessed."
cell_texts:
  - A fine beside a term
  - A typing error, read as meant
  - Also counted above as what they are
  - In the charts of lengths
  - Not a length; counted under this name
caveats:
  - The whole register, whatever the filters say.
  - A month is counted as 30 days where days are given. A number without a unit is not taken for months or years.
*/
SELECT rows,
    CASE WHEN field = 'sentence_kind' THEN label_of('people', 'sentence_kind', kind)
            WHEN field = 'fine' THEN 'A fine beside a term'
            ELSE 'A typing error, read as meant' END AS read_as,
    texts,
    CASE WHEN field <> 'sentence_kind' THEN 'Also counted above as what they are'
         WHEN kind = 'length' THEN 'In the charts of lengths'
         ELSE 'Not a length; counted under this name' END AS note
FROM readings
WHERE dataset = 'people' AND snapshot = shown('people')
  AND field IN ('sentence_kind', 'sentence_months', 'fine')
ORDER BY field <> 'sentence_kind', rows DESC, read_as;

-- words
SELECT ['read', if(unread = 0, 'none', 'unread')] AS parts, *
FROM (
    SELECT max(texts) FILTER (read_as = label_of('people', 'sentence_kind', 'length')) AS texts,
        max(rows) FILTER (read_as = label_of('people', 'sentence_kind', 'length')) AS rows,
        coalesce(max(texts) FILTER (read_as = 'A typing error, read as meant'), 0) AS corrected,
        coalesce(max(texts) FILTER (read_as = label_of('people', 'sentence_kind', 'unreadable')), 0) AS unread
    FROM answer
);
