"""Why a record is as it is: rules tried, candidates that lost, source and stance, and the tree they stand on."""
