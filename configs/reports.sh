#!/bin/sh
# Makes the page of a day's reports, every night from cron (see crontab).
#
#   reports.sh [YYYY-MM-DD]      default: today
#
# Set these four here, or in the environment.

# Folder of the page, inside the web server's document root.
REPORTPATH=${REPORTPATH:-/var/www/htdocs/netflow}
# Folder of reports.conf and nfilter.conf.
CFGFILES=${CFGFILES:-/usr/local/netflow/share/flow-tools}
# Folder that flow-capture writes to (its option -w).
LOGPATH=${LOGPATH:-/var/log/netflow}

PATH=$PATH:/usr/local/netflow/bin
export PATH

DAY=${1:-$(date +%Y-%m-%d)}
# Name of the page.
HTMLFILENAME=${HTMLFILENAME:-$DAY.shtml}

FLOWS=$LOGPATH/${DAY%%-*}/${DAY%-*}/$DAY
PAGE=$REPORTPATH/$HTMLFILENAME

fail() {
  echo "reports.sh: $*" >&2
  exit 1
}

[ -d "$FLOWS" ] || fail "$FLOWS: no flows of that day"
# The page appears when it is complete; a failed night leaves the old one alone.
NEW=$PAGE.$$
trap 'rm -f "$NEW" "$NEW.failed"' EXIT
trap 'exit 1' HUP INT TERM
: > "$NEW" || exit 1

# reports.conf names nfilter.conf relative to the working directory; the folders
# above may be relative to ours.
run_report() {
  cd "$CFGFILES" && flow-report -sreports.conf -S"$1"
}

# report NAME: appends the table of one definition of reports.conf.
report() {
  { flow-cat "$FLOWS/" | (run_report "$1") || echo "$1" >> "$NEW.failed"; } |
    flow-rptfmt -fhtml >> "$NEW" || echo "$1" >> "$NEW.failed"
  echo "<br><br><br>" >> "$NEW"
}

echo "<html><center>" > "$NEW"
report dstip-dstprt
report srcip-dstprt
report srcip-dstprt-pop
echo "</center></html>" >> "$NEW"

[ ! -e "$NEW.failed" ] || fail "failed: $(sort -u "$NEW.failed" | tr '\n' ' ')"
mv "$NEW" "$PAGE"
