/*
title: People selected
answers: How many people of the snapshot the active filter leaves
unit: person|people
datasets: [people]
internal: true
columns:
  selected: {title: Selected, unit: person|people}
  rows: {title: In the snapshot, unit: person|people}
  convicted: {title: Left out by default, unit: person|people, description: "Of those that the other filters leave, not on the recognised list"}
*/
WITH tested AS (
    SELECT fits_status, status = 'convicted' AS is_convicted,
        coalesce(fits_gender AND fits_age_group AND fits_arrested AND fits_verdict AND fits_article AND fits_penalty
                 AND fits_length AND fits_region AND fits_facility, false) AS fits_others
    FROM tested_people()
    WHERE snapshot = shown('people')
)
SELECT count(*) FILTER (fits_status AND fits_others) AS selected,
    count(*) AS rows,
    count(*) FILTER (is_convicted AND fits_others) AS convicted
FROM tested;
