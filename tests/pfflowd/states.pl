#!/usr/bin/perl
# Makes a savefile of pfsync version 6: COUNT states, two of three with IPv4, become known, and a
# clear ends all of them 45.5 s later.
#
#   perl states.pl COUNT > SAVEFILE
#
# The first state has an interface name that fills its 16 octets and counters that are negative
# where a program takes them for signed; without it sums fit into 53 bits.
#
#   -b  with that first state
use strict;
use warnings;

my $big = @ARGV && $ARGV[0] eq '-b' ? shift @ARGV : '';
my ($count) = @ARGV;
my $start = 1130760000;
binmode STDOUT;
print pack('NnnNNNN', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 246);

sub packet { my ($secs, $usecs, $messages) = @_;
  my $data = pack('CCn x16', 6, 0, 20 + length $messages) . $messages;
  print pack('NNNN', $secs, $usecs, length $data, length $data), $data }

sub key { my ($wide, $far, $near, $port) = @_;
  ($wide ? pack('NNNN NNNN', 0x20010db8, 1, 0, $far, 0x20010db8, 2, 0, $near)
    : pack('N x12 N x12', $far, $near)) . pack('nn x4', 443, $port) }

my $state = 0;
while ($state < $count) {
  my $here = $count - $state > 5 ? 5 : $count - $state;
  my $messages = pack('CCn', 13, 66, $here);
  for (1 .. $here) {
    my $wide = $state % 3 == 2 ? 1 : 0;
    my $odd = $big && $state == 0;
    my $key = key($wide, 0xc0000200 + $state % 250, 0x0a000000 + $state, 1024 + $state % 60000);
    my @packets = $odd ? (1 << 63, 7) : ($state % 9 + 1, $state % 4);
    my @octets = $odd ? ((1 << 63) + 5, 700)
      : ($state % 50 == 1 ? 5000000000 + $state : 100 * $state, $state % 4 * 60);
    $messages .= pack('NN', 1, $state) . pack('a16', $odd ? 'interface-of-16x' : 'em0') .
      $key . $key . ("\0" x 64) . ("\0" x 16) . pack('N3', ~0, ~0, ~0) . pack('NN', 60, 30) .
      pack('Q>4', @packets, @octets) . pack('N x10', 7) .
      pack('CCCC', $wide ? 24 : 2, 6, 2, 0) . ("\0" x 10);
    $state++;
  }
  packet($start, 250000, $messages);
}
packet($start + 45, 750000, pack('CCn a16 N', 0, 5, 1, '', 7));
