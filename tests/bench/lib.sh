# What all groups of benchmarks use: the programs in PATH, a folder, rows of the table.
# shellcheck shell=sh disable=SC2154 # the variables are those of bench, lib.sh, data.sh
here=$(cd "$here" && pwd) SRCDIR=$(cd "${SRCDIR:-$here/../..}" && pwd) || exit 1
BUILDDIR=$(cd "${BUILDDIR:-.}" && pwd) || exit 1
rounds=${BENCH_ROUNDS:-5}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' 0
trap 'exit 1' HUP INT TERM
# The programs themselves rather than libtool's wrappers around them.
for d in "$BUILDDIR"/flow-* "$BUILDDIR"/tests/bench; do
  [ -d "$d/.libs" ] && PATH=$d/.libs:$PATH
  PATH=$PATH:$d
done
LD_LIBRARY_PATH=$BUILDDIR/lib/.libs
export PATH LD_LIBRARY_PATH
cd "$tmp" || exit 1
met=0 missed=0 open=0

have() { command -v "$1" > /dev/null 2>&1; }
# built_with NAME: whether configure found a library (HAVE_NAME)
built_with() { grep -q "^#define HAVE_$1 1" "$BUILDDIR/config.h"; }

# unknown NAME AIM REASON: a row without a ratio
unknown() {
  printf '%-50s %8s %9s  %s\n' "$1" - "$2" "$3"
  open=$((open + 1))
}

# judge NAME AIM VALUE [REMARK]: a row; AIM is a number that VALUE may reach, or at least:NUMBER
judge() {
  case $2 in
    at-least:*) limit=${2#at-least:} sign='>=' ;;
    *) limit=$2 sign='<=' ;;
  esac
  if awk -v v="$3" -v l="$limit" -v s="$sign" 'BEGIN { exit !(s == "<=" ? v <= l : v >= l) }'; then
    verdict=met met=$((met + 1))
  else
    verdict='not met' missed=$((missed + 1))
  fi
  printf '%-50s %8s %9s  %s\n' "$1" "$3" "$sign $limit" "$verdict${4:+ ($4)}"
}

# row NAME AIM OURS THEIRS: wall clock
# row_memory NAME AIM OURS THEIRS: peak memory of the largest process
row() { row_of '' "$@"; }
row_memory() { row_of -m "$@"; }
row_of() {
  if result=$(duel ${1:+"$1"} -n "$rounds" "$4" "$5" 2> duel.err); then
    judge "$2" "$3" "${result%% *}"
  else
    unknown "$2" "$3" "$(tail -n 1 duel.err)"
  fi
}

# nfdump_row NAME AIM OURS ARGUMENTS: against nfdump with these, if its files are there
nfdump_row() {
  if [ -n "$peer_files" ]; then
    row "$1" "$2" "$3" "nfdump $4"
  else
    unknown "$1" "$2" "$peer_reason"
  fi
}

summary() {
  echo "$met met, $missed not met, $open without a ratio"
}
