# Collecting: 100000 datagrams over loopback (fewer if there are fewer flows). Both collectors ask
# for a socket buffer of 4 MiB.
# shellcheck shell=sh disable=SC2154 # the variables are those of bench, lib.sh, data.sh
sent=$((flows / 30))
[ $sent -le 100000 ] || sent=100000
sent_flows=$((sent * 30))

# ours RATE LEVEL, theirs RATE OPTION: run a collector; set cpu, reached and lost
ours() {
  rm -rf got
  mkdir got
  fed=$(feed -n $sent -r "$1" datagrams flow-capture -D -n 0 -N 0 -p - -z "$2" -w "$tmp/got" \
    127.0.0.1/127.0.0.1/@PORT@ 2> feed.err) || return 1
  stored=$(flow-cat -d 1 got 2>&1 > /dev/null | sed -n 's/.*processed \([0-9]*\) flows/\1/p')
  fed_result
}
theirs() {
  rm -rf got
  mkdir got
  fed=$(feed -n $sent -r "$1" datagrams nfcapd -p @PORT@ -b 127.0.0.1 -B 4000000 ${2:+"$2"} -w "$tmp/got" \
    -t 86400 2> feed.err) || return 1
  stored=$(peer_count "$(peer_file got)")
  fed_result
}
fed_result() {
  cpu=${fed% *} reached=${fed#* }
  lost=$((sent_flows - ${stored:-0}))
}

# median: of the numbers on standard input
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'; }

# Processor seconds, in turn, at a rate that both can take.
cpu_row() {
  : > a; : > b
  for _ in 1 2 3; do
    ours 20000 0 || break
    echo "$cpu" >> a
    theirs 20000 '' || break
    echo "$cpu" >> b
  done
  [ "$(wc -l < b)" -eq 3 ] || { unknown "$1" 0.5 "$(tail -n 1 feed.err)"; return; }
  judge "$1" 0.5 "$(awk -v a="$(median < a)" -v b="$(median < b)" 'BEGIN { printf "%.3f", a / b }')"
}

# lost_row LEVEL: flows lost at 60000 datagrams a second, the median of three runs, beside theirs
lost_row() {
  name="flows lost at 60000 datagrams/s, -z$1"
  : > a; : > b
  for _ in 1 2 3; do
    ours 60000 "$1" || break
    echo "$lost" >> a
    theirs 60000 "$peer_lz4" || break
    echo "$lost" >> b
  done
  [ "$(wc -l < b)" -eq 3 ] || { unknown "$name" 0 "$(tail -n 1 feed.err)"; return; }
  judge "$name" 0 "$(median < a)" "of $sent_flows; nfcapd with LZ4 $(median < b), sent at $reached/s"
}

# The highest rate without loss, from 10000 a second on: each collector has its own bounds, which
# close in by turns. Of a rate that the sender does not reach what it did reach counts.
halve() { # WHO OPTION LOW HIGH: prints the new bounds
  rate=$(awk -v l="$3" -v h="$4" 'BEGIN { printf "%.0f", sqrt(l * h) }')
  "$1" "$rate" "$2" || { echo "$3 $rate"; return; }
  if [ "$lost" -gt 0 ]; then echo "$3 $rate"
  elif [ "$reached" -lt $((rate * 9 / 10)) ]; then echo "$reached $reached"
  else echo "$rate $4"; fi
}
rate_row() { # NAME LEVEL OPTION
  a='10000 640000' b='10000 640000'
  # shellcheck disable=SC2086 # two words each
  for _ in 1 2 3 4 5 6; do
    a=$(halve ours "$2" $a)
    b=$(halve theirs "$3" $b)
  done
  judge "$1" at-least:2 "$(awk -v a="${a% *}" -v b="${b% *}" 'BEGIN { printf "%.2f", a / b }')" \
    "${a% *} / ${b% *} datagrams a second"
}

if have nfcapd && have nfdump; then
  cpu_row "processor time of flow-capture -z0 / nfcapd"
  lost_row 1
  lost_row 6
  rate_row 'highest rate without loss, -z0 / nfcapd' 0 ''
  rate_row 'highest rate without loss, -z6 / nfcapd LZO' 6 "$peer_lzo"
else
  unknown 'collecting' 2 'nfcapd is missing'
fi
