/* SPDX-License-Identifier: Apache-2.0 */
/* The import child: gives up its rights, parses foreign bytes and speaks neutral events. A crash
 * here costs one message. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <seccomp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "model/error.h"
#include "model/exchange/child-private.h"
#include "model/exchange/import.h"
#include "model/exchange/json.h"
#include "model/exchange/near-miss.h"
#include "model/exchange/tree-memory.h"
#include "model/exchange/wire.h"
#include "model/file-read.h"

#define MAX_MEMORY (1024UL * 1024 * 1024)
#define MAX_CPU_SECONDS 10
#define READ_SIZE (1024 * 1024)
#define HEAD (64 * 1024)
#define CHECK_FIRST (16 * 1024 * 1024)

static gboolean
set_limit (int resource, rlim_t value, rlim_t hard)
{
  struct rlimit limit = { .rlim_cur = value, .rlim_max = hard };
  struct rlimit now;

  if (getrlimit ((__rlimit_resource_t) resource, &now) == 0)
    {
      limit.rlim_max = MIN (limit.rlim_max, now.rlim_max);
      limit.rlim_cur = MIN (limit.rlim_cur, limit.rlim_max);
    }

  return setrlimit ((__rlimit_resource_t) resource, &limit) == 0;
}

static gboolean
confine_resources (gboolean streams, gsize memory)
{
  return set_limit (RLIMIT_AS, memory, memory) &&
         (streams || set_limit (RLIMIT_CPU, MAX_CPU_SECONDS, MAX_CPU_SECONDS + 1)) &&
         set_limit (RLIMIT_FSIZE, 0, 0) && set_limit (RLIMIT_NOFILE, 4, 4) &&
         set_limit (RLIMIT_CORE, 0, 0) && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* What parsing in memory needs. Opening fails like a missing file, since libraries may look for
 * translations or time zones; all else ends the child at once. */
static gboolean
confine_calls (void)
{
  static const int allowed[] = {
    SCMP_SYS (read),          SCMP_SYS (pread64),        SCMP_SYS (write),
    SCMP_SYS (exit),          SCMP_SYS (exit_group),     SCMP_SYS (brk),
    SCMP_SYS (mmap),          SCMP_SYS (munmap),         SCMP_SYS (mremap),
    SCMP_SYS (mprotect),      SCMP_SYS (madvise),        SCMP_SYS (futex),
    SCMP_SYS (rt_sigaction),  SCMP_SYS (rt_sigprocmask), SCMP_SYS (rt_sigreturn),
    SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday),   SCMP_SYS (getrandom),
    SCMP_SYS (getpid),        SCMP_SYS (gettid),         SCMP_SYS (restart_syscall),
  };
  static const int refused[] = { SCMP_SYS (open), SCMP_SYS (openat), SCMP_SYS (newfstatat) };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  gboolean loaded = filter != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (allowed) && loaded; i++)
    loaded = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
  for (guint i = 0; i < G_N_ELEMENTS (refused) && loaded; i++)
    loaded = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOENT), refused[i], 0) == 0;

  loaded = loaded && seccomp_load (filter) == 0;
  if (filter != NULL)
    seccomp_release (filter);
  return loaded;
}

/* Everything that opens files must have happened before: the message catalogue, the seeds of hash
 * tables (jansson's, GLib's random numbers), the tables of libxml2. */
static gboolean
confine (gboolean streams, gsize memory, GError **error)
{
  json_object_seed (0);
  (void) g_random_int ();
  xmlInitParser ();
  (void) _ ("the import program could not give up its rights");

  if (REDAN_SANITIZED || (confine_resources (streams, memory) && confine_calls ()))
    return TRUE;

  g_set_error_literal (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IMPORT,
                       _ ("the import program could not give up its rights; nothing was read. "
                          "Foreign files need a kernel with seccomp filters"));
  return FALSE;
}

gboolean
import_child_confine (gboolean streams, GError **error)
{
  return confine (streams, MAX_MEMORY, error);
}

gboolean
import_child_confine_memory (gsize memory, GError **error)
{
  return confine (FALSE, memory, error);
}

typedef struct
{
  guint8 *data;
  gsize length;
} Input;

/* Whether any format starts like this. */
static gboolean
may_begin (const Input *input)
{
  guint n;
  const RedanImporter *const *importers = redan_importers_get (&n);

  for (guint i = 0; i < n; i++)
    if (importers[i]->begins (input->data, MIN (input->length, HEAD)))
      return TRUE;
  return FALSE;
}

typedef struct
{
  int fd;
  goffset at;
} Preview;

static gssize
read_preview (guint8 *buffer, gsize room, gpointer data)
{
  Preview *self = data;
  gssize n;

  do
    n = pread (self->fd, buffer, room, self->at);
  while (n < 0 && errno == EINTR);

  self->at += MAX (n, 0);
  return n;
}

