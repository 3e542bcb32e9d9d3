# shellcheck shell=sh disable=SC2034,SC2154 # variables of tests/faults/check
# The faults of programs that end by themselves; a part of tests/faults/check.

# -- one run --

# clean: everything as before a run; the folder has copies of what is in $start.
clean() {
  rm -rf work "$mark" log
  cp -R "$start" work
}

# run ARGUMENT...: the program of the case, with $input, in a folder of its own; $rc is its status.
# What it has said to the system's log comes behind its standard error.
run() {
  clean
  cd work || exit 1
  timeout 60 "$@" < "$input" > ../out 2> ../err
  rc=$?
  cd ..
  if [ -e log ]; then cat log >> err; fi
}

# files: what is in the folder, the temporary files left out.
files() { (cd work && find . -type f ! -name 'tmp-*' -exec cksum {} + | sort); }

# is_whole FILE: a stream that says it is complete; flow-cat keeps what it could read.
is_whole() { ! flow-header < "$1" 2>&1 | grep -q 'incomplete\|failed\|short'; }

# half_files: files that are neither empty nor as they should be, if any.
half_files() {
  for file in work/* work/*/*; do
    case ${file##*/} in tmp-* | '*') continue ;; esac
    if [ ! -f "$file" ] || [ ! -s "$file" ]; then continue; fi
    cmp -s "$file" "want.${file}" || is_whole "$file" || echo "half a file: $file"
  done
}

# faults REASON: what is wrong with the run, to standard output.
faults() {
  # Without its state file it has still done its work (stat.md, defect 11); its reason may be `failed`.
  if [ "$program" = flow-dscan ] && grep -q 'emory\|: failed\|write(state): ' err; then
    half_files
    return
  fi
  # Folders that cannot be looked into are told and passed over (capture.md 9.15); nothing else is removed.
  if [ "$program:$rc" = flow-expire:0 ] && grep -q "^$program: .*$1" err; then
    [ "$({ printf '%s\n' "$want" && files; } | sort -u)" = "$(files)" ] || echo "too many files are removed"
    return
  fi
  if [ "$rc" -eq 0 ]; then
    cmp -s out want.out || echo "status 0, but other output"
    [ "$(files)" = "$want" ] || echo "status 0, but other files"
    return
  fi
  if [ "$rc" -gt 1 ] && [ "$rc" -ne 255 ]; then echo "status $rc"; fi
  grep -q "^$program: .*$1" err || echo "no message"
  half_files
}

# case_of PROGRAM ARGUMENT...: the next case, with $input; runs it as it should be.
case_of() {
  program=$1
  name=$*
  shift
  case $only in "  " | *" $program "*) ;; *) return 1 ;; esac
  run "$program" "$@"
  rm -rf want.work
  mv work want.work
  mv out want.out
  mkdir work
  cp -R want.work/. work
  want=$(files)
  if [ "$rc" -ne 0 ]; then
    tap 1 "$name: without a fault" err
    return 1
  fi
}

# -- all faults of a kind --

# each_fault WHAT REASON COMMAND-OF-FAULT...: one run for each N, which COMMAND has as @, until there is
# no more to fail.
each_fault() {
  what=$1 reason=$2
  shift 2
  n=0
  : > wrong
  while :; do
    n=$((n + step))
    "$@"
    [ -e "$mark" ] || break
    found=$(faults "$reason")
    [ -z "$found" ] || printf '%s: %s\n%s\n' "$n" "$found" "$(cat err)" >> wrong
  done
  [ ! -s wrong ]
  tap $? "$name: $what ($((n - step)))" wrong
}

run_call() { run "$calls" "$n" "$call" "$mark" "$@"; }
run_memory() { run env LD_PRELOAD="$memory" FAULTS_MARK="$mark" FAULTS_MEMORY="$n$for_good" "$@"; }
# The same for a program that only talks to the system's log.
run_logged() { run_call env LD_PRELOAD="$memory" FAULTS_MEMORY=0 "$@"; }

# writes PROGRAM ARGUMENT...: each write fails.
writes() {
  [ -n "$calls" ] || return
  step=1
  call=ENOSPC
  each_fault "a full disk" "No space left on device" run_call "$@"
  [ -n "$all" ] || return
  call=EIO
  each_fault "writes that fail" "Input/output error" run_call "$@"
}

