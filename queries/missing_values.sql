/*
title: What the register does not say
answers: For how many people each column of the register is empty, of those for whom it could be filled
unit: person|people
datasets: [people]
columns:
  field: {title: Column, translate: true}
  missing: {title: Empty, unit: person|people}
  people: {title: Of, unit: person|people, description: People for whom the column could be filled}
  share: {title: Share empty, unit: percent}
  why: {title: What empty means, translate: true}
chart:
  kind: bars
  x: field
  y: [share]
words:
  none: Nothing is empty in this selection.
  most: "Most often empty: {fields:;}, for {missing} of {people}."
  the_one: "Empty: {fields:;}."
  all: "Empty for all {people} counted: {fields:;}."
  tied: "Most often empty, {missing} of {people} each: {fields:;}."
  shares: "Most often empty, {share} per cent each: {fields:;}."
cell_texts:
  - Gender
  - Age at arrest
  - Arrested
  - Sentenced
  - Released (of the former)
  - Articles
  - Length of sentence
  - Penalty
  - Place of detention (of those held)
  - Region (of those held)
  - Not stated
  - Year of birth or date of arrest not known
  - Not known
  - Date of the verdict not known
  - Date not known
  - "Not stated, unknown, or not a length: a fine, treatment"
  - Not stated, or at home or at liberty until the sentence begins
  - As above, or the place of the facility is not known
caveats:
  - Political prisoners for whom the register has no outcome at all were still waiting for one. The columns that come with a verdict could not be filled for them, so they are not counted there.
  - Wherever these columns are counted, the empty ones are shown as "not stated" or their number is said.
*/
WITH people AS (FROM selected_people()), counted AS (
    SELECT unnest([
        {place: 1, name: 'Gender', missing: count(*) FILTER (gender IS NULL), people: count(*), why: 'Not stated'},
        {place: 2, name: 'Age at arrest', missing: count(*) FILTER (age_group IS NULL), people: count(*),
         why: 'Year of birth or date of arrest not known'},
        {place: 3, name: 'Arrested', missing: count(*) FILTER (arrested IS NULL), people: count(*), why: 'Not known'},
        {place: 4, name: 'Sentenced', missing: count(*) FILTER (verdict IS NULL AND NOT awaits_verdict), people: count(*) FILTER (NOT awaits_verdict),
         why: 'Date of the verdict not known'},
        {place: 5, name: 'Released (of the former)',
         missing: count(*) FILTER (released IS NULL AND status = 'former_political_prisoner'),
         people: count(*) FILTER (status = 'former_political_prisoner'), why: 'Date not known'},
        {place: 6, name: 'Articles', missing: count(*) FILTER (articles IS NULL), people: count(*), why: 'Not stated'},
        {place: 7, name: 'Length of sentence', missing: count(*) FILTER (sentence_months IS NULL AND NOT awaits_verdict), people: count(*) FILTER (NOT awaits_verdict),
         why: 'Not stated, unknown, or not a length: a fine, treatment'},
        {place: 8, name: 'Penalty', missing: count(*) FILTER (penalty IS NULL AND NOT awaits_verdict), people: count(*) FILTER (NOT awaits_verdict),
         why: 'Not stated'},
        {place: 9, name: 'Place of detention (of those held)',
         missing: count(*) FILTER (facility IS NULL AND status = 'political_prisoner'),
         people: count(*) FILTER (status = 'political_prisoner'),
         why: 'Not stated, or at home or at liberty until the sentence begins'},
        {place: 10, name: 'Region (of those held)',
         missing: count(*) FILTER (region IS NULL AND status = 'political_prisoner'),
         people: count(*) FILTER (status = 'political_prisoner'), why: 'As above, or the place of the facility is not known'}
    ], recursive := true)
    FROM people
)
SELECT name AS field, missing, people, percent(missing, people) AS share, why
FROM counted WHERE people > 0
ORDER BY share DESC, place;

-- words
SELECT [CASE WHEN max(missing) = 0 THEN 'none' WHEN max(people) = 1 THEN 'the_one' WHEN count(DISTINCT people) = 1 AND max(missing) = max(people) THEN 'all' WHEN count(*) = 1 THEN 'most' WHEN count(DISTINCT people) = 1 THEN 'tied'
             ELSE 'shares' END] AS parts,
    list(field ORDER BY field) AS fields, max(missing) AS missing, max(people) AS people, max(share) AS share
FROM answer WHERE missing / people = (SELECT max(missing / people) FROM answer);