/* A large file of JSON is checked before it is read into memory: a broken one never is. */
static gboolean
check_first (int fd, const Input *input, goffset size, GError **error)
{
  Preview preview = { .fd = fd };

  return size < CHECK_FIRST || !redan_json_looks_like (input->data, input->length) ||
         redan_json_scan_stream (read_preview, &preview, error);
}

/* Sized by hand, since a GByteArray rounds up to a power of two. */
static gboolean
read_input (int fd, Input *input, GError **error)
{
  struct stat status;
  goffset size = 0;
  gsize room = READ_SIZE;

  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && lseek (fd, 0, SEEK_CUR) == 0)
    size = status.st_size;

  input->data = g_malloc (room);
  if (!import_child_confine (FALSE, error))
    return FALSE;

  while (input->length <= REDAN_MAX_FILE)
    {
      gssize n;

      if (input->length >= HEAD && !may_begin (input))
        return TRUE;
      if (input->length == HEAD)
        {
          if (!check_first (fd, input, size, error))
            return FALSE;
          room = MAX (room, MIN ((gsize) size, REDAN_MAX_FILE) + 1);
          input->data = g_realloc (input->data, room);
        }

      if (input->length == room)
        {
          room = MIN (room + room / 2, REDAN_MAX_FILE + 1);
          input->data = g_realloc (input->data, room);
        }

      /* The start alone first: it may be enough to say no. */
      n = import_child_read (fd, input->data + input->length,
                             (input->length < HEAD ? MIN (room, HEAD) : room) - input->length,
                             error);
      if (n <= 0)
        return n == 0;
      input->length += (gsize) n;
    }

  g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_LIMIT,
               _ ("the file is larger than %zu MiB; split the model"),
               REDAN_MAX_FILE / 1024 / 1024);
  return FALSE;
}

static char *
list_formats (void)
{
  guint n;
  const RedanImporter *const *importers = redan_importers_get (&n);
  GString *list = g_string_new ("Redan");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, ", %s", importers[i]->title);
  return g_string_free (list, FALSE);
}

/* Says why the bytes are of no known format: with a place when they are nearly JSON, with what to
 * do when they are something else that is known. */
static void
refuse_unknown (const Input *input, GError **error)
{
  /* Outermost keys by which formats are told. */
  static const char *const signs[] = {
    "otmVersion", "threagile_version", "technical_assets", "trust_boundaries", "summary",
    "detail",     "applicationInfo",   "trust_zones",      "specVersion",      "bomFormat",
    "Resources",  "planned_values",    "format_version",   "threatmodel",      "Accounts",
    NULL,
  };
  g_autofree char *formats = list_formats ();
  g_autoptr (RedanRootKeys) keys = NULL;
  const char *meant = NULL;
  const char *slip;
  const char *advice;

  if (input->length == 0)
    {
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("1:1: the file is empty; known formats: %s"), formats);
      return;
    }

  if (redan_json_looks_like (input->data, input->length) &&
      !redan_json_scan (input->data, input->length, NULL, NULL, error))
    return;

  keys = redan_root_keys_new (input->data, input->length);
  slip = redan_root_keys_find_slip (keys, signs, &meant);
  advice = redan_near_miss_find (input->data, input->length);
  if (slip != NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("1:1: the content is of no known format; did you mean \"%s\" by its key "
                    "\"%s\"? Known formats: %s"),
                 meant, slip, formats);
  else if (advice != NULL)
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT, "1:1: %s", advice);
  else
    g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                 _ ("1:1: the content is of no known format; known formats: %s"), formats);
}

static const RedanImporter *
choose_importer (const Input *input, const char *format, GError **error)
{
  g_autofree char *formats = NULL;
  const RedanImporter *importer;

  if (format != NULL)
    {
      importer = redan_importers_lookup (format);
      if (importer != NULL)
        return importer;
      g_set_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_FORMAT,
                   _ ("no importer is called \"%s\""), format);
      return NULL;
    }

  importer = redan_importers_detect (input->data, input->length);
  if (importer == NULL)
    refuse_unknown (input, error);
  return importer;
}

int
redan_import_child_run (const char *format)
{
  g_autoptr (GError) error = NULL;
  Input input = { 0 };
  const RedanImporter *importer = NULL;
  RedanWireWriter writer;
  gboolean written;

  if (!REDAN_SANITIZED)
    redan_tree_memory_install ();
  if (read_input (STDIN_FILENO, &input, &error))
    importer = choose_importer (&input, format, &error);

  redan_tree_memory_own_input (input.data, input.length);
  redan_wire_writer_init (&writer, STDOUT_FILENO, importer);
  if (importer != NULL)
    importer->parse (input.data, input.length, &writer.sink, &error);
  written = redan_wire_writer_finish (&writer, error);
  redan_wire_writer_clear (&writer);
  g_free (input.data);
  return written ? 0 : 1;
}
