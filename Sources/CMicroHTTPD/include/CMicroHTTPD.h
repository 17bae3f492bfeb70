#ifndef CMICROHTTPD_H
#define CMICROHTTPD_H

#include <stddef.h>
#include <stdint.h>

// A small HTTP server: libmicrohttpd's functions take variable arguments, and its limit on connections lets those who
// came first keep out all others.

typedef struct cmhd_server cmhd_server;
typedef struct cmhd_reply cmhd_reply;

/// Answers a GET or HEAD request by one call of cmhd_answer. `path` ends where the query begins. Runs on the server's
/// thread, which serves nobody else until it returns.
typedef void (*cmhd_handler)(void *context, const char *path, cmhd_reply *reply);

/// Serves the clients of `listener`, a non-blocking socket that is duplicated, on a thread of its own. One connection
/// more than `connections` ends the one that has not asked for longest; a silent one ends after `seconds`. A request's
/// line and headers may have `memory` octets. NULL when it cannot start; then errno says why.
cmhd_server *cmhd_start(
    int listener, unsigned connections, unsigned seconds, size_t memory, cmhd_handler handler, void *context);

/// Sends `status` with the `count` octets of a body of media type `type`; all of it is copied.
void cmhd_answer(cmhd_reply *reply, unsigned status, const char *type, const uint8_t *octets, size_t count);

/// Ends all connections and the thread; the handler is not called any more once it has returned.
void cmhd_stop(cmhd_server *server);

#endif
