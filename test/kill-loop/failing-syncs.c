/* Preloaded before a process: one sync fails with an I/O error whenever the file named by
   SYNC_FAILS exists; failing removes that file, so that the disk reports its error once. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int sync_or_fail(int fd, const char *name) {
  const char *marker = getenv("SYNC_FAILS");
  if (marker && unlink(marker) == 0) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) { return sync_or_fail(fd, "fsync"); }
int fdatasync(int fd) { return sync_or_fail(fd, "fdatasync"); }
