#ifdef FT_TIME_BITS
#undef _TIME_BITS /* libpcap's time_t, see packets.h */
#endif

#include "packets.h"

static void on_packet(u_char *arg, const struct pcap_pkthdr *header, const u_char *data) {
  const struct packet_handler *handler = (const struct packet_handler *)(void *)arg;
  struct packet packet = {header->ts.tv_sec, header->ts.tv_usec, data, header->caplen};
  handler->handle(handler->arg, &packet);
}

int packets_dispatch(pcap_t *capture, const struct packet_handler *handler) {
  /* libpcap only hands the pointer on. */
  return pcap_dispatch(capture, -1, on_packet, (u_char *)(uintptr_t)handler);
}
