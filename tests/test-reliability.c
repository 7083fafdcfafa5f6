/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is lost: the process is killed, calls fail, memory and the disk run out, the power fails,
 * stores are damaged. */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/canonical-writer.h"
#include "model/command.h"
#include "model/error.h"
#include "tests/random-edits.h"
#include "tests/reliability-disk.h"
#include "tests/reliability-work.h"

#define N_STEPS 15

/* The cases are asked for to be at least so many; REDAN_TEST_MORE multiplies what is drawn at
 * random. */
#define MIN_KILLS 300
#define N_RANDOM_KILLS 60
#define N_MEMORY_FAILURES 80
#define LONG_TEXT 400000

/* Under the sanitizers, which make everything slow, every so manyth case is enough. */
#define STRIDE (REDAN_SANITIZED ? 5 : 1)

static WorkPlace place;
static Work *work;
static FaultLog *faults;
static guint more = 1;

/* Goes on with the document that is there, as it is in its file. */
static void
renew (void)
{
  g_autofree char *content = NULL;
  g_autofree char *hash = NULL;
  gsize length;

  memset (work, 0, sizeof *work);
  faults_reset_log (faults);
  g_assert_true (g_file_get_contents (place.path, &content, &length, NULL));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) content, length);
  g_strlcpy (work->files[work->n_files++], hash, 65);
}

static void
begin (guint32 seed)
{
  work_place_fill (&place, seed);
  renew ();
}

/* Of all that a process without memory says before it gives up, nothing belongs into the report of
 * the test. */
static void
be_silent (void)
{
  int fd = open ("/dev/null", O_WRONLY);

  dup2 (fd, STDOUT_FILENO);
  dup2 (fd, STDERR_FILENO);
  close (fd);
}

static void
take_steps (guint32 seed)
{
  work_run (work, &place, seed, N_STEPS);
}

static void
only_open (guint32 seed)
{
  work_run (work, &place, seed, 0);
}

/* Three commands, and a wait until they are on the disk. */
static void
until_barrier (guint32 seed)
{
  work_run (work, &place, seed, 4);
}

static void
only_list (guint32 seed)
{
  g_autoptr (GPtrArray) list = redan_document_list_recoverable (place.stores, NULL);
}

/* Acts in a child under a plan. Returns the signal that ended it, 0 for none. */
static int
run_child (const FaultPlan *plan, gboolean recording, void (*act) (guint32 seed), guint32 seed)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      const struct rlimit no_core = { 0, 0 };
      setrlimit (RLIMIT_CORE, &no_core);
      if (plan != NULL && plan->call == FAULT_MEMORY)
        be_silent ();
      faults_watch (place.directory, plan, faults, recording);
      act (seed);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
  return WIFSIGNALED (status) ? WTERMSIG (status) : 0;
}

static int
run (const FaultPlan *plan, gboolean recording, guint32 seed)
{
  return run_child (plan, recording, take_steps, seed);
}

static void
check (void)
{
  work_check (work, &place, MAX (work->n_states, 1) - 1, work->first_file);
}

/* A document with unsaved work from an earlier session. */
static void
begin_with_work (guint32 seed)
{
  begin (seed);
  g_assert_cmpint (run (NULL, FALSE, seed + 1000), ==, 0);
  faults_reset_log (faults);
}

/* How many calls of a kind an act makes. */
static guint
count_calls_of (void (*act) (guint32 seed), FaultCall call, guint32 seed)
{
  const FaultPlan none = { .call = call, .kind = FAULT_NONE };

  begin_with_work (seed);
  g_assert_cmpint (run_child (&none, FALSE, act, seed), ==, 0);
  check ();
  return (guint) faults->counts[call];
}

static guint
count_calls (FaultCall call, guint32 seed)
{
  return count_calls_of (take_steps, call, seed);
}

