"""Reports made by hand, for tests of the stages that come after reading."""