# interrupted PROGRAM ARGUMENT...: a write that is interrupted is made again. Of programs that
# catch signals so that calls come back; others never see this.
interrupted() {
  [ -n "$calls" ] || return
  case $program in flow-cat | flow-merge) ;; *) return ;; esac
  step=1
  call=EINTR
  each_fault "interrupted writes" "nothing can be said" run_call "$@"
}

# allocations PROGRAM ARGUMENT...
allocations() {
  [ -n "$memory" ] || return
  step=${all:-7}
  for_good=
  each_fault "allocations that fail" "emory" run_memory "$@"
  for_good=+
  each_fault "no more memory" "emory" run_memory "$@"
}

# full PROGRAM ARGUMENT...: standard output is a full device.
full() {
  [ -c /dev/full ] || return
  cd work || exit
  timeout 60 sh -c '"$@" > /dev/full' sh "$@" < "$input" 2> ../err
  rc=$?
  cd ..
  [ "$rc" -eq 1 ] && grep -q "^$program: .*No space left on device" err
  tap $? "$name: /dev/full (status $rc)" err
}

# closed PROGRAM ARGUMENT...: the reader of the pipe has gone: silence, whatever the status.
closed() {
  [ "$program" != flow-export ] || return # its closing line comes before the output's end
  cd work || exit
  rm -f ../gone
  # shellcheck disable=SC2094 # it is only there to be waited for
  {
    until [ -e ../gone ]; do sleep 0.1; done
    timeout 60 "$@" < "$input" 2> ../err
    echo $? > ../status
  } | : > ../gone
  cd ..
  rc=$(cat status)
  [ ! -s err ]
  tap $? "$name: a closed pipe (status $rc)" err
}

# limited PROGRAM ARGUMENT...: files may have one block.
limited() {
  clean
  { # messages go through a pipe, which has no limit
    (cd work && ulimit -f 1 && exec timeout 60 "$@" < "$input" 2>&1 > /dev/null)
    echo $? > status
  } | cat > err
  rc=$(cat status)
  found=$(half_files)
  # It has fitted, or there is a reason.
  if [ "$rc" -ne 0 ] || [ "$(files)" != "$want" ]; then
    grep -q "^$program: .*File too large" err || found="$found no message"
  fi
  [ "$rc" -le 1 ] && [ -z "$found" ]
  tap $? "$name: a limit of file sizes (status $rc $found)" err
}

# signals PROGRAM ARGUMENT...: a signal at each write; whatever becomes of the program, no file is half.
signals() {
  [ -n "$calls" ] || return
  : > wrong
  for call in TERM ${all:+INT KILL}; do
    n=0
    while :; do
      n=$((n + 1))
      run_call "$@"
      [ -e "$mark" ] || break
      found=$(half_files)
      case $rc in 0 | 1 | 130 | 137 | 143) ;; *) found="$found status $rc" ;; esac
      [ -z "$found" ] || printf '%s at %s: %s\n' "$call" "$n" "$found" >> wrong
    done
  done
  [ ! -s wrong ]
  tap $? "$name: signals ($n)" wrong
}

# check PROGRAM ARGUMENT...: with all faults; files and signals for those that make files.
check() {
  case_of "$@" || return
  allocations "$@"
  writes "$@"
  interrupted "$@"
  if [ -n "$want" ]; then
    signals "$@"
    limited "$@"
  elif [ -s want.out ]; then
    full "$@"
    closed "$@"
  fi
}

# removals PROGRAM ARGUMENT...: of expiry. One that fails is told, and the other files go (capture.md 2.7).
removals() {
  case_of "$@" || return
  allocations "$@"
  [ -n "$calls" ] && [ -n "$memory" ] || return
  call=EIO n=0
  : > wrong
  while :; do
    n=$((n + 1))
    run_logged "$@"
    [ -e "$mark" ] || break
    left=$(sed -n 's/.*unlink(\(.*\)): Input\/output error$/\1/p' err)
    [ "$rc" -eq 0 ] && [ -n "$left" ] && rm "work/$left" && [ "$(files)" = "$want" ] ||
      printf '%s: status %s\n%s\n' "$n" "$rc" "$(cat err)" >> wrong
  done
  [ ! -s wrong ] && [ "$n" -gt 1 ]
  tap $? "$name: removals that fail ($((n - 1)))" wrong
}