static void
test_kill_everywhere (void)
{
  guint n_kills = 0;

  for (guint32 seed = 1; seed <= more || n_kills < MIN_KILLS / STRIDE; seed++)
    {
      begin (seed);
      g_assert_cmpint (run (NULL, FALSE, seed), ==, 0);
      guint n = (guint) faults->counts[FAULT_ANY];
      for (guint i = 1; i <= n; i += STRIDE)
        {
          const FaultPlan plan = { FAULT_ANY, FAULT_KILL, i, 0 };
          begin (seed);
          n_kills += run (&plan, FALSE, seed) == SIGKILL ? 1 : 0;
          check ();
        }
    }
  g_test_message ("%u kills", n_kills);
}

/* Not at a call, but at any moment; the next one goes on with what is there. */
static void
test_kill_at_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guint n_kills = 0;

  for (guint i = 0; n_kills < N_RANDOM_KILLS * more / STRIDE; i++)
    {
      guint32 seed = g_rand_int (random);
      int status;
      if (i % 10 == 0)
        begin (i);
      else
        renew ();
      pid_t child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          faults_watch (place.directory, NULL, faults, FALSE);
          work_run (work, &place, seed, N_STEPS);
          _exit (0);
        }
      g_usleep ((gulong) g_rand_int_range (random, 0, 25000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      n_kills += WIFSIGNALED (status) ? 1 : 0;
      check ();
    }
}

static void
fail_everywhere (FaultCall call, FaultKind kind, int code)
{
  guint n = count_calls (call, 11);
  guint n_fired = 0;

  for (guint i = 1; i <= n; i += STRIDE)
    {
      const FaultPlan plan = { call, kind, i, code };
      begin_with_work (11);
      g_assert_cmpint (run (&plan, FALSE, 11), ==, 0);
      n_fired += faults->has_fired ? 1 : 0;
      check ();
    }
  /* What a failure takes away from the run makes it shorter. */
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n_fired, >=, (n - n / 4) / STRIDE);
}

static void
test_fail (gconstpointer data)
{
  const FaultPlan *plan = data;

  fail_everywhere (plan->call, plan->kind, plan->code);
}

/* Aborting is allowed, damage is not. */
static void
test_no_memory (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  guint n_fired = 0;

  if (REDAN_SANITIZED)
    {
      g_test_skip ("the sanitizers have an allocator of their own");
      return;
    }
  guint n = count_calls (FAULT_MEMORY, 11);
  for (guint i = 0; i < N_MEMORY_FAILURES * more; i++)
    {
      const FaultPlan plan = { FAULT_MEMORY, i % 4 == 0 ? FAULT_ALWAYS : FAULT_ONCE,
                               (guint) g_rand_int_range (random, 1, (gint32) n + 1), ENOMEM };
      begin_with_work (11);
      int ended = run (&plan, FALSE, 11);
      /* GLib, told for good that there is no memory, tries to say so until its stack is full. */
      if (ended != 0 && ended != SIGABRT && ended != SIGTRAP &&
          !(ended == SIGSEGV && plan.kind == FAULT_ALWAYS))
        g_error ("the process was ended by signal %d when allocation %u of %u failed", ended,
                 plan.n, n);
      n_fired += faults->has_fired ? 1 : 0;
      check ();
    }
  g_assert_cmpuint (n_fired, >, N_MEMORY_FAILURES / 2);
}

/* Whoever waits for the disk is answered, also when there is no memory for a thread. */
static void
test_no_memory_to_sync (void)
{
  if (REDAN_SANITIZED)
    {
      g_test_skip ("the sanitizers have an allocator of their own");
      return;
    }
  const guint n = count_calls_of (until_barrier, FAULT_MEMORY, 11);
  for (guint i = count_calls_of (only_open, FAULT_MEMORY, 11); i <= n; i++)
    {
      const FaultPlan plan = { FAULT_MEMORY, FAULT_ONCE, i, ENOMEM };
      begin_with_work (11);
      int ended = run_child (&plan, FALSE, until_barrier, 11);
      if (ended != 0 && ended != SIGABRT && ended != SIGTRAP)
        g_error ("the process was ended by signal %d when allocation %u of %u failed", ended, i, n);
      check ();
    }
}

