# For tests that are shell scripts: lines as the Test Anything Protocol has them.
# shellcheck shell=sh
tap_count=0 tap_failed=0

# tap STATUS NAME [FILE]: one test; FILE is shown if it failed.
tap() {
  tap_count=$((tap_count + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $tap_count - $2"
    return
  fi
  tap_failed=$((tap_failed + 1))
  echo "not ok $tap_count - $2"
  if [ -n "${3:-}" ] && [ -f "$3" ]; then head -n 20 "$3" | sed 's/^/# /'; fi
}

# tap_same NAME WANT GOT: two texts.
tap_same() {
  if [ "$2" = "$3" ]; then
    tap 0 "$1"
  else
    tap 1 "$1"
    printf 'want: %s\ngot:  %s\n' "$2" "$3" | sed 's/^/# /'
  fi
}

tap_skip() {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - # SKIP $1"
}

# The closing line; fails if a test did.
tap_end() {
  echo "1..$tap_count"
  [ $tap_failed -eq 0 ]
}

# nap SECONDS: a fraction too, which not every sleep knows.
nap() { perl -e 'select undef, undef, undef, shift' "$1"; }

# A UDP port of 127.0.0.1 that nobody has now; a collision later shows as a failed start.
free_port() {
  perl -MIO::Socket::INET -e '
    my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Proto => "udp") or die;
    print $s->sockport'
}

# use_programs DIR: the programs of that build tree come first in PATH.
use_programs() {
  for d in "$1"/flow-*; do
    [ ! -d "$d" ] || PATH=$d/.libs:$d:$PATH # linked statically, .libs is empty
  done
  LD_LIBRARY_PATH=$1/lib/.libs
  export PATH LD_LIBRARY_PATH
}
