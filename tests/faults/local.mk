# Faults: allocations and system calls that fail (docs/testing.md).
UNIT_TESTS += tests/faults/test-memory
tests_faults_test_memory_SOURCES = tests/faults/test-memory.c tests/faults/memory.c \
  tests/faults/memory.h
tests_faults_test_memory_LDADD = lib/libftxlate.la $(LDADD)
