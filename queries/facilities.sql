/*
title: Table of facilities
answers: Places of detention that occur in the register
unit: facilities
datasets: [facilities]
columns:
  facility: {title: Facility, description: Name as in the register}
  kind: {title: Kind}
  place: {title: Place, description: Town or village}
  region: {title: Region, description: Empty where it is not known}
  latitude: {title: Latitude, unit: degrees north, description: "Of the place, rough"}
  longitude: {title: Longitude, unit: degrees east, description: "Of the place, rough"}
words: "{rows} places of detention{unknown}."
caveats:
  - Coordinates are those of the town or village, not of the building.
*/
SELECT facility, kind, place, region, latitude, longitude
FROM all_facilities()
ORDER BY ALL;

-- words
SELECT count(*) AS rows,
    CASE count(*) FILTER (region IS NULL) WHEN 0 THEN ''
        ELSE format('; the region of {:,} is not known', count(*) FILTER (region IS NULL)) END AS unknown
FROM answer;
