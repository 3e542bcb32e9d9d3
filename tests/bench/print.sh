# Flows as text.
# shellcheck shell=sh disable=SC2154 # the variables are those of bench, lib.sh, data.sh
nfdump_row "flow-print -f5, $part flows / nfdump -o line" 0.3 'flow-print -f5 < part' \
  '-r peer.part -q -o line'
nfdump_row "flow-export -f2, $part flows / nfdump -o csv" 0.3 'flow-export -f2 < part 2> /dev/null' \
  '-r peer.part -q -o csv'