/* More than the pages that SQLite makes room for at once. */
static void
add_long_text (void)
{
  g_autofree char *text = g_strnfill (LONG_TEXT, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (RedanDocument) document =
      redan_document_open (place.schema, place.path, place.stores, NULL, &error);

  g_assert_no_error (error);
  RedanEdit *edit = redan_edit_new (redan_document_get_model (document), "Describe");
  RedanId id = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
  redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, "process");
  redan_edit_set (edit, &id, REDAN_FIELD_DESCRIPTION, NULL, text);
  redan_document_apply (document, edit, &error);
  g_assert_no_error (error);
}

/* Every call of a kind fails once: stores are used, or left as they are, but never taken for
 * damaged ones. */
static void
fail_each_call (FaultCall call, int code, void (*act) (guint32 seed))
{
  FaultPlan plan = { call, FAULT_NONE, 0, code };
  guint n;

  g_assert_cmpint (run_child (&plan, FALSE, act, 11), ==, 0);
  n = (guint) faults->counts[call];
  g_assert_cmpuint (n, >, 5);
  g_autofree Work *before = g_memdup2 (work, sizeof *work);
  plan.kind = FAULT_ONCE;
  for (plan.n = 1; plan.n <= n; plan.n += STRIDE)
    {
      memcpy (work, before, sizeof *work);
      faults_reset_log (faults);
      int ended = run_child (&plan, FALSE, act, 11);
      if (ended != 0 && ended != SIGABRT && ended != SIGTRAP)
        g_error ("the process was ended by signal %d when call %u of %u failed", ended, plan.n, n);
      work_check_stores (&place);
    }
  memcpy (work, before, sizeof *work);
}

static void
test_fail_to_open (gconstpointer data)
{
  const FaultPlan *plan = data;

  if (REDAN_SANITIZED && plan->call == FAULT_MEMORY)
    {
      g_test_skip ("the sanitizers have an allocator of their own");
      return;
    }
  begin_with_work (11);
  add_long_text ();
  renew ();
  fail_each_call (plan->call, plan->code, only_open);
  check ();
}

/* What a document without file holds is not thrown away because it could not be read. */
static void
test_fail_to_list (gconstpointer data)
{
  const FaultPlan *plan = data;
  g_autoptr (GError) error = NULL;

  if (REDAN_SANITIZED && plan->call == FAULT_MEMORY)
    {
      g_test_skip ("the sanitizers have an allocator of their own");
      return;
    }
  begin (11);
  g_autoptr (RedanDocument) document = redan_document_new (place.schema);
  redan_document_attach_untitled (document, place.stores, NULL, &error);
  g_assert_no_error (error);
  redan_document_apply (document,
                        redan_command_add_element (redan_document_get_model (document), "process",
                                                   "only here", NULL, NULL, NULL, NULL),
                        &error);
  g_assert_no_error (error);
  g_clear_object (&document);
  fail_each_call (plan->call, plan->code, only_list);

  g_autofree char *warning = NULL;
  g_autoptr (GPtrArray) list = redan_document_list_recoverable (place.stores, &warning);
  g_assert_cmpstr (warning, ==, NULL);
  g_assert_cmpuint (list->len, ==, 1);
}

/* What must be there at least: raises what it was in the beginning to what was certain when the
 * power failed. */
static void
find_certain (guint n_entries, guint *state_out, guint *file_out)
{
  for (guint i = 0; i < n_entries; i++)
    {
      const FaultLogEntry *entry = &faults->entries[i];
      guint index = WORK_MARK_INDEX (entry->offset);
      if (entry->kind != FAULT_LOG_MARK)
        continue;
      if ((entry->offset & ~G_GUINT64_CONSTANT (0xffffffff)) == WORK_MARK_BARRIER)
        *state_out = MAX (*state_out, index);
      if ((entry->offset & ~G_GUINT64_CONSTANT (0xffffffff)) == WORK_MARK_FILE)
        *file_out = index;
    }
}

