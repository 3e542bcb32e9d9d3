ftinclude_HEADERS += lib/ft/filter.h
lib_libft_la_SOURCES += lib/filter/buckets.c lib/filter/compile.c lib/filter/entries.c \
  lib/filter/expression.c lib/filter/expression.h lib/filter/expression_parse.y \
  lib/filter/expression_scan.l lib/filter/expression_test.c lib/filter/expression_values.c \
  lib/filter/expression_words.c \
  lib/filter/filter.h lib/filter/filter_parse.y lib/filter/formula.c lib/filter/formula.h \
  lib/filter/lines.c lib/filter/load.c lib/filter/plan.h lib/filter/primitive.c \
  lib/filter/ranges.c lib/filter/resolve.c lib/filter/run.c lib/filter/statements.c \
  lib/filter/tree.c lib/filter/types.c lib/filter/values.c lib/filter/values.h
BUILT_SOURCES += lib/filter/expression_parse.h lib/filter/filter_parse.h
