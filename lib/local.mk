lib_LTLIBRARIES += lib/libft.la
lib_libft_la_SOURCES =
lib_libft_la_LIBADD = $(ISAL_LIBS)
lib_libft_la_LDFLAGS = $(FT_LDFLAGS) -version-info 0:0:0 -no-undefined \
  -export-symbols-regex '^ft_'

ftincludedir = $(includedir)/ft
ftinclude_HEADERS =

pkgconfig_DATA = lib/libft.pc

include lib/base/local.mk
include lib/record/local.mk
include lib/stream/local.mk
include lib/netflow/local.mk
include lib/conf/local.mk
include lib/filter/local.mk
include lib/acl/local.mk
include lib/tag/local.mk
include lib/mask/local.mk
include lib/xlate/local.mk
include lib/report/local.mk
include lib/pfsync/local.mk
include lib/collect/local.mk
