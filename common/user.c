#include "user.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

int prog_become_user(const char *name, struct ft_error *err) {
  errno = 0;
  const struct passwd *user = getpwnam(name);
  if (user == NULL) {
    if (errno != 0)
      ft_error_add_system(err, errno, "getpwnam(%s)", name);
    else
      ft_error_add(err, "no such user: %s", name);
    return -1;
  }
  if (geteuid() == user->pw_uid && getuid() == user->pw_uid) return 0;
  const char *call = "initgroups";
  int rc = initgroups(name, user->pw_gid);
  if (rc == 0) {
    call = "setgid";
    rc = setgid(user->pw_gid);
  }
  if (rc == 0) {
    call = "setuid";
    rc = setuid(user->pw_uid);
  }
  if (rc == 0 && user->pw_uid != 0 && setuid(0) == 0) {
    ft_error_add(err, "the rights of root could not be given up");
    return -1;
  }
  if (rc != 0) ft_error_add_system(err, errno, "%s(%s)", call, name);
  return rc == 0 ? 0 : -1;
}
