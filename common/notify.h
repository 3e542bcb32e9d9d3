/* What a service manager wants to be told (sd_notify, spoken directly: no library is needed). */
#ifndef NOTIFY_H
#define NOTIFY_H

/* `READY=1`, `STOPPING=1`, `STATUS=...`: sent to NOTIFY_SOCKET if that is set; else nothing
 * happens. */
void prog_notify(const char *state);

#endif
