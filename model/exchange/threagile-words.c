/* SPDX-License-Identifier: Apache-2.0 */
/* Words of Threagile and ours, for reading and for writing. */

#include "config.h"

#include <string.h>

#include "model/exchange/threagile-private.h"

static const RedanRelayWord boundary_words[] = {
  { "network-on-prem", "on-prem" },
  { "network-dedicated-hoster", "on-prem" },
  { "network-virtual-lan", "subnet" },
  { "network-cloud-provider", "trust-zone" },
  { "network-cloud-security-group", "security-group" },
  { "network-policy-namespace-isolation", "k8s-namespace" },
  { "execution-environment", "host" },
};

static const RedanRelayWord technology_words[] = {
  { "unknown-technology", "" },
  { "browser", "browser" },
  { "desktop", "desktop-app" },
  { "mobile-app", "mobile-app" },
  { "web-server", "web-server" },
  { "reverse-proxy", "web-server" },
  { "web-application", "app-server" },
  { "application-server", "app-server" },
  { "web-service-rest", "app-server" },
  { "web-service-soap", "app-server" },
  { "erp", "app-server" },
  { "cms", "app-server" },
  { "ejb", "app-server" },
  { "file-server", "file-store" },
  { "local-file-system", "file-store" },
  { "search-index", "search-index" },
  { "search-engine", "search-index" },
  { "load-balancer", "load-balancer" },
  { "build-pipeline", "ci-server" },
  { "sourcecode-repository", "source-repo" },
  { "artifact-registry", "artifact-registry" },
  { "monitoring", "monitoring" },
  { "ldap-server", "directory" },
  { "identity-store-ldap", "directory" },
  { "container-platform", "orchestrator" },
  { "batch-processing", "batch-job" },
  { "scheduler", "batch-job" },
  { "task", "batch-job" },
  { "identity-provider", "identity-provider" },
  { "function", "function" },
  { "gateway", "api-gateway" },
  { "iot-device", "iot-device" },
  { "message-queue", "message-queue" },
  { "stream-processing", "stream" },
  { "data-lake", "data-warehouse" },
  { "ai", "llm" },
  { "mail-server", "mail-server" },
  { "vault", "secret-store" },
  { "hsm", "hsm" },
  { "waf", "waf" },
  { "mainframe", "mainframe" },
  { "block-storage", "block-store" },
};

static const RedanRelayWord class_words[] = {
  { "public", "public" },
  { "internal", "internal" },
  { "restricted", "confidential" },
  { "confidential", "restricted" },
  { "strictly-confidential", "restricted" },
};

static const RedanRelayWord rating_words[] = {
  { "archive", "1" },  { "operational", "2" },      { "important", "3" },
  { "critical", "4" }, { "mission-critical", "5" },
};

static const RedanRelayWord encryption_words[] = {
  { "none", "none" },
  { "transparent", "provider-key" },
  { "data-with-symmetric-shared-key", "client-side" },
  { "data-with-asymmetric-shared-key", "client-side" },
  { "data-with-end-user-individual-key", "client-side" },
};

static const RedanRelayWord format_words[] = {
  { "json", "json" }, { "xml", "xml" }, { "serialization", "serialized" },
  { "file", "file" }, { "csv", "csv" },
};

static const RedanRelayWord authentication_words[] = {
  { "none", "none" },   { "credentials", "password" },    { "session-id", "token" },
  { "token", "token" }, { "client-certificate", "mtls" }, { "externalized", "sso" },
};

static const RedanRelayWord severity_words[] = {
  { "low", "low" },   { "medium", "medium" },     { "elevated", "high" },
  { "high", "high" }, { "critical", "critical" },
};

static const RedanRelayWord likelihood_words[] = {
  { "unlikely", "2" },
  { "likely", "3" },
  { "very-likely", "4" },
  { "frequent", "5" },
};

static const RedanRelayWord impact_words[] = {
  { "low", "2" },
  { "medium", "3" },
  { "high", "4" },
  { "very-high", "5" },
};

