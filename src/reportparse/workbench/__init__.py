"""What an analyst needs to write rules: examples run, rules checked, tried, explained, compared."""
