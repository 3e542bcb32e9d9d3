#!/usr/bin/perl
# Runs a program in the foreground while the system's log daemon goes away and comes back, asks it
# with SIGUSR1 to log something each time, and tells how it ended. Linux, as root: /dev is
# replaced, hence
#
#   unshare -m perl log-daemon.pl EMPTY-FOLDER PROGRAM ARGUMENT...
use strict;
use warnings;
use Socket;
use POSIX ();

my $old = shift @ARGV;
sub run { system(@_) == 0 or die "@_: $?\n" }
run(qw(mount --rbind /dev), $old);
run(qw(mount -t tmpfs none /dev));
for (qw(null urandom)) {
  open my $file, '>', "/dev/$_" or die "$_: $!\n";
  run(qw(mount --bind), "$old/$_", "/dev/$_");
}

sub log_daemon {
  unlink '/dev/log';
  socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!\n";
  bind($socket, pack_sockaddr_un('/dev/log')) or die "bind: $!\n";
  chmod 0666, '/dev/log';
  return $socket;
}
sub hears { my ($socket, $pattern) = @_;
  my $ready = '';
  vec($ready, fileno($socket), 1) = 1;
  while (select(my $read = $ready, undef, undef, 3)) {
    recv($socket, my $line, 2000, 0);
    return 'yes' if $line =~ $pattern;
  }
  return 'no' }

alarm 25;
my $log = log_daemon();
my $pid = fork;
die "fork: $!\n" unless defined $pid;
if (!$pid) { exec { $ARGV[0] } @ARGV or POSIX::_exit(127) }
print 'listens ', hears($log, qr/listening on/), "\n";
select undef, undef, undef, 0.5;
kill 'USR1', $pid;
print 'logs ', hears($log, qr/statistics: remembered/), "\n";
close $log;
kill 'USR1', $pid;
select undef, undef, undef, 0.3;
$log = log_daemon();
kill 'USR1', $pid;
select undef, undef, undef, 0.3;
kill 'TERM', $pid;
waitpid $pid, 0;
print "status $?\n";
