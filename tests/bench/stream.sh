# Reading and writing streams, and what a second core gives.
# shellcheck shell=sh disable=SC2154 # the variables are those of bench, lib.sh, data.sh
if built_with ISAL; then aim=0.5; else aim=1.1; fi
row 'flow-cat of -z6 / inflate of zlib' $aim 'flow-cat packed' 'zlib inflate packed'
row 'flow-cat of -z0 / cat' 3 'flow-cat plain' 'cat plain'

# one_core COMMAND: bound to one processor, the same for both sides
one_core() { echo "taskset -c 0 $1"; }
cores=$(nproc 2> /dev/null || echo 1)
if have taskset; then
  row 'flow-cat -z6 / deflate of zlib, one core' 1.1 "$(one_core 'flow-cat -z6 part')" \
    "$(one_core 'zlib deflate part')"
else
  unknown 'flow-cat -z6 / deflate of zlib, one core' 1.1 'taskset is missing'
fi
if [ "$cores" -gt 1 ]; then
  row 'flow-cat -z6 / deflate of zlib, all cores' 0.6 'flow-cat -z6 part' 'zlib deflate part'
  if have pigz; then
    row 'flow-cat -z6 / pigz -6' 1 'flow-cat -z6 part' 'pigz -6 -c part'
  else
    unknown 'flow-cat -z6 / pigz -6' 1 'pigz is missing'
  fi
else
  unknown 'flow-cat -z6 / deflate of zlib, all cores' 0.6 'one core only'
fi

mkdir day
flow-split -N $(((flows + 142) / 143)) -z6 -o day/ft < plain || exit 1
if [ "$cores" -gt 1 ] && have taskset; then
  row 'a day of 143 files / with one core' 0.6 'flow-cat day' "$(one_core 'flow-cat day')"
else
  unknown 'a day of 143 files / with one core' 0.6 'one core only'
fi
rm -r day
