/* SPDX-License-Identifier: Apache-2.0 */
/* Advisories and techniques from files of feeds, read by the import child. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedanAdvisory:
 * @source: "csaf", "osv", "kev" or "attack"
 * @id: its identifier in the source: CVE-2024-1234, GHSA-..., T1530
 * @title: one line
 * @date: YYYY-MM-DD of its last change, or ""
 * @vector: a CVSS vector, or ""
 * @products: names of products and packages, separated by line feeds
 * @cves: identifiers, separated by blanks
 * @known_exploited: somebody uses it
 */
typedef struct
{
  const char *source;
  const char *id;
  const char *title;
  const char *date;
  const char *vector;
  const char *products;
  const char *cves;
  gboolean known_exploited;
} RedanAdvisory;

/** RedanAdvisoryFunc: strings are valid during the call only. Returns: %FALSE to stop */
typedef gboolean (*RedanAdvisoryFunc) (gpointer data, const RedanAdvisory *advisory);

/**
 * redan_advisories_read_file:
 * @path: one CSAF or OSV document, a list of OSV documents, the catalogue of known exploited
 * vulnerabilities of CISA, or a STIX bundle of ATT&CK; "-" for standard input; at most 256 MiB
 * @error: set with %REDAN_MODEL_ERROR; begins with the path, and the line and column where there is
 * one
 *
 * Withdrawn, revoked and rejected entries are left out.
 *
 * Returns: whether the whole file was read
 */
gboolean redan_advisories_read_file (const char *path,
                                     RedanAdvisoryFunc func,
                                     gpointer data,
                                     GCancellable *cancellable,
                                     GError **error);

/** redan_advisories_child_run: the main function of the import child for advisories. Returns: exit
 * status */
int redan_advisories_child_run (void);

G_END_DECLS
