/*
 * Instead of the system's name service, for libft too: it knows one host, `helios`, one
 * service, `domain`, and the name of every second address.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  (void)hints;
  if (node ? strcmp(node, "helios") != 0 : strcmp(service, "domain") != 0) return EAI_NONAME;
  struct sockaddr_in *sin = calloc(1, sizeof *sin);
  *found = calloc(1, sizeof **found);
  if (!sin || !*found) abort();
  sin->sin_family = AF_INET;
  sin->sin_addr.s_addr = htonl(0x0a010203);
  sin->sin_port = htons(53);
  (*found)->ai_addr = (struct sockaddr *)sin;
  return 0;
}

void freeaddrinfo(struct addrinfo *found) {
  free(found->ai_addr);
  free(found);
}

int getnameinfo(const struct sockaddr *address, socklen_t length, char *host, socklen_t host_size,
                char *service, socklen_t service_size, int flags) {
  (void)service, (void)service_size, (void)flags;
  struct sockaddr_in sin = {0};
  memcpy(&sin, address, length < sizeof sin ? length : sizeof sin);
  uint32_t number = ntohl(sin.sin_addr.s_addr);
  if (number % 2) return EAI_NONAME;
  snprintf(host, host_size, "host-%u.example", (unsigned)number);
  return 0;
}
