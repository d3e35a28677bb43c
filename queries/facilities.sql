/*
title: Table of facilities
answers: Places of detention that occur in the register
unit: facility|facilities
datasets: [facilities]
columns:
  facility: {title: Facility, description: Name as in the register}
  kind: {title: Kind}
  place: {title: Place, description: Town or village}
  region: {title: Region, description: Empty where it is not known}
  latitude: {title: Latitude, unit: degrees north, description: "Of the place, rough"}
  longitude: {title: Longitude, unit: degrees east, description: "Of the place, rough"}
words:
  known: "{rows:place of detention|places of detention}."
  unknown: "{rows:place of detention|places of detention}; the region of {unknown} is not known."
caveats:
  - Coordinates are those of the town or village, not of the building.
*/
SELECT facility, kind, place, region, latitude, longitude
FROM all_facilities()
ORDER BY ALL;

-- words
SELECT [if(unknown = 0, 'known', 'unknown')] AS parts, *
FROM (SELECT count(*) AS rows, count(*) FILTER (region IS NULL) AS unknown FROM answer);
