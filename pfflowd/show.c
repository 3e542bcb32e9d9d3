/* What -D prints of a state (pfflowd.md 2.4). */
#include <ctype.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "pfflowd.h"

enum { END_TEXT_SIZE = FT_ADDR_TEXT_SIZE + 8, TIME_TEXT_SIZE = 32 };

/* Local time of a value of sysuptime. */
static void format_time(const struct ft_pf_stamp *stamp, uint32_t uptime, char *text) {
  int64_t ms = (int64_t)stamp->unix_secs * 1000 + stamp->unix_nsecs / 1000000 -
               (int64_t)stamp->sysuptime + (int64_t)uptime;
  time_t seconds = (time_t)ft_ms_seconds(ms);
  struct tm fields;
  if (!localtime_r(&seconds, &fields) ||
      strftime(text, TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &fields) == 0)
    text[0] = '\0';
}

/* ADDRESS, ADDRESS:PORT, or [ADDRESS]:PORT where the address has colons of its own. */
static void format_end(const struct ft_pf_endpoint *end, uint8_t protocol, char *text) {
  char address[FT_ADDR_TEXT_SIZE];
  ft_addr_format(&end->addr, address);
  if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
    snprintf(text, END_TEXT_SIZE, "%s", address);
  else
    snprintf(text, END_TEXT_SIZE, strchr(address, ':') ? "[%s]:%u" : "%s:%u", address, end->port);
}

/* Names come from the network. */
static void format_interface(const char *name, char *text) {
  for (; *name != '\0'; name++)
    *text++ = isprint((unsigned char)*name) ? *name : '?';
  *text = '\0';
}

void show_state(const struct ft_pf_ended *ended) {
  const struct ft_pf_state *state = ended->state;
  char interface[FT_PF_INTERFACE_SIZE], gateway[FT_ADDR_TEXT_SIZE];
  char start[TIME_TEXT_SIZE], finish[TIME_TEXT_SIZE];
  char source[END_TEXT_SIZE], destination[END_TEXT_SIZE];
  format_interface(state->interface, interface);
  ft_addr_format(&state->gateway, gateway);
  format_time(&ended->stamp, ended->first, start);
  format_time(&ended->stamp, ended->last, finish);
  format_end(ended->source, state->protocol, source);
  format_end(ended->destination, state->protocol, destination);
  log_line(LOG_DEBUG, "IFACE %s", interface);
  log_line(LOG_DEBUG, "GWY %s", gateway);
  log_line(LOG_DEBUG, "FLOW proto %u direction %u", state->protocol, state->direction);
  log_line(LOG_DEBUG, "\tstart %s(%" PRIu32 ") finish %s(%" PRIu32 ")", start, ended->first, finish,
           ended->last);
  log_line(LOG_DEBUG, "\t%s -> %s %" PRIu64 " bytes %" PRIu64 " packets", source, destination,
           state->octets[0], state->packets[0]);
  log_line(LOG_DEBUG, "\t%s -> %s %" PRIu64 " bytes %" PRIu64 " packets", destination, source,
           state->octets[1], state->packets[1]);
}