static const RedanRelayWord stride_words[] = {
  { "spoofing", "Spoofing" },
  { "tampering", "Tampering" },
  { "repudiation", "Repudiation" },
  { "information-disclosure", "Information disclosure" },
  { "denial-of-service", "Denial of service" },
  { "elevation-of-privilege", "Elevation of privilege" },
};

static const RedanRelayWord decision_words[] = {
  { "unchecked", "open" },     { "in-discussion", "investigate" },
  { "accepted", "accept" },    { "in-progress", "mitigate" },
  { "mitigated", "mitigate" }, { "false-positive", "not-applicable" },
};

typedef struct
{
  const char *written;
  const char *protocol;
  gboolean plain; /* the format has an encrypted sibling, so this one is not */
} Protocol;

static const Protocol protocols[] = {
  { "http", "http", TRUE },
  { "https", "https", FALSE },
  { "ws", "ws", TRUE },
  { "wss", "wss", FALSE },
  { "reverse-proxy-web-protocol", "http", TRUE },
  { "reverse-proxy-web-protocol-encrypted", "https", FALSE },
  { "mqtt", "mqtt", FALSE },
  { "jdbc", "sql", TRUE },
  { "jdbc-encrypted", "sql", FALSE },
  { "odbc", "sql", TRUE },
  { "odbc-encrypted", "sql", FALSE },
  { "sql-access-protocol", "sql", TRUE },
  { "sql-access-protocol-encrypted", "sql", FALSE },
  { "nosql-access-protocol", "other", TRUE },
  { "nosql-access-protocol-encrypted", "other", FALSE },
  { "binary", "tcp", TRUE },
  { "binary-encrypted", "tls", FALSE },
  { "text", "tcp", TRUE },
  { "text-encrypted", "tls", FALSE },
  { "ssh", "ssh", FALSE },
  { "ssh-tunnel", "ssh", FALSE },
  { "scp", "ssh", FALSE },
  { "smtp", "smtp", TRUE },
  { "smtp-encrypted", "smtp", FALSE },
  { "ftp", "ftp", TRUE },
  { "sftp", "sftp", FALSE },
  { "ldap", "ldap", TRUE },
  { "ldaps", "ldaps", FALSE },
  { "nfs", "nfs", FALSE },
  { "smb", "smb", TRUE },
  { "smb-encrypted", "smb", FALSE },
  { "local-file-access", "file", FALSE },
  { "in-process-library-call", "ipc", FALSE },
  { "inter-process-communication", "ipc", FALSE },
};

#define TABLE(name)                                                                                \
  {                                                                                                \
    name##_words, G_N_ELEMENTS (name##_words)                                                      \
  }

/* In the order of RedanThreagileTopic. */
const RedanThreagileWords redan_threagile_words[] = {
  TABLE (boundary),   TABLE (technology), TABLE (class),          TABLE (rating),
  TABLE (encryption), TABLE (format),     TABLE (authentication), TABLE (severity),
  TABLE (likelihood), TABLE (impact),     TABLE (stride),         TABLE (decision),
};

const char *
redan_threagile_find (RedanThreagileTopic topic, const char *written)
{
  return redan_relay_find_word (redan_threagile_words[topic].words, redan_threagile_words[topic].n,
                                written);
}

const char *
redan_threagile_find_protocol (const char *written, gboolean *plain_out)
{
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      if (strcmp (protocols[i].written, written) != 0)
        continue;
      *plain_out = protocols[i].plain;
      return protocols[i].protocol;
    }
  return NULL;
}

const char *
redan_threagile_write_protocol (const char *protocol, gboolean encrypted)
{
  const char *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      if (strcmp (protocols[i].protocol, protocol) != 0 || strcmp (protocol, "other") == 0)
        continue;
      if (protocols[i].plain != encrypted)
        return protocols[i].written;
      if (found == NULL)
        found = protocols[i].written;
    }
  return found;
}

const char *
redan_threagile_write_word (RedanThreagileTopic topic, const char *word)
{
  for (guint i = 0; i < redan_threagile_words[topic].n; i++)
    {
      if (strcmp (redan_threagile_words[topic].words[i].word, word) == 0)
        return redan_threagile_words[topic].words[i].written;
    }
  return NULL;
}
