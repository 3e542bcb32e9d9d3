#ifndef FT_BASE_THREAD_H
#define FT_BASE_THREAD_H

#include <pthread.h>

/* Starts a thread that no signal is delivered to: they are the program's. 0, or an errno. */
int ft_thread_start(pthread_t *thread, void *work(void *), void *arg);

#endif
