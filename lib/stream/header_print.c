/* The text form of a header (spec stream.md 13). */
#include "stream.h"

#include <time.h>

struct printer {
  FILE *out;
  char comment;
};

/* Labels are padded so that values start in column 25. */
static void label(const struct printer *p, const char *name) {
  putc(p->comment, p->out);
  fprintf(p->out, " %-22s", name);
}

/* Texts of the header and the end of the line: what would begin another line, or steer a
 * terminal, becomes a question mark. */
static void text(const struct printer *p, const char *value) {
  for (; *value != '\0'; value++) {
    unsigned char octet = (unsigned char)*value;
    bool steers = (octet < ' ' && octet != '\t') || octet == 0x7f;
    putc(steers ? '?' : octet, p->out);
  }
  putc('\n', p->out);
}

static void line(const struct printer *p, const char *name, const char *value) {
  label(p, name);
  text(p, value);
}

static void number(const struct printer *p, const char *name, uint32_t value) {
  label(p, name);
  fprintf(p->out, "%u\n", value);
}

static void moment(const struct printer *p, const char *name, uint32_t seconds) {
  time_t t = (time_t)seconds;
  struct tm tm;
  char shown[64] = "";
  if (localtime_r(&t, &tm) != NULL) strftime(shown, sizeof shown, "%a %b %e %H:%M:%S %Y", &tm);
  line(p, name, shown);
}

static void empty(const struct printer *p) {
  putc(p->comment, p->out);
  putc('\n', p->out);
}

/* Last entry of the header first. */
static void interfaces(const struct printer *p, const struct ft_header *h, enum ft_tlv type,
                       const char *name) {
  bool any = false;
  for (size_t i = h->interface_count; i-- > 0;) {
    const struct ft_interface *entry = &h->interfaces[i];
    char address[FT_ADDR_TEXT_SIZE];
    if (entry->type != type) continue;
    if (!any) empty(p);
    any = true;
    ft_addr_format(&entry->exporter, address);
    putc(p->comment, p->out);
    fprintf(p->out, " %s %s", name, address);
    for (size_t k = 0; k < entry->index_count; k++)
      fprintf(p->out, " %u", entry->index[k]);
    putc(' ', p->out);
    text(p, entry->name);
  }
}

static void capture(const struct printer *p, const struct ft_header *h, bool ended) {
  bool start = ft_header_has(h, FT_TLV_START), end = ft_header_has(h, FT_TLV_END);
  if (start) moment(p, "capture start:", h->start);
  if (end && ended) moment(p, "capture end:", h->end);
  if (start && end && ended) {
    label(p, "capture period:");
    fprintf(p->out, "%u seconds\n", h->end - h->start);
  }
}

static void version(const struct printer *p, const struct ft_header *h) {
  bool method = h->version == 8 && ft_header_has(h, FT_TLV_AGG_METHOD);
  if (ft_header_has(h, FT_TLV_VERSION)) number(p, "export version:", h->version);
  if (!method) return;
  if (ft_header_has(h, FT_TLV_AGG_VERSION)) number(p, "export agg_version:", h->agg_version);
  const struct ft_layout *layout = ft_layout_find(h->version, h->agg_method);
  label(p, "export agg_method:");
  fprintf(p->out, "%u (%s)\n", h->agg_method, layout != NULL ? layout->method_name : "Unknown");
}

static void counters(const struct printer *p, const struct ft_header *h) {
  if (ft_header_has(h, FT_TLV_LOST)) number(p, "lost flows:", h->lost);
  if (ft_header_has(h, FT_TLV_MISORDERED)) number(p, "misordered flows:", h->misordered);
  if (ft_header_has(h, FT_TLV_CORRUPT)) number(p, "corrupt packets:", h->corrupt);
  if (ft_header_has(h, FT_TLV_RESETS)) number(p, "sequencer resets:", h->resets);
}

static const char *order_name(enum ft_byte_order order) {
  return order == FT_ORDER_LITTLE ? "little" : order == FT_ORDER_BIG ? "big" : "BROKEN";
}

int ft_header_print(const struct ft_header *h, char comment, FILE *out) {
  struct printer p = {out, comment};
  bool streaming = h->flags & FT_FLAG_STREAMING;
  bool preloaded = h->flags & FT_FLAG_PRELOADED;
  bool counted = !streaming || preloaded; /* times and counts mean something */
  bool ended = h->flags & (FT_FLAG_DONE | FT_FLAG_PRELOADED);

  empty(&p);
  line(&p, "mode:", streaming ? "streaming" : "normal");
  if (h->flags & FT_FLAG_XLATE) line(&p, "translated:", "yes");
  if (!streaming && ft_header_has(h, FT_TLV_HOSTNAME)) line(&p, "capture hostname:", h->hostname);
  if (!streaming && ft_header_has(h, FT_TLV_EXPORTER)) {
    char address[FT_ADDR_TEXT_SIZE];
    ft_addr_format(&h->exporter, address);
    line(&p, "exporter IP address:", address);
  }
  if (counted) capture(&p, h, ended);
  line(&p, "compress:", h->flags & FT_FLAG_COMPRESS ? "on" : "off");
  line(&p, "byte order:", order_name(h->order));
  number(&p, "stream version:", h->stream_version);
  version(&p, h);
  if (counted) counters(&p, h);
  if (ft_header_has(h, FT_TLV_COMMENT)) line(&p, "comments:", h->comment);
  if (counted && ended && ft_header_has(h, FT_TLV_FLOWS)) number(&p, "capture flows:", h->flows);
  if (counted && !ended) {
    putc(comment, out);
    fputs(" note, incomplete flow file\n", out);
  }
  interfaces(&p, h, FT_TLV_IFNAME, "ifname");
  interfaces(&p, h, FT_TLV_IFALIAS, "ifalias");
  empty(&p);
  return ferror(out) ? -1 : 0;
}
