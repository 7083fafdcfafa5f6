/* SPDX-License-Identifier: Apache-2.0 */
/* The table of words in types of components, the more special before the more general. */

#include "config.h"

#include <string.h>

#include "model/exchange/component-kinds.h"

typedef struct
{
  const char *word; /* between characters that are no letters and no digits */
  const char *kind;
  const char *tech;
} KindWord;

static const KindWord kind_words[] = {
  { "cognito", "process", "identity-provider" },
  { "web-client", "actor", "browser" },
  { "browser", "actor", "browser" },
  { "mobile", "actor", "mobile-app" },
  { "mobileclient", "actor", "mobile-app" },
  { "android", "actor", "mobile-app" },
  { "ios", "actor", "mobile-app" },
  { "desktop", "actor", "desktop-app" },
  { "iot-device", "actor", "iot-device" },
  { "client", "actor", NULL },
  { "clients", "actor", NULL },
  { "person", "actor", "human" },
  { "user", "actor", "human" },
  { "users", "actor", "human" },
  { "customer", "actor", "human" },
  { "actor", "actor", NULL },
  { "human", "actor", "human" },
  { "external-entity", "external", NULL },
  { "external", "external", NULL },
  { "third-party", "external", NULL },
  { "saas", "external", "saas" },
  { "rds", "store", "relational-db" },
  { "aurora", "store", "relational-db" },
  { "postgres", "store", "relational-db" },
  { "postgresql", "store", "relational-db" },
  { "mysql", "store", "relational-db" },
  { "mariadb", "store", "relational-db" },
  { "oracle", "store", "relational-db" },
  { "mssql", "store", "relational-db" },
  { "nosql", "store", "nosql-db" },
  { "dynamodb", "store", "nosql-db" },
  { "dynamo-db", "store", "nosql-db" },
  { "neptune", "store", "nosql-db" },
  { "documentdb", "store", "nosql-db" },
  { "mongo", "store", "nosql-db" },
  { "mongodb", "store", "nosql-db" },
  { "cassandra", "store", "nosql-db" },
  { "cosmos", "store", "nosql-db" },
  { "cosmosdb", "store", "nosql-db" },
  { "sql", "store", "relational-db" },
  { "redshift", "store", "data-warehouse" },
  { "bigquery", "store", "data-warehouse" },
  { "data-warehouse", "store", "data-warehouse" },
  { "data-lake", "store", "data-warehouse" },
  { "elasticache", "store", "cache" },
  { "redis", "store", "cache" },
  { "memcached", "store", "cache" },
  { "cache", "store", "cache" },
  { "s3", "store", "object-store" },
  { "bucket", "store", "object-store" },
  { "blob", "store", "object-store" },
  { "efs", "store", "file-store" },
  { "ebs", "store", "block-store" },
  { "elasticsearch", "store", "search-index" },
  { "opensearch", "store", "search-index" },
  { "secrets-manager", "store", "secret-store" },
  { "key-vault", "store", "secret-store" },
  { "vault", "store", "secret-store" },
  { "kms", "store", "key-store" },
  { "hsm", "store", "hsm" },
  { "cloudtrail", "store", "log-store" },
  { "cloud-trail", "store", "log-store" },
  { "ecr", "store", "artifact-registry" },
  { "registry", "store", "artifact-registry" },
  { "file-system", "store", "file-store" },
  { "filesystem", "store", "file-store" },
  { "file-server", "store", "file-store" },
  { "queue", "process", "message-queue" },
  { "sqs", "process", "message-queue" },
  { "sns", "process", "event-bus" },
  { "eventbridge", "process", "event-bus" },
  { "event-bus", "process", "event-bus" },
  { "kinesis", "process", "stream" },
  { "kafka", "process", "stream" },
  { "storage", "store", NULL },
  { "database", "store", NULL },
  { "db", "store", NULL },
  { "datastore", "store", NULL },
  { "data-store", "store", NULL },
  { "store", "store", NULL },
  { "load-balancer", "process", "load-balancer" },
  { "alb", "process", "load-balancer" },
  { "elb", "process", "load-balancer" },
  { "nlb", "process", "load-balancer" },
  { "api-gateway", "process", "api-gateway" },
  { "lambda", "process", "function" },
  { "function", "process", "function" },
  { "functions", "process", "function" },
  { "ec2", "process", "vm" },
  { "virtual-machine", "process", "vm" },
  { "vm", "process", "vm" },
  { "kubernetes", "process", "orchestrator" },
  { "eks", "process", "orchestrator" },
  { "aks", "process", "orchestrator" },
  { "elastic-container-service", "process", "container" },
  { "ecs", "process", "container" },
  { "fargate", "process", "container" },
  { "docker", "process", "container" },
  { "container", "process", "container" },
  { "cloudfront", "process", "cdn" },
  { "cloud-front", "process", "cdn" },
  { "cdn", "process", "cdn" },
  { "waf", "process", "waf" },
  { "route53", "process", "dns" },
  { "route-53", "process", "dns" },
  { "dns", "process", "dns" },
  { "cloudwatch", "process", "monitoring" },
  { "cloud-watch", "process", "monitoring" },
  { "monitoring", "process", "monitoring" },
  { "siem", "process", "siem" },
  { "firewall", "process", "firewall" },
  { "vpn", "process", "vpn-gateway" },
  { "bastion", "process", "bastion" },
  { "active-directory", "process", "directory" },
  { "ldap", "process", "directory" },
  { "identity", "process", "identity-provider" },
  { "jenkins", "process", "ci-server" },
  { "web-application", "process", "app-server" },
  { "web-service", "process", "app-server" },
  { "application-server", "process", "app-server" },
  { "web-server", "process", "web-server" },
  { "webserver", "process", "web-server" },
  { "mail-server", "process", "mail-server" },
  { "llm", "process", "llm" },
  { "process", "process", NULL },
  { "service", "process", NULL },
  { "server", "process", NULL },
};