static void
test_power_loss (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (GHashTable) initial = NULL;
  guint n_states = 0;

  for (guint32 seed = 21; seed < 21 + more; seed++)
    {
      begin_with_work (seed);
      g_clear_pointer (&initial, g_hash_table_unref);
      initial = disk_read (place.directory);
      const guint first_state = work->n_states - 1;
      const guint first_file = work->first_file;
      g_assert_cmpint (run (NULL, TRUE, seed), ==, 0);
      g_assert_false (faults->is_full);
      for (guint i = 0; i <= faults->n_entries; i += STRIDE)
        {
          guint state = first_state;
          guint file = first_file;
          find_certain (i, &state, &file);
          for (DiskManner manner = 0; manner < DISK_N_MANNERS; manner++, n_states++)
            {
              disk_replay (faults, i, place.directory, initial, manner, random);
              work_check (work, &place, state, file);
            }
        }
    }
  g_test_message ("%u states of the disk", n_states);
}

/* Both the file and its store lie on a disk that gets full, and empty again. Runs in a child with
 * mounts of its own. */
static int
work_on_small_disk (void)
{
  g_autofree char *ballast = g_build_filename (place.directory, "ballast", NULL);
  g_autofree char *text = g_strnfill (40000, 'x');
  g_autoptr (RedanDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  guint n_done = 0;

  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", place.directory, "tmpfs", 0, "size=3m") != 0)
    return 77;
  begin (31);
  g_assert_true (g_file_set_contents (ballast, text, 40000, NULL));
  document = redan_document_open (place.schema, place.path, place.stores, NULL, &error);
  g_assert_no_error (error);
  for (gboolean fits = TRUE; fits; n_done += fits ? 1 : 0)
    {
      const RedanModel *model = redan_document_get_model (document);
      RedanEdit *edit = redan_edit_new (model, "Describe");
      RedanId id = redan_edit_create (edit, REDAN_SECTION_ELEMENT, NULL);
      redan_edit_set (edit, &id, REDAN_FIELD_KIND, NULL, "process");
      redan_edit_set (edit, &id, REDAN_FIELD_DESCRIPTION, NULL, text);
      fits = redan_document_apply (document, edit, &error);
    }
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpuint (n_done, >, 5);
  g_autoptr (GBytes) bytes = model_bytes (redan_document_get_model (document));
  g_assert_false (redan_document_save (document, place.path, &error));
  g_assert_error (error, REDAN_MODEL_ERROR, REDAN_MODEL_ERROR_IO);
  g_clear_object (&document);

  /* there is room again: all that was accepted is there, and can be saved */
  g_assert_cmpint (mount ("tmpfs", place.directory, "tmpfs", MS_REMOUNT, "size=16m"), ==, 0);
  document = redan_document_open (place.schema, place.path, place.stores, NULL, NULL);
  g_autoptr (GBytes) found = model_bytes (redan_document_get_model (document));
  g_assert_true (g_bytes_equal (found, bytes));
  g_clear_object (&document);
  g_assert_cmpint (g_unlink (ballast), ==, 0);
  check ();
  return 0;
}

static void
test_full_disk (void)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (work_on_small_disk ());
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("mounting a small disk is not allowed here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

/* A store that a killed process left behind without its log, with that of an hour ago, or with a
 * wrong index of it. */
static void
test_damaged_store (void)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-wal" };
  g_autoptr (GRand) random = g_rand_new_with_seed (9);

  for (guint i = 0; i < 60 * more / STRIDE; i++)
    {
      const FaultPlan plan = { FAULT_ANY, FAULT_KILL, 150 + i, 0 };
      const char *suffix = suffixes[i % G_N_ELEMENTS (suffixes)];
      begin (41);
      run (&plan, FALSE, 41);
      g_autoptr (GHashTable) files = disk_read (place.stores);
      GHashTableIter iter;
      gpointer path;
      gpointer content;
      g_hash_table_iter_init (&iter, files);
      while (g_hash_table_iter_next (&iter, &path, &content))
        {
          GByteArray *bytes = content;
          if (!g_str_has_suffix (path, suffix))
            continue;
          if (i % G_N_ELEMENTS (suffixes) == 0)
            g_assert_cmpint (g_unlink (path), ==, 0);
          else
            {
              for (guint n = 0; n < bytes->len; n += 1 + (guint) g_rand_int_range (random, 0, 40))
                bytes->data[n] ^= (guint8) g_rand_int (random);
              g_assert_true (
                  g_file_set_contents (path, (char *) bytes->data, (gssize) bytes->len, NULL));
            }
        }
      /* without its log a store holds what was moved out of it, or nothing; its index is made anew
       */
      if (g_str_equal (suffix, "-shm"))
        check ();
      else
        work_check_opens (work, &place);
    }
}

static void
add (const char *name, FaultCall call, FaultKind kind, int code)
{
  FaultPlan *plan = g_new (FaultPlan, 1);
  g_autofree char *path = g_strconcat ("/reliability/fail/", name, NULL);

  *plan = (FaultPlan){ call, kind, 0, code };
  g_test_add_data_func_full (path, plan, test_fail, g_free);
}

static const FaultPlan failing_read = { FAULT_READ, FAULT_ONCE, 0, EIO };
static const FaultPlan failing_memory = { FAULT_MEMORY, FAULT_ONCE, 0, ENOMEM };

int
main (int argc, char **argv)
{
  const char *text = g_getenv ("REDAN_TEST_MORE");

  g_test_init (&argc, &argv, NULL);
  more = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 1;
  work_place_init (&place);
  work = work_new ();
  faults = faults_new_log ();
  /* What is checked need not reach a disk. */
  faults_watch (place.directory, NULL, NULL, FALSE);
  g_test_add_func ("/reliability/kill/everywhere", test_kill_everywhere);
  g_test_add_func ("/reliability/kill/at-random", test_kill_at_random);
  add ("open", FAULT_OPEN, FAULT_ONCE, EMFILE);
  add ("write", FAULT_WRITE, FAULT_ONCE, EIO);
  add ("write-short", FAULT_WRITE, FAULT_SHORT, 0);
  add ("disk-full-from-there", FAULT_WRITE, FAULT_ALWAYS, ENOSPC);
  add ("sync", FAULT_SYNC, FAULT_ONCE, EIO);
  add ("sync-from-there", FAULT_SYNC, FAULT_ALWAYS, EIO);
  add ("close", FAULT_CLOSE, FAULT_ONCE, EIO);
  add ("rename", FAULT_RENAME, FAULT_ONCE, EACCES);
  add ("unlink", FAULT_UNLINK, FAULT_ONCE, EACCES);
  add ("truncate", FAULT_TRUNCATE, FAULT_ONCE, EIO);
  add ("read", FAULT_READ, FAULT_ONCE, EIO);
  g_test_add_data_func ("/reliability/open/read", &failing_read, test_fail_to_open);
  g_test_add_data_func ("/reliability/open/no-memory", &failing_memory, test_fail_to_open);
  g_test_add_data_func ("/reliability/list/read", &failing_read, test_fail_to_list);
  g_test_add_data_func ("/reliability/list/no-memory", &failing_memory, test_fail_to_list);
  g_test_add_func ("/reliability/sync/no-memory", test_no_memory_to_sync);
  g_test_add_func ("/reliability/no-memory", test_no_memory);
  g_test_add_func ("/reliability/power-loss", test_power_loss);
  g_test_add_func ("/reliability/full-disk", test_full_disk);
  g_test_add_func ("/reliability/damaged-store", test_damaged_store);

  int result = g_test_run ();
  work_place_clear (&place);
  return result;
}
