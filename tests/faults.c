/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of the C library that fail, end the process or are logged as a test wants it. */

#include "tests/faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_FILES 1024
#define MAX_NAMES 512
#define MAX_PATH 512
#define MAX_ENTRIES 65536
#define MAX_BYTES ((gsize) 256 << 20)
#define DIRECTORY_FILE G_MAXUINT
#define NAMELESS_FILE (G_MAXUINT - 1)

/* The libraries of the program call these names, too. */
ssize_t pread64 (int fd, void *data, size_t length, off_t offset);
ssize_t pwrite64 (int fd, const void *data, size_t length, off_t offset);
int open64 (const char *path, int flags, ...);
int ftruncate64 (int fd, off_t length);

typedef struct
{
  char path[MAX_PATH];
  guint file;
} Name;

static struct
{
  char directory[MAX_PATH];
  FaultPlan plan;
  FaultLog *log;
  gboolean recording;
  guint n_files;
  guint files[MAX_FILES]; /* by descriptor: number of the file, 0 for one that is not watched */
  char paths[MAX_FILES][MAX_PATH];
  Name names[MAX_NAMES];
  guint n_names;
} watch;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* The function of the C library behind @name; typed by whoever calls it. */
#define REAL(name) ((__typeof__ (&name)) find_real (#name))

static void *
find_real (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

FaultLog *
faults_new_log (void)
{
  gsize size = sizeof (FaultLog) + MAX_ENTRIES * sizeof (FaultLogEntry) + MAX_BYTES;
  char *memory =
      mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  FaultLog *self = (FaultLog *) (void *) memory;

  g_assert_true (memory != MAP_FAILED);
  self->entries = (FaultLogEntry *) (void *) (memory + sizeof (FaultLog));
  self->bytes = memory + sizeof (FaultLog) + MAX_ENTRIES * sizeof (FaultLogEntry);
  return self;
}

void
faults_reset_log (FaultLog *log)
{
  log->n_entries = 0;
  log->n_bytes = 0;
  log->is_full = FALSE;
  log->has_fired = FALSE;
  memset (log->counts, 0, sizeof log->counts);
}

void
faults_watch (const char *directory, const FaultPlan *plan, FaultLog *log, gboolean recording)
{
  memset (&watch, 0, sizeof watch);
  g_strlcpy (watch.directory, directory, sizeof watch.directory);
  if (plan != NULL)
    watch.plan = *plan;
  watch.log = log;
  watch.recording = recording;
}

/* The log */

static guint64
keep (const void *data, guint64 length)
{
  FaultLog *log = watch.log;
  guint64 at = log->n_bytes;

  if (at + length > MAX_BYTES)
    {
      log->is_full = TRUE;
      return 0;
    }
  memcpy (log->bytes + at, data, length);
  log->n_bytes += length;
  return at;
}

static void
add_entry (FaultLogKind kind,
           guint file,
           guint64 offset,
           const char *path,
           const void *data,
           guint64 length)
{
  FaultLogEntry entry = { kind, file, offset, 0, 0, length };

  if (!watch.recording)
    return;
  if (watch.log->n_entries == MAX_ENTRIES)
    {
      watch.log->is_full = TRUE;
      return;
    }
  if (path != NULL)
    entry.path = keep (path, strlen (path) + 1);
  if (data != NULL)
    entry.data = keep (data, length);
  watch.log->entries[watch.log->n_entries++] = entry;
}

void
faults_mark (guint64 number)
{
  pthread_mutex_lock (&mutex);
  if (watch.log != NULL)
    add_entry (FAULT_LOG_MARK, 0, number, NULL, NULL, 0);
  pthread_mutex_unlock (&mutex);
}

/* Which files are watched */

static gboolean
is_watched_path (const char *path)
{
  gsize length = strlen (watch.directory);

  return length > 0 && strncmp (path, watch.directory, length) == 0 &&
         (path[length] == '/' || path[length] == '\0');
}

static gboolean
is_watched (int fd)
{
  return fd >= 0 && fd < MAX_FILES && watch.files[fd] != 0;
}

static Name *
find_name (const char *path)
{
  for (guint i = 0; i < watch.n_names; i++)
    if (strcmp (watch.names[i].path, path) == 0)
      return &watch.names[i];
  return NULL;
}

static guint
get_file (const char *path, gboolean *is_new_out)
{
  Name *name = find_name (path);

  *is_new_out = name == NULL;
  if (name != NULL)
    return name->file;
  if (watch.n_names == MAX_NAMES)
    abort ();
  name = &watch.names[watch.n_names++];
  g_strlcpy (name->path, path, sizeof name->path);
  name->file = ++watch.n_files;
  return name->file;
}

static void
forget_name (const char *path)
{
  Name *name = find_name (path);

  if (name != NULL)
    *name = watch.names[--watch.n_names];
}

static void
note_open (int fd, const char *path, int flags, gboolean existed)
{
  struct stat status;
  gboolean is_new;

  if (fd < 0 || fd >= MAX_FILES || fstat (fd, &status) != 0)
    return;
  g_strlcpy (watch.paths[fd], path, MAX_PATH);
  if (S_ISDIR (status.st_mode))
    {
      watch.files[fd] = DIRECTORY_FILE;
      return;
    }
  /* Without a log it is enough that it is one of those that are watched. */
  if (watch.log == NULL)
    {
      watch.files[fd] = NAMELESS_FILE;
      return;
    }
  watch.files[fd] = get_file (path, &is_new);
  if (!existed || is_new)
    add_entry (existed ? FAULT_LOG_FIND : FAULT_LOG_CREATE, watch.files[fd], 0, path, NULL, 0);
  if (existed && (flags & O_TRUNC) != 0)
    add_entry (FAULT_LOG_TRUNCATE, watch.files[fd], 0, path, NULL, 0);
}

/* What becomes of a call */

static gboolean
counts (FaultCall call)
{
  guint64 n = ++watch.log->counts[call];

  return watch.plan.kind != FAULT_NONE && watch.plan.call == call &&
         (n == watch.plan.n || (n > watch.plan.n && watch.plan.kind == FAULT_ALWAYS));
}

/* Counts a call about a watched file, and says whether something is to happen to it. */
static gboolean
strikes (FaultCall call)
{
  gboolean one;
  gboolean any;

  if (watch.log == NULL)
    return FALSE;
  one = counts (call);
  any = call < FAULT_ANY && counts (FAULT_ANY);
  watch.log->has_fired |= one || any;
  return one || any;
}

static void
end_process (void)
{
  kill (getpid (), SIGKILL);
}

/* Whether a call other than write() fails, with errno; may not return. */
static gboolean
fails (FaultCall call)
{
  gboolean strikes_here;

  pthread_mutex_lock (&mutex);
  strikes_here = strikes (call);
  pthread_mutex_unlock (&mutex);
  if (!strikes_here || watch.plan.kind == FAULT_SHORT)
    return FALSE;
  if (watch.plan.kind == FAULT_KILL)
    end_process ();
  errno = watch.plan.code;
  return TRUE;
}

/* The calls */

static int
open_watched (const char *path, int flags, mode_t mode)
{
  struct stat status;
  gboolean existed;
  int fd;

  if (fails (FAULT_OPEN))
    return -1;
  pthread_mutex_lock (&mutex);
  existed = lstat (path, &status) == 0;
  fd = (int) syscall (SYS_openat, AT_FDCWD, path, flags, mode);
  note_open (fd, path, flags, existed);
  pthread_mutex_unlock (&mutex);
  return fd;
}

static int
open_any (const char *path, int flags, mode_t mode)
{
  if (is_watched_path (path))
    return open_watched (path, flags, mode);
  return (int) syscall (SYS_openat, AT_FDCWD, path, flags, mode);
}

#define DEFINE_OPEN(name, large)                                                                   \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    mode_t mode = 0;                                                                               \
    va_list arguments;                                                                             \
                                                                                                   \
    if ((flags & (O_CREAT | __O_TMPFILE)) != 0)                                                    \
      {                                                                                            \
        va_start (arguments, flags);                                                               \
        mode = va_arg (arguments, mode_t);                                                         \
        va_end (arguments);                                                                        \
      }                                                                                            \
    return open_any (path, flags | (large), mode);                                                 \
  }

