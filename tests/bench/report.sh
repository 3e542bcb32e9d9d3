# Reports: the questions that are asked of stored flows.
# shellcheck shell=sh disable=SC2154 # the variables are those of bench, lib.sh, data.sh

# definition NAME TYPE: one report in a file NAME.conf
definition() {
  cat > "$1.conf" << END
stat-report $1
  type $2
  output
    sort +octets
    records 15
stat-definition $1
  report $1
END
}
definition top ip-source-address
definition heavy ip-source/destination-address/ip-source/destination-port
definition cheap ip-protocol
# All three of the project's own reports in one run.
cp "$SRCDIR/configs/nfilter.conf" .
{ cat "$SRCDIR/configs/reports.conf" && cat << 'END'; } > all.conf

stat-definition all
  report srcip-dstprt
  report dstip-dstprt
  report srcip-dstprt-pop
END

top='flow-report -s top.conf -S top'
nfdump_row 'top 15 sources, -z0' 0.35 "flow-cat plain | $top" '-r peer -q -s srcip/bytes -n 15'
if built_with ISAL; then aim=0.6 faster=; else aim=0.6 faster=', no faster inflate'; fi
nfdump_row "top 15 sources, -z6$faster" $aim "flow-cat packed | $top" \
  '-r peer.packed -q -s srcip/bytes -n 15'

heavy='flow-cat plain | flow-report -s heavy.conf -S heavy'
nfdump_heavy='-r peer -q -A srcip,dstip,srcport,dstport -O bytes -n 15'
nfdump_row 'heavy keys' 0.35 "$heavy" "$nfdump_heavy"
if [ -n "$peer_files" ]; then
  row_memory 'heavy keys, peak memory' 0.3 "$heavy" "nfdump $nfdump_heavy"
else
  unknown 'heavy keys, peak memory' 0.3 "$peer_reason"
fi

inside='net 192.168.0.0/24'
ports='dst port in [ 80 443 20 21 22 25 53 110 143 ]'
nfdump_row 'three filtered reports in one run' 0.25 \
  'flow-cat plain | flow-report -s all.conf -S all' \
  "-r peer -q -A srcip,dstport -O bytes -n 15 'src $inside' &&
   nfdump -r peer -q -A dstip,dstport -O bytes -n 15 'dst $inside' &&
   nfdump -r peer -q -A srcip,dstport -O bytes -n 15 'src $inside and $ports'"

row 'flow-report from a pipe / cat through one' 3 \
  'cat plain | flow-report -s cheap.conf -S cheap' 'cat plain | cat'
