#!/usr/bin/perl
# Runs a program that sends NetFlow to a port of 127.0.0.1 and keeps the datagrams as a savefile
# (raw IPv4, port 2055), each a second after the other.
#
#   perl capture.pl SAVEFILE PROGRAM ARGUMENT...
#
# The word PORT in an argument becomes the port. Exits with the program's status, 99 if that takes
# more than 30 s.
use strict;
use warnings;
use Socket;
use IO::Select;
use POSIX ();

my $file = shift @ARGV;
socket(my $socket, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
setsockopt($socket, SOL_SOCKET, SO_RCVBUF, pack('l', 4 << 20));
bind($socket, pack_sockaddr_in(0, inet_aton('127.0.0.1'))) or die "bind: $!";
my ($port) = unpack_sockaddr_in(getsockname($socket));
s/PORT/$port/g for @ARGV;

my $pid = fork;
die "fork: $!" unless defined $pid;
if (!$pid) { exec { $ARGV[0] } @ARGV or POSIX::_exit(127) }

open my $out, '>:raw', $file or die "$file: $!";
print $out pack('NnnNNNN', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101);
my $select = IO::Select->new($socket);
my ($status, $count, $end) = (undef, 0, time + 30);
while (1) {
  if ($select->can_read(defined $status ? 0.3 : 0.05)) {
    recv($socket, my $data, 65535, 0);
    my $size = length($data) + 28;
    print $out pack('NNNN', 1130760000 + $count++, 0, $size, $size),
      pack('CCnnnCCna4a4', 0x45, 0, $size, 0, 0, 64, 17, 0, "\x7f\0\0\1", "\x7f\0\0\1"),
      pack('nnnn', 40000, 2055, $size - 20, 0), $data;
    next;
  }
  last if defined $status;
  if (waitpid($pid, 1) == $pid) { $status = $? & 127 ? 128 + ($? & 127) : $? >> 8 }
  elsif (time > $end) { kill 'KILL', $pid; waitpid($pid, 0); $status = 99 }
}
close $out or die "$file: $!";
exit $status;
