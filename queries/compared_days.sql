/*
title: Registers compared
answers: The days of the two registers that stand side by side, no row where there are not two
unit: days
datasets: [people]
settings: [against]
columns:
  earlier_day: {title: Earlier day}
  later_day: {title: Later day}
*/
FROM compared_days();
