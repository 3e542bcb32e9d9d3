# Filters, against nfdump and against themselves.
# shellcheck shell=sh
cp "$SRCDIR/configs/nfilter.conf" .
nfdump_row 'filter, -z0' 0.5 'flow-nfilter -f nfilter.conf -F intif-src-popular < plain' \
  "-r peer -q -w /dev/null 'src net 192.168.0.0/24 and dst port in [ 80 443 20 21 22 25 53 110 143 ]'"

# A filter of 10000 foreign prefixes and 1000 ports against one of one each. Half of them are those
# of flows, the rest is anywhere. As few flows pass as with one of each: it is not the writing
# that is compared.
many_values() {
  flowmake -n 300000 -o csv | awk -F, '
    function random(n) { seed = seed * 16807 % 2147483647; return seed % n }
    function prefix(p) { if (!(p in prefixes)) { prefixes[p]; prefix_count++ } }
    function port(p) { if (!(p in ports)) { ports[p]; port_count++ } }
    BEGIN { seed = 7 }
    NR > 1 && prefix_count < 5000 && $11 !~ /^(10|192\.168)\./ {
      split($11, part, ".")
      kind = random(8)
      if (kind == 0) prefix(part[1] "." part[2] ".0.0/16")
      else if (kind < 5) prefix(part[1] "." part[2] "." part[3] ".0/24")
      else prefix($11 "/32")
    }
    NR > 1 && port_count < 500 { port($17) }
    END {
      while (prefix_count < 10000)
        prefix(1 + random(223) "." random(256) "." random(256) ".0/24")
      while (port_count < 1000) port(random(65536))
      print "filter-primitive prefixes\n  type ip-address-prefix"
      for (p in prefixes) print "  permit " p
      print "filter-primitive ports\n  type ip-port"
      for (p in ports) print "  permit " p
      print "filter-definition many\n  match ip-source-address prefixes"
      print "  match ip-destination-port ports"
    }'
}
many_values > many.conf
cat > one.conf << 'END'
filter-primitive port
  type ip-port
  permit 80
filter-primitive prefix
  type ip-address-prefix
  permit 192.168.0.0/24
filter-definition one
  match ip-source-address prefix
  match ip-destination-port port
END
row '10000 prefixes, 1000 ports / one of each' 1.5 'flow-nfilter -f many.conf -F many < plain' \
  'flow-nfilter -f one.conf -F one < plain'
