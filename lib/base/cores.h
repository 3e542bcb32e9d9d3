#ifndef FT_BASE_CORES_H
#define FT_BASE_CORES_H

/* Processors that this process may use, at least 1. */
unsigned ft_cores(void);

#endif
