"""`python -m reportparse`: the same as the command `reportparse`."""

from reportparse.cli import main

main()
