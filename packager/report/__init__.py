"""What a build measured: the report, made from the stages' results, shown on a terminal, compared."""
