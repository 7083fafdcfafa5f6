/* SPDX-License-Identifier: Apache-2.0 */
/* Names of things as they are typed on the command line: in any case, and with slips. */

#include "config.h"

#include "app/names.h"

#include "model/exchange/vocabulary.h"
#include "model/nearest-word.h"

gboolean
redan_name_is (const char *a, const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

char *
redan_names_dup_hint (const char *const *names, const char *text)
{
  g_autofree char *folded = g_utf8_validate (text, -1, NULL) ? g_utf8_casefold (text, -1) : NULL;
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func (g_free);
  RedanNearestWord nearest = { .word = text };
  const char *near;

  if (folded == NULL)
    return g_strdup ("");
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (known, g_utf8_casefold (names[i], -1));
  g_ptr_array_add (known, NULL);
  near = redan_words_find_near ((const char *const *) known->pdata, folded);
  for (guint i = 0; near != NULL && names[i] != NULL; i++)
    if (near == known->pdata[i])
      nearest.best = names[i];

  return redan_nearest_word_dup_hint (&nearest);
}
