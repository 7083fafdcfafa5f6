/* SPDX-License-Identifier: Apache-2.0 */
/* How people write protocols in Threat Dragon, where that is a free text. */

#include "config.h"

#include <string.h>

#include "model/exchange/threat-dragon-private.h"

typedef struct
{
  const char *written; /* lower case, without spaces */
  const char *protocol;
} ProtocolWord;

/* Words that mean the same in both; "human" and "other" do not. */
static const char *const plain_protocols[] = { "https", "http", "tls",  "tcp",     "udp",
                                               "grpc",  "ws",   "wss",  "sql",     "amqp",
                                               "mqtt",  "ssh",  "rdp",  "smb",     "nfs",
                                               "ftp",   "sftp", "smtp", "dns",     "ldap",
                                               "ldaps", "ipc",  "file", "aws-api", NULL };

/* Other spellings of the same protocol. */
static const ProtocolWord protocol_words[] = {
  { "https/tls", "https" },     { "tls/https", "https" },   { "https(tls)", "https" },
  { "http/tls", "https" },      { "httpovertls", "https" }, { "httpoverssl", "https" },
  { "ssl/tls", "tls" },         { "websocket", "ws" },      { "websockets", "ws" },
  { "securewebsocket", "wss" }, { "tcp/ip", "tcp" },        { "awsapi", "aws-api" },
};

const char *
redan_dragon_find_protocol (const char *text, gboolean encrypted)
{
  g_autofree char *word = g_ascii_strdown (text, -1);
  char *to = word;

  for (const char *from = word; *from != '\0'; from++)
    {
      if (!g_ascii_isspace (*from))
        *to++ = *from;
    }
  *to = '\0';

  for (guint i = 0; i < G_N_ELEMENTS (protocol_words); i++)
    {
      if (strcmp (protocol_words[i].written, word) == 0)
        return protocol_words[i].protocol;
    }
  if (strcmp (word, "http/s") == 0 || strcmp (word, "http(s)") == 0)
    return encrypted ? "https" : NULL;

  for (guint i = 0; plain_protocols[i] != NULL; i++)
    {
      if (strcmp (plain_protocols[i], word) == 0)
        return plain_protocols[i];
    }
  return NULL;
}
