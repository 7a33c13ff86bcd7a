"""Why a number is missing: the texts that stand in `reason`, translated where they are shown."""

from __future__ import annotations

from suara.words import N_

NO_ROWS = N_("no complete row")
NO_TOTAL = N_("the total is zero")
FEWER_THAN_TWO = N_("fewer than two complete rows")
FEWER_THAN_THREE = N_("fewer than three complete rows")
FEWER_THAN_FOUR = N_("fewer than four complete rows")
FEWER_THAN_FIVE = N_("fewer than five complete rows")
FEW_FOR_CONTROLS = N_("too few complete rows for what is to be held still")
FEW_FOR_INTERVAL = N_("too few values for an interval at this level")
ALL_AGREE = N_("all units were coded alike, and resampling them cannot show how sure that is")
FEW_CLUSTERS = N_("too few clusters for an interval")
FEW_RATERS = N_("fewer than three raters: agreement of two is a correlation")
CONSTANT = N_("a series does not vary")
CONTROLLED_AWAY = N_("nothing of a series is left once the control is held still")
PERFECT = N_("a perfect fit leaves no error to judge by")
ONE_ROW_CARRIES = N_("without one row a series does not vary: the result rests on that row alone")
MANY_ROWS = N_("too many rows for leaving out one at a time")
NEGATIVE = N_("a share cannot be formed from negative values")
NO_DIFFERENCE_BETWEEN_CLUSTERS = N_("all clusters give the same ratio, so resampling them shows no uncertainty")
NO_SIGN = N_("no value points in either direction")
NO_BASELINE_ERROR = N_("the baseline makes no error, so nothing can be better")
COLLINEAR = N_("the predictor repeats the baseline")
ONE_CATEGORY = N_("only one category was ever given: agreement beyond chance cannot be told")
FEW_CODED = N_("too few units coded by people to correct a machine's codes")
NOT_SOLVED = N_("the regression has no finite solution in these rows")
FEW_DAYS = N_("fewer than 30 days with both series known")
ALIKE = N_("both series are one and the same")