#undef open
DEFINE_OPEN (open, 0)
DEFINE_OPEN (open64, O_LARGEFILE)

static ssize_t
write_raw (int fd, const void *data, size_t length, off_t offset)
{
  return offset < 0 ? syscall (SYS_write, fd, data, length)
                    : syscall (SYS_pwrite64, fd, data, length, offset);
}

/* @offset is -1 for the place where the file is. */
static ssize_t
write_watched (int fd, const void *data, size_t length, off_t offset)
{
  off_t at = offset < 0 ? lseek (fd, 0, SEEK_CUR) : offset;
  gboolean strikes_here;
  ssize_t n;

  pthread_mutex_lock (&mutex);
  strikes_here = strikes (FAULT_WRITE);
  if (strikes_here && (watch.plan.kind == FAULT_SHORT || watch.plan.kind == FAULT_KILL))
    length = (length + 1) / 2;
  else if (strikes_here)
    {
      pthread_mutex_unlock (&mutex);
      errno = watch.plan.code;
      return -1;
    }
  n = write_raw (fd, data, length, offset);
  if (strikes_here && watch.plan.kind == FAULT_KILL)
    end_process ();
  if (n > 0)
    add_entry (FAULT_LOG_WRITE, watch.files[fd], (guint64) at, NULL, data, (guint64) n);
  pthread_mutex_unlock (&mutex);
  return n;
}

ssize_t
write (int fd, const void *data, size_t length)
{
  return is_watched (fd) ? write_watched (fd, data, length, -1) : write_raw (fd, data, length, -1);
}

#undef pwrite
ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return is_watched (fd) ? write_watched (fd, data, length, offset)
                         : write_raw (fd, data, length, offset);
}

ssize_t
pwrite64 (int fd, const void *data, size_t length, off_t offset)
{
  return pwrite (fd, data, length, offset);
}

