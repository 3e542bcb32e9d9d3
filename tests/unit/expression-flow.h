/*
 * What the tests of expressions share: a flow, symbol tables, and a name service.
 */
#ifndef EXPRESSION_FLOW_H
#define EXPRESSION_FLOW_H

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/stat.h>
#include <time.h>

#include "filter-flow.h"
#include "ft/filter.h"

static const struct ft_layout *tagged; /* every field but dflows and a few of version 8 */
static uint8_t flow[FT_RECORD_MAX];    /* of it, make_record and the fields below */
static char folder[] = "/tmp/test-expression-XXXXXX";

/*
 * Instead of the system's, for libft too: tests, and above all damaged texts, ask no network.
 * There is one host, and one service.
 */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  bool host = node && !strcmp(node, "helios");
  if (!host && (node || strcmp(service, "domain") != 0 || hints->ai_socktype != SOCK_DGRAM))
    return EAI_NONAME;
  struct sockaddr_in *sin = calloc(1, sizeof *sin);
  *found = calloc(1, sizeof **found);
  sin->sin_addr.s_addr = htonl(0x0a010203);
  sin->sin_port = htons(53);
  (*found)->ai_addr = (struct sockaddr *)sin;
  return 0;
}

void freeaddrinfo(struct addrinfo *found) {
  free(found->ai_addr);
  free(found);
}

static void fill_flow(void) {
  static const struct {
    enum ft_field_id field;
    uint64_t value;
  } values[] = {
      {FT_F_TCP_FLAGS, 0x1a},    {FT_F_INPUT, 3},       {FT_F_OUTPUT, 4},
      {FT_F_DST_AS, 2},          {FT_F_DST_TAG, 7},     {FT_F_DST_MASK, 16},
      {FT_F_ENGINE_ID, 5},       {FT_F_ENGINE_TYPE, 1}, {FT_F_NEXTHOP, 0x0a090909},
      {FT_F_EXADDR, 0xc0000201},
  };
  tagged = ft_layout_find(1005, 0);
  make_record(tagged, flow);
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    ft_store(flow, ft_column(tagged, values[i].field), values[i].value);
}

static void write_table(const char *name, const char *text) {
  char file[100];
  snprintf(file, sizeof file, "%s/sym/%s", folder, name);
  FILE *out = fopen(file, "w");
  assert_non_null(out);
  fputs(text, out);
  fclose(out);
}

static const struct {
  const char *name, *text;
} tables[] = {
    {"tcp-port.sym", "80 web\n8080 web-alt\n81 http-alt\n"},
    {"ip-prot.sym", "200 odd\n99 tcp\n"},
    {"asn.sym", "2 two\n"},
    {"tag.sym", "7 campus\n9 \xc3\xa4\n"},
};

static int set_up(void **state) {
  char name[100];
  if (!mkdtemp(folder)) return -1;
  snprintf(name, sizeof name, "%s/sym", folder);
  if (mkdir(name, 0700)) return -1;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    write_table(tables[i].name, tables[i].text);
  setenv("FLOW_TOOLS_CONFDIR", folder, 1);
  setenv("TZ", "UTC", 1);
  tzset();
  fill_flow();
  return make_path(state);
}

static int tear_down(void **state) {
  char name[100];
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    snprintf(name, sizeof name, "%s/sym/%s", folder, tables[i].name);
    unlink(name);
  }
  snprintf(name, sizeof name, "%s/sym", folder);
  rmdir(name);
  rmdir(folder);
  return remove_path(state);
}

#endif
