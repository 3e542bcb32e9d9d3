#include "config.h"

#include "thread.h"

#include <signal.h>

int ft_thread_start(pthread_t *thread, void *work(void *), void *arg) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int rc = pthread_create(thread, NULL, work, arg);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return rc;
}
