/* SPDX-License-Identifier: Apache-2.0 */
/* A listing as one page of HTML that needs no network: search and sorting are inside. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/hash.h"
#include "ui/report/listing.h"

/* What runs and what styles stands here whole; the policy names it by its hash and forbids all else
 * (Content Security Policy Level 3, 2.3.1). */
static const char style[] =
    "\n:root{color-scheme:light dark}"
    "\nbody{font:15px/1.45 system-ui,sans-serif;margin:1.5rem}"
    "\nh1{font-size:1.4rem;margin:0 0 .3rem}"
    "\np{margin:.3rem 0 1rem;opacity:.8}"
    "\n#find{font:inherit;width:min(30rem,90%);padding:.35rem .6rem;margin-right:.8rem}"
    "\ntable{border-collapse:collapse;width:100%;margin-top:1rem}"
    "\nth,td{text-align:left;vertical-align:top;padding:.35rem .6rem;"
    "border-bottom:1px solid #8884;overflow-wrap:anywhere}"
    "\nth{position:sticky;top:0;background:Canvas}"
    "\nth button{font:inherit;font-weight:600;background:none;border:0;padding:0;color:inherit;"
    "cursor:pointer;text-align:left}"
    "\nth[aria-sort=ascending] button::after{content:' \\2191'}"
    "\nth[aria-sort=descending] button::after{content:' \\2193'}"
    "\n.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "\ntr.settled{opacity:.6}"
    "\n.critical,.high,.medium{font-weight:600}"
    "\n.critical{color:light-dark(#a51d2d,#ff7b7b)}"
    "\n.high{color:light-dark(#b5530a,#ffa348)}"
    "\n.medium{color:light-dark(#8a6100,#f8e45c)}"
    "\ndetails summary{cursor:pointer}"
    "\ndetails div{white-space:pre-wrap;margin:.3rem 0}"
    "\n";

static const char script[] =
    "\n'use strict';"
    "\nconst find=document.getElementById('find'),count=document.getElementById('count');"
    "\nconst body=document.querySelector('tbody'),rows=Array.from(body.rows);"
    "\nconst texts=rows.map(row=>row.textContent.toLowerCase());"
    "\nfunction show(){"
    "\n const words=find.value.toLowerCase().split(/\\s+/).filter(Boolean);let n=0;"
    "\n rows.forEach((row,i)=>{const hit=words.every(word=>texts[i].includes(word));"
    "row.hidden=!hit;n+=hit});"
    "\n count.textContent=n+' / '+rows.length;"
    "\n}"
    "\nfunction sort(head){"
    "\n const at=head.cellIndex,number=head.classList.contains('n');"
    "\n const down=head.getAttribute('aria-sort')==='ascending';"
    "\n for(const other of head.parentNode.cells)other.removeAttribute('aria-sort');"
    "\n head.setAttribute('aria-sort',down?'descending':'ascending');"
    "\n const key=row=>{const cell=row.cells[at];const text=cell.dataset.key||cell.textContent;"
    "return number||cell.dataset.key?(text===''?-Infinity:Number(text)):text.toLowerCase()};"
    "\n const sorted=rows.map((row,i)=>[key(row),i,row]).sort((a,b)=>"
    "(a[0]<b[0]?-1:a[0]>b[0]?1:a[1]-b[1])*(down&&a[0]!==b[0]?-1:1));"
    "\n for(const item of sorted)body.append(item[2]);"
    "\n}"
    "\nfind.addEventListener('input',show);"
    "\nfor(const head of document.querySelectorAll('th'))"
    "head.querySelector('button').addEventListener('click',()=>sort(head));"
    "\nshow();"
    "\n";

static void
append_text (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static char *
dup_hash (const char *text)
{
  RedanHash hash;
  guint8 digest[REDAN_HASH_SIZE];

  redan_hash_init (&hash);
  redan_hash_add_text (&hash, text);
  redan_hash_finish (&hash, digest);
  return g_base64_encode (digest, sizeof digest);
}

static void
append_head (const RedanListing *self, GString *out)
{
  g_autofree char *style_hash = dup_hash (style);
  g_autofree char *script_hash = dup_hash (script);

  g_string_append_printf (
      out,
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "script-src 'sha256-%s'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
      script_hash, style_hash);
  append_text (out, self->title);
  g_string_append_printf (out, "</title>\n<style>%s</style>\n</head>\n<body>\n<h1>", style);
  append_text (out, self->title);
  g_string_append (out, "</h1>\n<p>");
  append_text (out, self->note);
  g_string_append (out, "</p>\n<label for=\"find\">");
  append_text (out, _ ("Search"));
  g_string_append (out, "</label>\n<input id=\"find\" type=\"search\" autocomplete=\"off\">"
                        "<output id=\"count\" for=\"find\"></output>\n"
                        "<table>\n<thead>\n<tr>");
  for (guint i = 0; i < self->n_columns; i++)
    {
      g_string_append_printf (out, "<th scope=\"col\"%s><button type=\"button\">",
                              self->columns[i].number ? " class=\"n\"" : "");
      append_text (out, self->columns[i].title);
      g_string_append (out, "</button></th>");
    }
  g_string_append (out, "</tr>\n</thead>\n<tbody>\n");
}

/* The title of a row opens on its text. */
static void
append_cell (const RedanListing *self, const RedanListingRow *row, guint at, GString *out)
{
  const RedanListingColumn *column = &self->columns[at];
  const char *text = row->cells[at];
  RedanBand band;

  if (column->number)
    g_string_append (out, "<td class=\"n\">");
  /* Words of severity sort by what they mean, from the slightest. */
  else if (strcmp (column->key, "severity") == 0 && redan_band_from_word (text, &band))
    g_string_append_printf (out, "<td class=\"%s\" data-key=\"%d\">", text, (int) band);
  else
    g_string_append (out, "<td>");
  if (strcmp (column->key, "title") == 0 && *row->description != '\0')
    {
      g_string_append (out, "<details><summary>");
      append_text (out, text);
      g_string_append (out, "</summary><div>");
      append_text (out, row->description);
      g_string_append (out, "</div></details>");
    }
  else
    append_text (out, text);
  g_string_append (out, "</td>");
}

gboolean
redan_listing_write_html (const RedanListing *self, RedanRowSink sink, gpointer user_data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean accepted = TRUE;

  append_head (self, out);
  for (guint i = 0; i < self->rows->len && accepted; i++)
    {
      const RedanListingRow *row = g_ptr_array_index (self->rows, i);

      g_string_append (out, row->settled ? "<tr class=\"settled\">" : "<tr>");
      for (guint j = 0; j < self->n_columns; j++)
        append_cell (self, row, j, out);
      g_string_append (out, "</tr>\n");
      accepted = sink (user_data, out->str, out->len);
      g_string_truncate (out, 0);
    }
  g_string_append_printf (out, "</tbody>\n</table>\n<script>%s</script>\n</body>\n</html>\n",
                          script);
  return accepted && sink (user_data, out->str, out->len);
}
