# FT_TRY_FLAG(FLAG, ACTION [, PROGRAM]): runs ACTION if the compiler takes FLAG, compiling and
# linking, and says nothing about it.
AC_DEFUN([FT_TRY_FLAG], [
  AS_VAR_PUSHDEF([known], [ft_cv_flag_$1])
  AC_CACHE_CHECK([whether $CC takes $1], [known], [
    ft_saved_CFLAGS=$CFLAGS
    CFLAGS="$CFLAGS -Werror $1"
    AC_LINK_IFELSE([m4_default([$3], [AC_LANG_PROGRAM])],
      [AS_VAR_SET([known], [yes])], [AS_VAR_SET([known], [no])])
    CFLAGS=$ft_saved_CFLAGS])
  AS_VAR_IF([known], [yes], [$2])
  AS_VAR_POPDEF([known])])

# FT_HARDEN(WHAT, FLAG): a flag of the compiler, and what tests/hardening looks for then.
AC_DEFUN([FT_HARDEN], [
  FT_TRY_FLAG([$2], [FT_CFLAGS="$FT_CFLAGS $2" FT_HARDENED="$FT_HARDENED $1"])])

# FT_HARDENING: what makes a hole harder to use, as far as the compiler and the linker have it.
# Adds to FT_CFLAGS and FT_LDFLAGS; FT_PIE_LDFLAGS is for programs only. Lists what it found in
# FT_HARDENED. $enable_sanitizers has to be known: they do not go with FORTIFY.
AC_DEFUN([FT_HARDENING], [
FT_HARDENED=
FT_PIE_LDFLAGS=
AC_ARG_ENABLE([hardening],
  [AS_HELP_STRING([--disable-hardening],
    [without stack protector, FORTIFY, PIE, RELRO, control flow protection])],
  [], [enable_hardening=yes])
AS_IF([test "x$enable_hardening" != xno], [
  FT_HARDEN([stack-protector], [-fstack-protector-strong])
  FT_HARDEN([stack-clash], [-fstack-clash-protection])
  dnl x86 and ARM: indirect jumps only to where one is expected.
  FT_HARDEN([control-flow], [-fcf-protection])
  FT_HARDEN([branches], [-mbranch-protection=standard])
  dnl libtool's -fPIC for libraries comes behind it and counts there.
  FT_TRY_FLAG([-fPIE -pie], [
    FT_CFLAGS="$FT_CFLAGS -fPIE" FT_PIE_LDFLAGS=-pie FT_HARDENED="$FT_HARDENED pie"])
  FT_TRY_FLAG([-Wl,-z,relro,-z,now], [
    FT_LDFLAGS="$FT_LDFLAGS -Wl,-z,relro,-z,now" FT_HARDENED="$FT_HARDENED relro"])
  FT_TRY_FLAG([-Wl,-z,noexecstack], [
    FT_LDFLAGS="$FT_LDFLAGS -Wl,-z,noexecstack" FT_HARDENED="$FT_HARDENED noexecstack"])
  FT_FORTIFY])
AC_SUBST([FT_HARDENED])
AC_SUBST([FT_PIE_LDFLAGS])])

# Only where the compiler optimises, and has no level of its own (from the distribution or
# CFLAGS). Level 3, which also knows sizes at run time, where the C library has it.
AC_DEFUN([FT_FORTIFY], [
AC_COMPILE_IFELSE([AC_LANG_SOURCE([[
#if !defined __OPTIMIZE__ || defined _FORTIFY_SOURCE
#error not wanted
#endif
]])], [ft_fortify=$enable_sanitizers], [ft_fortify=unwanted])
AS_IF([test "$ft_fortify" = no], [
  FT_TRY_FLAG([-D_FORTIFY_SOURCE=3], [ft_fortify=3], [AC_LANG_PROGRAM([[#include <string.h>
#if !defined __USE_FORTIFY_LEVEL || __USE_FORTIFY_LEVEL < 3
#error not known
#endif
]])])
  AS_IF([test "$ft_fortify" = no], [FT_TRY_FLAG([-D_FORTIFY_SOURCE=2], [ft_fortify=2])])
  AS_CASE([$ft_fortify], [[[23]]], [
    FT_CFLAGS="$FT_CFLAGS -D_FORTIFY_SOURCE=$ft_fortify" FT_HARDENED="$FT_HARDENED fortify"])])])
