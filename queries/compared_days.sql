/*
title: Registers compared
answers: The days of the two registers that stand side by side, no row where there are not two
unit: day|days
datasets: [people]
settings: [against]
internal: true
columns:
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
*/
FROM compared_days();
