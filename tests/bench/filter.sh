# Filters.
cp "$SRCDIR/configs/nfilter.conf" .
nfdump_row 'filter, -z0' 0.5 'flow-nfilter -f nfilter.conf -F intif-src-popular < plain' \
  "-r peer -q -w /dev/null 'src net 192.168.0.0/24 and dst port in [ 80 443 20 21 22 25 53 110 143 ]'"
