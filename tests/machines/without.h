/*
 * Included before everything else by tests/machines/check fallbacks: takes away what only some
 * systems have, after the headers that define it, so that the other way is compiled and tested.
 */
#include "config.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#undef CLOCK_BOOTTIME
#undef F_SETLEASE
#undef F_SETPIPE_SZ
#undef IP_ADD_SOURCE_MEMBERSHIP
#undef MADV_HUGEPAGE
#undef RENAME_NOREPLACE
#undef SO_RCVBUFFORCE
#undef SO_RXQ_OVFL
#undef UDP_GRO
#undef _SC_NPROCESSORS_ONLN
