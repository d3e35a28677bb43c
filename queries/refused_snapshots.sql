/*
title: Snapshots that were refused
answers: Files in the data folder that break a rule and are not shown
unit: files
datasets: []
prose: true
columns:
  path: {title: File}
  reason: {title: Why}
words: "{files} refused; the figures stand on the other snapshots."
*/
SELECT path, reason FROM refusals ORDER BY ALL;

-- words
SELECT if(count(DISTINCT path) = 1, '1 file was', count(DISTINCT path) || ' files were') AS files FROM answer;
