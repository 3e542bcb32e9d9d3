# The data, made once: `plain` (-z0), `packed` (-z6), `datagrams`, and with nfdump the same flows in
# its own files `peer` (uncompressed) and `peer.packed` (its first compression, LZO). A part of
# a million flows, for what is slow: `part`, `peer.part`.
# shellcheck shell=sh disable=SC2154,SC2034,SC2094
# The variables are those of bench and the groups; `part` is a number and a file.
flowmake -n "$flows" > plain || exit 1
flow-cat -z 6 -o packed plain || exit 1
flowmake -n "$flows" -o datagrams > datagrams || exit 1
part=1000000
[ "$flows" -ge $part ] || part=$flows
flowmake -n "$part" > part || exit 1

# nfdump names its compressions -z and -y, newer ones -z=lzo and -z=lz4.
if nfdump -h 2>&1 | grep -q -e '-z=lzo'; then
  peer_lzo=-z=lzo peer_lz4=-z=lz4
else
  peer_lzo=-z peer_lz4=-y
fi

# peer_count FILE: flows that nfdump's file holds
peer_count() { nfdump -r "$1" -I 2> /dev/null | sed -n 's/^Flows: *//p'; }

# What nfcapd's folder has in one file; it is ended before the day is over, but a day may end.
peer_file() { find "$1" -name 'nfcapd.2*' | head -n 1; }

# Datagrams have to be sent at a rate at which nothing is lost: the same flows, or no comparison.
fill_peer() {
  for rate in 8000 4000 2000; do
    rm -rf nf
    mkdir nf
    feed -r $rate datagrams nfcapd -p @PORT@ -b 127.0.0.1 -B 4000000 -w "$tmp/nf" -t 86400 \
      > feed.out 2> feed.err || break
    file=$(peer_file nf)
    if [ -z "$file" ] || [ "$(peer_count "$file")" != "$flows" ]; then continue; fi
    mv "$file" peer && nfdump -r peer $peer_lzo -w peer.packed > /dev/null 2>&1 &&
      nfdump -r peer -c "$part" -w peer.part > /dev/null 2>&1 && return 0
  done
  return 1
}
peer_files='' peer_reason='nfdump is missing'
if have nfcapd && have nfdump; then
  if fill_peer; then
    peer_files=yes
  else
    peer_reason='nfcapd did not store all flows'
  fi
fi
