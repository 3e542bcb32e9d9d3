#!/usr/bin/perl
# Lets a pfflowd in the background capture on the loopback interface, sends it the pfsync packets
# of a savefile (link type 246) as IP packets, and tells what it did and what it had become.
#
#   perl live.pl SAVEFILE PIDFILE PROGRAM ARGUMENT...
#
# The word PORT in an argument becomes a port that is listened to. Linux, as root. Bounded in time.
use strict;
use warnings;
use Socket;
use IO::Select;
use POSIX ();

my ($file, $pid_file) = splice @ARGV, 0, 2;
my $loopback = inet_aton('127.0.0.1');
socket(my $collector, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
bind($collector, pack_sockaddr_in(0, $loopback)) or die "bind: $!";
my ($port) = unpack_sockaddr_in(getsockname($collector));
s/PORT/$port/g for @ARGV;
alarm 30;

unlink $pid_file;
my $status = system { $ARGV[0] } @ARGV;
print "started $status\n";
sub first_line { my ($path) = @_; open my $f, '<', $path or return ''; return scalar(<$f>) // '' }
my $pid = 0;
for (1 .. 50) {
  last if $pid = int(first_line($pid_file) || 0);
  select undef, undef, undef, 0.1;
}
die "no process id in $pid_file\n" unless $pid;
sub facts { open my $f, '<', "/proc/$pid/status" or return (); return <$f> }
sub is_gone { my $facts = join '', facts(); return $facts eq '' || $facts =~ /State:\s+Z/ }
# Privileges fall, and the fence goes up, behind the pid file.
for (1 .. 50) {
  last if is_gone() || join('', facts()) =~ /Uid:\s+[1-9]/;
  select undef, undef, undef, 0.1;
}
select undef, undef, undef, 0.5;
for (facts()) { print "$1 @{[split ' ', $2]}\n" if /^(Uid|Gid|Groups|Seccomp):\s*(.*)/ }
my @inodes = map { (stat "/proc/$pid/$_/.")[1] // '?' } 'cwd', 'root';
print 'cwd and root ', $inodes[0] eq $inodes[1] ? 'same' : 'differ', "\n";
opendir my $root, "/proc/$pid/root" or die "root: $!";
print 'root has ', scalar(grep { !/^\.\.?$/ } readdir $root), " files\n";
print "descriptor $_ ", readlink("/proc/$pid/fd/$_") // '?', "\n" for 0 .. 2;

# Records of version 5 that arrive until there is silence.
sub flows {
  my ($count, $select) = (0, IO::Select->new($collector));
  while ($select->can_read(1.5)) {
    recv($collector, my $data, 65535, 0);
    $count += unpack 'x2n', $data;
  }
  return $count;
}
socket(my $raw, AF_INET, SOCK_RAW, 240) or die "raw socket: $!";
setsockopt($raw, 0, 2, pack('l', 255)) or die "ttl: $!";
sub feed {
  open my $f, '<:raw', $file or die "$file: $!";
  my ($head, $data);
  read($f, $head, 24);
  while (read($f, $head, 16) == 16) {
    read($f, $data, unpack('x8N', $head));
    send($raw, $data, 0, pack_sockaddr_in(0, $loopback)) or die "send: $!";
  }
}
feed();
print 'flows ', flows(), "\n";
kill 'USR1', $pid; # must not hurt
select undef, undef, undef, 0.3;
feed();
print 'flows after USR1 ', flows(), "\n";
# Packets that wait must not keep it from its end.
kill 'STOP', $pid;
feed() for 1 .. 5;
kill 'TERM', $pid;
kill 'CONT', $pid;
print 'flows after TERM ', flows(), "\n";
for (1 .. 50) {
  last if is_gone();
  select undef, undef, undef, 0.1;
}
print 'at the end ', is_gone() ? 'gone' : 'alive', "\n";
unlink $pid_file; # it could not
