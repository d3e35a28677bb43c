/*
title: Snapshots that were refused
answers: Files in the data folder that break a rule and are not shown
unit: file|files
datasets: []
prose: true
columns:
  path: {title: File}
  reason: {title: Why}
words: "{files:file was|files were} refused; the figures stand on the other snapshots."
*/
SELECT path, reason FROM issues ORDER BY ALL;

-- words
SELECT count(DISTINCT path) AS files FROM answer;
