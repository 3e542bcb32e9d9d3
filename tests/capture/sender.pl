#!/usr/bin/perl
# Sends NetFlow v5 datagrams of 30 flows with increasing sequence numbers to 127.0.0.1 until
# it is killed, and notes in a file how many flows it had sent when.
#
#   perl sender.pl PORT DATAGRAMS_A_SECOND NOTES [COUNT]      COUNT datagrams, then ends
use strict;
use warnings;
use IO::Socket::INET;
use Time::HiRes qw(time sleep);

my ($port, $rate, $notes, $count) = @ARGV;
my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Proto => 'udp')
  or die "socket: $!";
open my $out, '>', $notes or die "$notes: $!";
$out->autoflush(1);
my ($sent, $flows, $noted, $start) = (0, 0, 0, time);
while (!defined $count || $sent < $count) {
  my $now = time;
  my $due = int(($now - $start) * $rate);
  $due = $count if defined $count && $due > $count;
  for (; $sent < $due; $sent++, $flows += 30) {
    my $header = pack 'n2 N4 C2 n', 5, 30, int($now * 1000) % 2**32, int $now, 0,
      $flows % 2**32, 0, 0, 0;
    # The packet counters count the flows, so that a hole in what was stored shows.
    my $records = join '', map {
      pack 'N3 n2 N2 N2 n2 C4 n2 C2 n', 0x0a000001 + $_, 0xc0000201, 0, 1, 2, ($flows + $_) % 2**32,
        40 + $_, 1000, 2000, 1024 + ($flows * 7 + $_) % 60000, 80, 0, 0x10, 6, 0, 0, 0, 24, 24, 0
    } 0 .. 29;
    # Nobody listens while the collector is down: refused, and sent again a moment later.
    until (defined $socket->send($header . $records)) { sleep 0.001 }
  }
  if (time - $noted > 0.02) {
    $noted = time;
    printf $out "%.3f %d\n", $noted, $flows;
  }
  sleep 0.001;
}
printf $out "%.3f %d\n", time, $flows;
