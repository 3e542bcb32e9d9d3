# shellcheck shell=sh disable=SC2034,SC2154 # variables of tests/faults/check
# The faults of daemons; a part of tests/faults/check. What bounds their time is the program `calls`.

# -- one run --

# awaits COMMAND...: until it succeeds or the daemon is gone; three seconds at most.
awaits() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    ! "$@" || return 0
    kill -0 "$daemon" 2> /dev/null || return 0
    nap 0.07
  done
}
says() { cat err log 2> /dev/null | grep -q "$1"; }

feed() { flow-send "0/127.0.0.1/$port" < flows 2> /dev/null; }

launch() {
  clean
  : > err
  (cd work && exec "$@" > ../out 2> ../err) &
  daemon=$!
}
# launch_call, launch_memory COMMAND...: with the fault number $n.
launch_call() {
  launch "$calls" "$n" "$call" "$mark" env LD_PRELOAD="$memory" FAULTS_MEMORY=0 "$@"
}
launch_memory() {
  launch "$calls" 0 EIO "$mark" env LD_PRELOAD="$memory" FAULTS_MARK="$mark" FAULTS_MEMORY="$n$for_good" "$@"
}

gone() { ! kill -0 "$daemon" 2> /dev/null; }
# finish: one that was about to go to the background is asked twice.
finish() {
  kill -TERM "$daemon" 2> /dev/null
  awaits gone
  kill -TERM "$daemon" 2> /dev/null
  wait "$daemon"
  rc=$?
}

# serve: the daemon that was launched gets half of the flows, SIGHUP if it goes on then, the other half,
# and SIGTERM.
serve() {
  awaits says 'setsockopt(size'
  feed
  if [ "$program" != flow-receive ]; then
    kill -HUP "$daemon" 2> /dev/null
    awaits says SIGHUP
  fi
  feed
  finish
  [ "$program" != flow-fanout ] || sunk
}

# -- what is wrong with it, to standard output --

# stored FILE...: flows that can be read. A file may have been left before it had a header.
stored() {
  for file; do
    if [ -s "$file" ]; then flow-export -f2 -mDPKTS < "$file" 2> /dev/null | sed 1d; fi
  done | wc -l | tr -d ' '
}

# files_of_capture: $have flows; those that were there before are all among them, and only whole files
# have a final name.
files_of_capture() {
  # shellcheck disable=SC2046 # names without blanks
  set -- $(find work -name 'ft-*')
  for file; do is_whole "$file" || echo "half a file: $file"; done
  (cd old-capture && find . -name 'ft-*') | while read -r file; do
    cmp "old-capture/$file" "work/$file" 2>&1
  done
  # shellcheck disable=SC2046
  have=$(stored "$@" $(find work -name 'tmp-*'))
  [ "$have" -ge "$kept" ] || echo "$have flows are left of $kept old ones"
}

# file_of_receive: $have flows; what is not whole says so.
file_of_receive() {
  have=$(stored work/out.ft)
  [ ! -s work/out.ft ] || flow-header < work/out.ft > /dev/null 2>&1 || echo "no stream"
}

# datagrams: $have is the number if they are as they should be.
datagrams() {
  have=0
  ! cmp -s sent want.sent || have=$total
}

results() {
  case $program in
    flow-capture) files_of_capture ;;
    flow-receive) file_of_receive ;;
    *) datagrams ;;
  esac
}

# daemon_faults REASON: after a fault it ends with a message, or goes on; what is lost then is told.
daemon_faults() {
  results > found
  told=no short=no
  ! says "^$program\(\[[0-9]*\]\)\{0,1\}: .*\($1\)" || told=yes
  [ "$have" -eq "$total" ] || short=yes
  if [ "$program:$rc" = flow-receive:0 ] && ! is_whole work/out.ft; then short=yes; fi
  case $rc:$short:$told in 0:no:* | 0:yes:yes | 1:*:yes) ;; *)
    echo "status $rc, flows are missing: $short, told: $told"
    ;;
  esac
  cat found
}

# signal_faults COMMAND...: after a signal at a write.
signal_faults() {
  results > found
  case $program:$call:$rc in
    *:KILL:137 | *:TERM:0 | flow-receive:INT:0 | flow-capture:INT:130 | flow-fanout:INT:130) ;;
    *) echo "status $rc" ;;
  esac
  if [ "$program:$call" = flow-receive:TERM ] || [ "$program:$call" = flow-receive:INT ]; then
    [ ! -s work/out.ft ] || is_whole work/out.ft || echo "a stream that is not complete"
  fi
  if [ "$program" = flow-capture ]; then recovery "$@"; fi
  cat found
}

# recovery COMMAND...: another collector finishes what is left.
recovery() {
  before=$have start=left
  rm -rf left
  mv work left
  launch "$calls" 0 EIO "$mark" "$@"
  awaits says 'setsockopt(size'
  finish
  start=old-capture
  results
  [ "$rc" -eq 0 ] && [ "$have" -eq "$before" ] || echo "$before flows, after recovery $have"
  # shellcheck disable=SC2046
  [ "$(stored $(find work -name 'tmp-*'))" -eq 0 ] || echo "a leftover is left"
}

# -- all faults of a kind --

# each WHAT JUDGE LAUNCH COMMAND...: one run for each N, until there is no more to fail.
each() {
  what=$1 judge=$2 launch=$3
  shift 3
  n=0
  : > wrong
  while [ $n -lt 2000 ]; do
    n=$((n + step))
    "$launch" "$@"
    serve
    [ -e "$mark" ] || break
    cat err log > said 2> /dev/null
    found=$("$judge" "$@")
    [ -z "$found" ] || printf '%s: %s\n%s\n' "$n" "$found" "$(cat said)" >> wrong
  done
  [ ! -s wrong ]
  tap $? "$name: $what ($((n - step)))" wrong
}

