EXTRA_DIST += tests/check tests/golden

# Unit tests, one program a subject; each prints TAP.
UNIT_TESTS =
UNIT_LIBS = lib/libft.la $(CMOCKA_LIBS)
UNIT_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
if HAVE_CMOCKA
include tests/unit/local.mk
check_PROGRAMS += $(UNIT_TESTS)
endif

# check runs everything and closes with "N passed, N failed".
check-local: $(bin_PROGRAMS) $(check_PROGRAMS)
	@BUILDDIR='$(abs_builddir)' SRCDIR='$(abs_srcdir)' UNIT_TESTS='$(UNIT_TESTS)' \
	  sh '$(srcdir)/tests/check'