/* @folded has one "-" for all between words, and one at each end. */
static gboolean
has_word (const char *folded, const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (folded, word); at != NULL; at = strstr (at + 1, word))
    {
      if (at[-1] == '-' && at[length] == '-')
        return TRUE;
    }
  return FALSE;
}

/* "-TYPE-" in lower case, one "-" for all that is no letter and no digit. */
static GString *
fold (const char *type)
{
  GString *folded = g_string_new ("-");

  for (; *type != '\0'; type++)
    {
      if (g_ascii_isalnum (*type))
        g_string_append_c (folded, g_ascii_tolower (*type));
      else if (folded->str[folded->len - 1] != '-')
        g_string_append_c (folded, '-');
    }
  if (folded->str[folded->len - 1] != '-')
    g_string_append_c (folded, '-');
  return folded;
}

gboolean
redan_component_kind_is_element (const char *kind)
{
  static const char *const kinds[] = { "actor", "external", "process", "store", NULL };

  return g_strv_contains (kinds, kind);
}

const char *
redan_container_kind_guess (const char *type)
{
  static const char *const providers[] = { "-cd-",    "-aws-", "-amazon-", "-microsoft-",
                                           "-azure-", "-gcp-", "-google-" };
  static const KindWord containers[] = {
    { "vpc", "vpc", NULL },
    { "vnet", "vpc", NULL },
    { "virtual-network", "vpc", NULL },
    { "virtual-private-cloud", "vpc", NULL },
    { "subnet", "subnet", NULL },
    { "subnetwork", "subnet", NULL },
    { "private-subnet", "subnet", NULL },
    { "public-subnet", "subnet", NULL },
    { "account", "account", NULL },
    { "subscription", "account", NULL },
    { "region", "region", NULL },
    { "availability-zone", "region", NULL },
    { "security-group", "security-group", NULL },
    { "resource-group", "trust-zone", NULL },
    { "kubernetes-namespace", "k8s-namespace", NULL },
    { "k8s-namespace", "k8s-namespace", NULL },
    { "kubernetes-cluster", "k8s-cluster", NULL },
    { "k8s-cluster", "k8s-cluster", NULL },
    { "data-center", "on-prem", NULL },
    { "datacenter", "on-prem", NULL },
    { "on-premises", "on-prem", NULL },
    { "dmz", "trust-zone", NULL },
    { "trust-zone", "trust-zone", NULL },
    { "trust-boundary", "trust-zone", NULL },
  };
  g_autoptr (GString) folded = fold (type);
  const char *bare = folded->str;

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      if (g_str_has_prefix (bare, providers[i]))
        bare += strlen (providers[i]) - 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      const gsize length = strlen (containers[i].word);

      if (strncmp (bare + 1, containers[i].word, length) == 0 &&
          strcmp (bare + 1 + length, "-") == 0)
        return containers[i].kind;
    }
  return NULL;
}

gboolean
redan_component_kind_guess (const char *type, const char **kind_out, const char **tech_out)
{
  g_autoptr (GString) folded = fold (type);

  *kind_out = "process";
  *tech_out = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    {
      if (!has_word (folded->str, kind_words[i].word))
        continue;
      *kind_out = kind_words[i].kind;
      *tech_out = kind_words[i].tech;
      return TRUE;
    }
  return FALSE;
}

const char *
redan_container_kind_choose (const char *type, gboolean has_parts)
{
  const char *kind = redan_container_kind_guess (type);
  const char *element;
  const char *tech;

  if (kind != NULL || !has_parts || redan_component_kind_guess (type, &element, &tech))
    return kind;
  return "trust-zone";
}