no_memory() { daemon_faults 'emory\|Resource temporarily unavailable'; }
# no_room: once it has started a collector waits for room (capture.md 2.12).
no_room() {
  daemon_faults 'No space left on device'
  [ "$program:$rc" != flow-capture:1 ] || ! says 'setsockopt(size' || echo "it has given up"
}
no_luck() { daemon_faults 'Input/output error'; }

# each_signal COMMAND...
each_signal() {
  for call in TERM ${all:+INT KILL}; do each "$call" signal_faults launch_call "$@"; done
}

# daemon TOTAL PROGRAM ARGUMENT...: with all faults. TOTAL: flows that are stored, or datagrams sent on,
# without any.
daemon() {
  total=$1
  shift
  program=$1 name=$(echo "$*" | sed 's/ 127.*//')
  case $only in "  " | *" $program "*) ;; *) return ;; esac
  # `make check` has time for some of their allocations and writes only: one in so many.
  case $program$all in
    *1) allocation_step=1 write_step=1 ;;
    flow-capture) allocation_step=41 write_step=7 ;;
    *) allocation_step=13 write_step=2 ;;
  esac
  launch "$calls" 0 EIO "$mark" "$@"
  serve
  [ "$program" != flow-fanout ] || cp sent want.sent
  cat err > said
  found=$(daemon_faults nothing)
  [ -z "$found" ] || echo "$found" >> said
  [ -z "$found" ] && [ "$rc" -eq 0 ]
  tap $? "$name: without a fault" said
  if [ -n "$memory" ]; then
    step=$allocation_step for_good=
    each "allocations that fail" no_memory launch_memory "$@"
    for_good=+
    each "no more memory" no_memory launch_memory "$@"
  fi
  step=$write_step call=ENOSPC
  each "a full disk" no_room launch_call "$@"
  if [ -n "$all" ]; then
    call=EIO
    each "writes that fail" no_luck launch_call "$@"
  fi
  each_signal "$@"
}

# -- pid files, of daemons in the background --

pid_is_there() { [ -s "$pid_file" ] || says 'pidfile\|write('; }

# background PID-FILE READY PROGRAM ARGUMENT...: a pid file that cannot be written is told and is no reason
# to stop; none is left. READY: what it says before it writes it, to a log that is preloaded.
background() {
  [ -n "$memory" ] || return
  pid_file=$1 ready=$2
  shift 2
  program=${1##*/} name="$program in the background"
  case $only in "  " | *" $program "*) ;; *) return ;; esac
  : > wrong
  for call in ENOSPC ${all:+EIO}; do
    n=0
    while [ $n -lt 100 ]; do
      n=$((n + 1))
      rm -f "$pid_file"
      launch_call "$@"
      awaits says "$ready"
      awaits pid_is_there
      there=no
      ! grep -qx '[0-9][0-9]*' "$pid_file" 2> /dev/null || there=yes
      finish
      [ -e "$mark" ] || break
      [ $there = yes ] || says 'No space left\|Input/output error' ||
        printf '%s: no pid file, and not a word\n' "$n" >> wrong
      [ "$rc" -eq 0 ] || says 'No space left\|Input/output error' ||
        printf '%s: status %s\n%s\n' "$n" "$rc" "$(cat err log)" >> wrong
      # From an empty root pfflowd cannot remove it.
      [ "$program" = pfflowd ] || [ ! -e "$pid_file" ] || says 'unlink(' ||
        printf '%s: a pid file is left\n' "$n" >> wrong
    done
  done
  rm -f "$pid_file"
  [ ! -s wrong ] && [ "$n" -gt 1 ]
  tap $? "$name: a pid file that cannot be written ($((n - 1)))" wrong
}

# -- all of them --

daemons() {
  port=$(free_port)
  flow-gen -V 5 -n 60 > flows
  printf '%s\n' 'filter-primitive all' 'type ip-protocol' 'default permit' \
    'filter-definition all' 'match ip-protocol all' > all.cfg
  start_sink
  firewall -r "$SRCDIR/tests/golden/pfflowd/v2-pack-mixed/in.pcap"
  firewall -v 10 -r "$SRCDIR/tests/golden/pfflowd/spec-v3-many-states/in.pcap" 'len > 0'
  live_firewall
  daemon 4 flow-fanout -D -f ../all.cfg -F all "127.0.0.1/0/$port" "0/127.0.0.1/$sink_port"
  background "$scratch/pid.$port" 'setsockopt(size' \
    flow-fanout -p "$scratch/pid" "127.0.0.1/0/$port" "0/127.0.0.1/$sink_port"
  start=empty
  daemon 120 flow-receive -o out.ft "127.0.0.1/0/$port"
  # A finished file, one that a collector has left, a folder, and what is no stream.
  mkdir -p old-capture/sub
  cp small.ft old-capture/ft-v05.2001-01-01.000000+0000
  cp "$data/tools-open.ft" old-capture/sub/tmp-v05.2006-06-14.043000+0000
  echo text > old-capture/sub/cf-text
  kept=$(stored old-capture/ft-* old-capture/sub/tmp-*)
  start=old-capture
  daemon $((kept + 120)) flow-capture -D -w . -N -1 -n 0 -e 9 "127.0.0.1/0/$port"
  start=empty
  background "$scratch/pid.$port" 'setsockopt(size' \
    flow-capture -p "$scratch/pid" -w . -V 5 "127.0.0.1/0/$port"
}
