# shellcheck shell=sh disable=SC2034,SC2154 # variables of tests/faults/check
# Datagrams that programs send, and the faults of pfflowd, which reads a file; a part of tests/faults/check.

# start_sink: takes datagrams at 127.0.0.1:$sink_port, a line of hexadecimal digits each in the file sunk.
start_sink() {
  : > sunk
  perl -MIO::Socket::INET -e '
    my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Proto => "udp") or die;
    open my $sunk, ">>", "sunk" or die;
    open my $port, ">", "port.new" or die;
    print $port $s->sockport;
    close $port;
    rename "port.new", "port";
    alarm 3600;
    syswrite $sunk, unpack("H*", $_) . "\n" while defined $s->recv($_, 65535)' &
  children="$children $!"
  until [ -s port ]; do nap 0.02; done
  sink_port=$(cat port)
}

# sunk: what has been sent so far is in the file sent; the next run begins with nothing.
sunk() {
  perl -MIO::Socket::INET -e '
    IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]", Proto => "udp")->send("end")' "$sink_port"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ! grep -qx 656e64 sunk || break
    nap 0.05
  done
  grep -vx 656e64 sunk > sent
  : > sunk
}
sent() { wc -l < sent | tr -d ' '; }

# sends REASON: after a fault it ends with a message, or goes on; the datagrams that are missing are told.
sends() {
  case $rc in
    0) cmp -s sent want.sent || grep -qi "$1" err || echo "datagrams are missing" ;;
    1) grep -qi "$1" err || echo "no message" ;;
    *) echo "status $rc" ;;
  esac
}

# one_send_less: one is missing, and that is told (pfflowd.md 2.3, 11); or it was another call than a send.
one_send_less() {
  [ "$rc" -eq 0 ] || echo "status $rc"
  [ "$n" -gt "$others" ] || return
  grep -q "^pfflowd.*: send: Input/output error" err || echo "no message"
  diff sent want.sent | grep '^[<>]' | cut -c 1 > differs
  [ "$(cat differs)" = '>' ] || echo "datagrams are not all but one"
}

all_sent() { { [ "$rc" -eq 0 ] && cmp sent want.sent 2>&1; } || echo "status $rc"; }

# stopped: it sends what is pending, says so, and ends well (pfflowd.md 2.1); before it catches signals it
# has nothing that is pending.
stopped() {
  if [ "$n" -le "$others" ] && [ "$rc" -gt 128 ]; then return; fi
  [ "$rc" -eq 0 ] || echo "status $rc"
  grep -q "^pfflowd.*: pfflowd exiting on signal" err || echo "no message"
  [ "$(sent)" -ge $((n - others)) ] || echo "what was pending is not sent"
}

# firewall ARGUMENT...: pfflowd with all faults.
firewall() {
  program=pfflowd name=$(echo "pfflowd $*" | sed "s|$SRCDIR/||")
  case $only in "  " | *" $program "*) ;; *) return ;; esac
  set -- pfflowd "$@" -n "127.0.0.1:$sink_port"
  run "$@"
  sunk
  cp sent want.sent
  total=$(sent)
  [ "$rc" -eq 0 ] && [ "$total" -gt 1 ] && [ ! -s err ]
  tap $? "$name: without a fault ($total datagrams)" err
  if [ -n "$memory" ]; then
    step=${all:-7} for_good=
    each_send "allocations that fail" 'sends memory\|malloc' run_memory "$@"
    for_good=+
    each_send "no more memory" 'sends memory\|malloc' run_memory "$@"
  fi
  # Resolving names may take a call that sends, which nobody misses.
  step=1 call=EINTR
  each_send "calls that are interrupted" all_sent run_call "$@"
  others=$((n - 1 - total))
  for pair in EIO:one_send_less TERM:stopped ${all:+INT:stopped}; do
    call=${pair%:*}
    each_send "$call" "${pair#*:}" run_call "$@"
  done
}

# each_send WHAT JUDGE RUN COMMAND...: as each.
each_send() {
  what=$1 judge=$2 one=$3
  shift 3
  n=0
  : > wrong
  while [ $n -lt 2000 ]; do
    n=$((n + step))
    "$one" "$@"
    sunk
    [ -e "$mark" ] || break
    # shellcheck disable=SC2086 # a function and what it is given
    found=$($judge)
    [ -z "$found" ] || printf '%s: %s\n%s\n' "$n" "$found" "$(cat err)" >> wrong
  done
  [ ! -s wrong ] && [ "$n" -gt "$step" ]
  tap $? "$name: $what ($((n - step)))" wrong
}

# live_firewall: pfflowd in the background, as tests/pfflowd/check has it.
live_firewall() {
  case $only in "  " | *" pfflowd "*) ;; *) return ;; esac
  live=$BUILDDIR/tests/pfflowd/.libs/pfflowd
  [ -x "$live" ] || live=$BUILDDIR/tests/pfflowd/pfflowd
  timeout 1 "$live" -D -i lo > out 2>&1
  if [ "$(id -u)" -eq 0 ] && grep -q 'listening on lo' out; then
    background "$BUILDDIR/tests/pfflowd/pfflowd.pid" 'listening on' "$live" -i lo -n 127.0.0.1:9
  else
    tap_skip "the background of pfflowd needs root and a loopback interface that can be captured"
  fi
}