static ssize_t
read_raw (int fd, void *data, size_t length, off_t offset)
{
  if (is_watched (fd) && fails (FAULT_READ))
    return -1;
  return offset < 0 ? syscall (SYS_read, fd, data, length)
                    : syscall (SYS_pread64, fd, data, length, offset);
}

#undef read
ssize_t
read (int fd, void *data, size_t length)
{
  return read_raw (fd, data, length, -1);
}

#undef pread
ssize_t
pread (int fd, void *data, size_t length, off_t offset)
{
  return read_raw (fd, data, length, offset);
}

ssize_t
pread64 (int fd, void *data, size_t length, off_t offset)
{
  return pread (fd, data, length, offset);
}

static int
sync_watched (int fd)
{
  if (fails (FAULT_SYNC))
    return -1;
  pthread_mutex_lock (&mutex);
  if (watch.files[fd] == DIRECTORY_FILE)
    add_entry (FAULT_LOG_SYNC_DIRECTORY, 0, 0, watch.paths[fd], NULL, 0);
  else
    add_entry (FAULT_LOG_SYNC, watch.files[fd], 0, NULL, NULL, 0);
  pthread_mutex_unlock (&mutex);
  return 0;
}

int
fsync (int fd)
{
  return is_watched (fd) ? sync_watched (fd) : (int) syscall (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  return is_watched (fd) ? sync_watched (fd) : (int) syscall (SYS_fdatasync, fd);
}

int
close (int fd)
{
  gboolean failed = FALSE;

  if (is_watched (fd))
    {
      failed = fails (FAULT_CLOSE);
      watch.files[fd] = 0;
    }
  int code = errno;
  int result = REAL (close) (fd);
  if (failed)
    errno = code;
  return failed ? -1 : result;
}

int
rename (const char *from, const char *to)
{
  Name *name;
  int result;

  if (!is_watched_path (from))
    return REAL (rename) (from, to);
  if (fails (FAULT_RENAME))
    return -1;
  pthread_mutex_lock (&mutex);
  result = REAL (rename) (from, to);
  if (result == 0)
    {
      add_entry (FAULT_LOG_RENAME, 0, 0, from, to, strlen (to) + 1);
      forget_name (to);
      name = find_name (from);
      if (name != NULL)
        g_strlcpy (name->path, to, sizeof name->path);
    }
  pthread_mutex_unlock (&mutex);
  return result;
}

int
unlink (const char *path)
{
  int result;

  if (!is_watched_path (path))
    return REAL (unlink) (path);
  if (fails (FAULT_UNLINK))
    return -1;
  pthread_mutex_lock (&mutex);
  result = REAL (unlink) (path);
  if (result == 0)
    {
      add_entry (FAULT_LOG_UNLINK, 0, 0, path, NULL, 0);
      forget_name (path);
    }
  pthread_mutex_unlock (&mutex);
  return result;
}

#undef ftruncate
int
ftruncate (int fd, off_t length)
{
  int result;

  if (!is_watched (fd))
    return (int) syscall (SYS_ftruncate, fd, length);
  if (fails (FAULT_TRUNCATE))
    return -1;
  pthread_mutex_lock (&mutex);
  result = (int) syscall (SYS_ftruncate, fd, length);
  if (result == 0)
    add_entry (FAULT_LOG_TRUNCATE, watch.files[fd], (guint64) length, NULL, NULL, 0);
  pthread_mutex_unlock (&mutex);
  return result;
}

int
ftruncate64 (int fd, off_t length)
{
  return ftruncate (fd, length);
}

/* Memory; the sanitizers have allocators of their own. */

#if !REDAN_SANITIZED
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *memory, size_t size);

static gboolean
is_out_of_memory (void)
{
  if (G_LIKELY (watch.plan.call != FAULT_MEMORY || watch.log == NULL) || !strikes (FAULT_MEMORY))
    return FALSE;
  errno = ENOMEM;
  return TRUE;
}

void *
malloc (size_t size)
{
  return is_out_of_memory () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return is_out_of_memory () ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *memory, size_t size)
{
  return is_out_of_memory () ? NULL : __libc_realloc (memory, size);
}
#endif

/* Preloaded: "DIRECTORY:CALL:KIND:N:ERRNO" as numbers in REDAN_FAULTS; a file REDAN_FAULTS_FIRED is
 * made when it struck. */

static void
tell_fired (void)
{
  const char *path = getenv ("REDAN_FAULTS_FIRED");

  if (path != NULL && watch.log != NULL && watch.log->has_fired)
    syscall (SYS_close, syscall (SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT, 0600));
}

static __attribute__ ((constructor)) void
read_environment (void)
{
  const char *text = getenv ("REDAN_FAULTS");
  char directory[MAX_PATH];
  FaultPlan plan;
  unsigned call;
  unsigned kind;

  if (text == NULL ||
      sscanf (text, "%511[^:]:%u:%u:%u:%d", directory, &call, &kind, &plan.n, &plan.code) != 5)
    return;
  plan.call = call;
  plan.kind = kind;
  faults_watch (directory, &plan, faults_new_log (), FALSE);
  atexit (tell_fired);
}
