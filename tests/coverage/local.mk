EXTRA_DIST += tests/coverage/run

# make coverage [COVERAGE_DIR=DIR] [COVERAGE_GOAL=90]: builds there, runs make check, prints the lines
# of lib/ that were reached. (cmocka, gcc and lcov are needed.)
COVERAGE_DIR = $(abs_builddir)/coverage
COVERAGE_GOAL = 90
.PHONY: coverage
coverage:
	@MAKE='$(MAKE)' SRCDIR='$(abs_srcdir)' COVERAGE_DIR='$(COVERAGE_DIR)' COVERAGE_GOAL='$(COVERAGE_GOAL)' \
	  sh '$(srcdir)/tests/coverage/run'
