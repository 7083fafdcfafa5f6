/* SPDX-License-Identifier: Apache-2.0 */
/* All words that Threagile has for its members: its support/schema.json. */

#include "config.h"

#include "model/exchange/threagile-private.h"

static const char *const rating_words[] = {
  "archive", "operational", "important", "critical", "mission-critical", NULL,
};

static const char *const usage_words[] = {
  "business",
  "devops",
  NULL,
};

static const char *const quantity_words[] = {
  "very-few", "few", "many", "very-many", NULL,
};

static const char *const confidentiality_words[] = {
  "public", "internal", "restricted", "confidential", "strictly-confidential", NULL,
};

static const char *const asset_type_words[] = {
  "external-entity",
  "process",
  "datastore",
  NULL,
};

static const char *const size_words[] = {
  "system", "service", "application", "component", NULL,
};

static const char *const technology_words[] = {
  "unknown-technology",
  "client-system",
  "browser",
  "desktop",
  "mobile-app",
  "devops-client",
  "web-server",
  "web-application",
  "application-server",
  "database",
  "file-server",
  "local-file-system",
  "erp",
  "cms",
  "web-service-rest",
  "web-service-soap",
  "ejb",
  "search-index",
  "search-engine",
  "service-registry",
  "reverse-proxy",
  "load-balancer",
  "build-pipeline",
  "sourcecode-repository",
  "artifact-registry",
  "code-inspection-platform",
  "monitoring",
  "ldap-server",
  "container-platform",
  "batch-processing",
  "event-listener",
  "identity-provider",
  "identity-store-ldap",
  "identity-store-database",
  "tool",
  "cli",
  "task",
  "function",
  "gateway",
  "iot-device",
  "message-queue",
  "stream-processing",
  "service-mesh",
  "data-lake",
  "report-engine",
  "ai",
  "mail-server",
  "vault",
  "hsm",
  "waf",
  "ids",
  "ips",
  "scheduler",
  "mainframe",
  "block-storage",
  "library",
  NULL,
};

static const char *const machine_words[] = {
  "physical", "virtual", "container", "serverless", NULL,
};

static const char *const encryption_words[] = {
  "none",
  "transparent",
  "data-with-symmetric-shared-key",
  "data-with-asymmetric-shared-key",
  "data-with-end-user-individual-key",
  NULL,
};

static const char *const data_format_words[] = {
  "json", "xml", "serialization", "file", "csv", "yaml", NULL,
};

static const char *const protocol_words[] = {
  "unknown-protocol",
  "http",
  "https",
  "ws",
  "wss",
  "reverse-proxy-web-protocol",
  "reverse-proxy-web-protocol-encrypted",
  "mqtt",
  "jdbc",
  "jdbc-encrypted",
  "odbc",
  "odbc-encrypted",
  "sql-access-protocol",
  "sql-access-protocol-encrypted",
  "nosql-access-protocol",
  "nosql-access-protocol-encrypted",
  "binary",
  "binary-encrypted",
  "text",
  "text-encrypted",
  "ssh",
  "ssh-tunnel",
  "smtp",
  "smtp-encrypted",
  "pop3",
  "pop3-encrypted",
  "imap",
  "imap-encrypted",
  "ftp",
  "ftps",
  "sftp",
  "scp",
  "ldap",
  "ldaps",
  "jms",
  "nfs",
  "smb",
  "smb-encrypted",
  "local-file-access",
  "nrpe",
  "xmpp",
  "iiop",
  "iiop-encrypted",
  "jrmp",
  "jrmp-encrypted",
  "in-process-library-call",
  "inter-process-communication",
  "container-spawning",
  NULL,
};

static const char *const authentication_words[] = {
  "none",       "credentials",  "session-id", "token", "client-certificate",
  "two-factor", "externalized", NULL,
};

static const char *const authorization_words[] = {
  "none",
  "technical-user",
  "end-user-identity-propagation",
  NULL,
};

static const char *const boundary_type_words[] = {
  "network-on-prem",
  "network-dedicated-hoster",
  "network-virtual-lan",
  "network-cloud-provider",
  "network-cloud-security-group",
  "network-policy-namespace-isolation",
  "execution-environment",
  NULL,
};

static const char *const function_words[] = {
  "business-side", "architecture", "development", "operations", NULL,
};

static const char *const stride_words[] = {
  "spoofing",
  "tampering",
  "repudiation",
  "information-disclosure",
  "denial-of-service",
  "elevation-of-privilege",
  NULL,
};

static const char *const severity_words[] = {
  "low", "medium", "elevated", "high", "critical", NULL,
};

static const char *const likelihood_words[] = {
  "unlikely", "likely", "very-likely", "frequent", NULL,
};

static const char *const impact_words[] = {
  "low", "medium", "high", "very-high", NULL,
};

static const char *const data_breach_words[] = {
  "improbable",
  "possible",
  "probable",
  NULL,
};

static const char *const status_words[] = {
  "unchecked", "in-discussion", "accepted", "in-progress", "mitigated", "false-positive", NULL,
};

const RedanVocabulary redan_threagile_vocabulary[] = {
  { REDAN_SECTION_META, "business_criticality", rating_words },
  { REDAN_N_SECTIONS, "usage", usage_words },
  { REDAN_SECTION_ASSET, "quantity", quantity_words },
  { REDAN_N_SECTIONS, "confidentiality", confidentiality_words },
  { REDAN_N_SECTIONS, "integrity", rating_words },
  { REDAN_N_SECTIONS, "availability", rating_words },
  { REDAN_SECTION_ELEMENT, "type", asset_type_words },
  { REDAN_SECTION_ELEMENT, "size", size_words },
  { REDAN_SECTION_ELEMENT, "technology", technology_words },
  { REDAN_SECTION_ELEMENT, "technologies", technology_words },
  { REDAN_SECTION_ELEMENT, "machine", machine_words },
  { REDAN_SECTION_ELEMENT, "encryption", encryption_words },
  { REDAN_SECTION_ELEMENT, "data_formats_accepted", data_format_words },
  { REDAN_SECTION_FLOW, "protocol", protocol_words },
  { REDAN_SECTION_FLOW, "authentication", authentication_words },
  { REDAN_SECTION_FLOW, "authorization", authorization_words },
  { REDAN_SECTION_BOUNDARY, "type", boundary_type_words },
  { REDAN_SECTION_THREAT, "function", function_words },
  { REDAN_SECTION_THREAT, "stride", stride_words },
  { REDAN_SECTION_THREAT, "severity", severity_words },
  { REDAN_SECTION_THREAT, "exploitation_likelihood", likelihood_words },
  { REDAN_SECTION_THREAT, "exploitation_impact", impact_words },
  { REDAN_SECTION_THREAT, "data_breach_probability", data_breach_words },
  { REDAN_N_SECTIONS, "status", status_words },
  { REDAN_N_SECTIONS, NULL, NULL },
};
