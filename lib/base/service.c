#include "config.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "base/service.h"

bool ft_service_port(const char *name, int socket_type, uint32_t *port) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = socket_type}, *found;
  if (getaddrinfo(NULL, name, &hints, &found) != 0) return false;
  struct sockaddr_in sin;
  memcpy(&sin, found->ai_addr, sizeof sin);
  freeaddrinfo(found);
  *port = ntohs(sin.sin_port);
  return true;
}
