#include "report.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The widths of its lines. */
#define LABEL_WIDTH 25
#define VALUE_COUNT 111

/* Labels as they are known, though those of aps and afs are wrong. */
static const struct {
  const char *label;
  const char *name;
  bool totals; /* of # rec1 */
} scalars[] = {
    {"Ignores:", "ignores", true},
    {"Total Flows:", "flows", true},
    {"Total Octets:", "octets", true},
    {"Total Packets:", "packets", true},
    {"Total Duration (ms):", "duration", true},
    {"Real Time:", "time_real", false},
    {"Average Flow Time:", "aflowtime", false},
    {"Average Packets/Second:", "aps", false},
    {"Average Flows/Second:", "afs", false},
    {"Average Packets/Flow:", "apf", false},
    {"Flows/Second:", "fps", false},
    {"Flows/Second (real):", "fps_real", false},
};

/* A line of text, or if that is NULL the values from first to last. */
static const struct {
  const char *text;
  int first, last;
  const char *indent, *after_first, *after, *after_last;
} histogram[] = {
    {.text = ""},
    {.text = "Average IP packet size distribution:"},
    {.text = ""},
    {.text = "   1-32   64   96  128  160  192  224  256  288  320  352  384  416  448  480"},
    {NULL, 7, 21, "   ", " ", " ", " "},
    {.text = ""},
    {.text = "    512  544  576 1024 1536 2048 2560 3072 3584 4096 4608"},
    {NULL, 22, 32, "   ", " ", " ", " "},
    {.text = ""},
    {.text = "Packets per flow distribution:"},
    {.text = ""},
    {.text = "      1    2    4    8   12   16   20   24   28   32   36   40   44   48   52"},
    {NULL, 33, 47, "   ", " ", " ", " "},
    {.text = ""},
    {.text = "     60  100  200  300  400  500  600  700  800  900 >900"},
    {NULL, 48, 58, "    ", " ", " ", " "},
    {.text = ""},
    {.text = "Octets per flow distribution:"},
    {.text = ""},
    {.text = "     32   64  128  256  512 1280 2048 2816 3584 4352 5120 5888 6656 7424 8192"},
    {NULL, 59, 73, "   ", " ", " ", " "},
    {.text = ""},
    {.text = "   8960 9728 10496 11264 12032 12800 13568 14336 15104 15872 >15872"},
    {NULL, 74, 84, "   ", " ", "  ", "  "},
    {.text = ""},
    {.text = "Flow Time Distribution (ms):"},
    {.text = ""},
    {.text = "    10    50  100  200  500 1000 2000 3000 4000 5000 6000 7000 8000 9000 10000"},
    {NULL, 85, 99, "   ", " ", " ", " "},
    {.text = ""},
    {.text = "  12000 14000 16000 18000 20000 22000 24000 26000 28000 30000 >30000"},
    {NULL, 100, 110, "   ", "  ", "  ", " "},
};

#define SCALARS         (sizeof scalars / sizeof *scalars)
#define HISTOGRAM_LINES (sizeof histogram / sizeof *histogram)

/* `.134`, `1.00`: four characters. false: not a number. */
static bool format_fraction(const char *text, char shown[5]) {
  char *end;
  double value = strtod(text, &end);
  bool number = end != text && text[strcspn(text, "xX")] == '\0';
  while (isspace((unsigned char)*end))
    end++;
  if (!number || *end != '\0') return false;
  char decimals[400];
  snprintf(decimals, sizeof decimals, "%.3f", isfinite(value) ? value : 0.0);
  memcpy(shown, decimals + (*decimals == '0' ? 1 : 0), 4);
  shown[4] = '\0';
  return true;
}

/* 15 values of four characters and their separators are the most. */
#define LINE_SIZE 128

static int value_line(const struct report *report, size_t index, char line[LINE_SIZE],
                      struct ft_error *err) {
  int first = histogram[index].first, last = histogram[index].last;
  size_t used = (size_t)snprintf(line, LINE_SIZE, "%s", histogram[index].indent);
  for (int i = first; i <= last; i++) {
    char shown[5];
    const char *text = report->detail.values[i];
    if (!format_fraction(text, shown)) {
      ft_error_add(err, "summary-detail: value %d is not a number", i);
      return -1;
    }
    const char *gap = i == first  ? histogram[index].after_first
                      : i == last ? histogram[index].after_last
                                  : histogram[index].after;
    used += (size_t)snprintf(line + used, LINE_SIZE - used, "%s%s", shown, gap);
  }
  return 0;
}

static int add_line(struct report *report, const char *line, struct ft_error *err) {
  if (!line) {
    ft_error_add_memory(err);
    return -1;
  }
  report->block[report->block_lines++] = line;
  return 0;
}

static int add_scalars(struct report *report, struct arena *arena, struct ft_error *err) {
  for (size_t i = 0; i < SCALARS; i++) {
    const struct pairs *pairs = scalars[i].totals ? &report->totals : &report->detail;
    if (!pairs->present) continue;
    const char *value = pairs_value(pairs, scalars[i].name);
    if (!value) {
      ft_error_add(err, "summary-detail: %s is missing", scalars[i].name);
      return -1;
    }
    const char *line = arena_printf(arena, "%-*s%s", LABEL_WIDTH, scalars[i].label, value);
    if (add_line(report, line, err) != 0) return -1;
  }
  return 0;
}

static int add_histograms(struct report *report, struct arena *arena, struct ft_error *err) {
  for (size_t i = 0; i < HISTOGRAM_LINES; i++) {
    const char *text = histogram[i].text;
    char line[LINE_SIZE];
    if (!text) {
      if (value_line(report, i, line, err) != 0) return -1;
      text = arena_text(arena, line, strlen(line));
    }
    if (add_line(report, text, err) != 0) return -1;
  }
  return 0;
}

int detail_format(struct report *report, struct arena *arena, struct ft_error *err) {
  if (report->detail.count < VALUE_COUNT) {
    ft_error_add(err, "summary-detail: %zu values, %d are needed", report->detail.count,
                 VALUE_COUNT);
    return -1;
  }
  report->block_lines = 0;
  report->block = arena_take(arena, (SCALARS + HISTOGRAM_LINES) * sizeof *report->block);
  if (!report->block) {
    ft_error_add_memory(err);
    return -1;
  }
  if (add_scalars(report, arena, err) != 0) return -1;
  return add_histograms(report, arena, err);
}
