#include "CMicroHTTPD.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// One connection, in the order of the last requests.
typedef struct client {
    struct client *previous;
    struct client *next;
    int descriptor;
} client;

/// The list belongs to the server's thread: libmicrohttpd accepts, reads and closes there, and nowhere else.
struct cmhd_server {
    struct MHD_Daemon *daemon;
    cmhd_handler handler;
    void *context;
    /// Ends of a ring: `next` has not asked for longest.
    client ring;
    unsigned count;
    unsigned limit;
};

struct cmhd_reply {
    struct MHD_Connection *connection;
    enum MHD_Result result;
};

static void unlink_client(cmhd_server *server, client *some) {
    if (some->next == NULL) return;
    some->previous->next = some->next;
    some->next->previous = some->previous;
    some->next = some->previous = NULL;
    server->count -= 1;
}

static void append_client(cmhd_server *server, client *some) {
    some->next = &server->ring;
    some->previous = server->ring.previous;
    some->previous->next = some;
    server->ring.previous = some;
    server->count += 1;
}

/// Makes room: libmicrohttpd finds the connection at its end, and closes it.
static void evict(cmhd_server *server) {
    client *oldest = server->ring.next;
    unlink_client(server, oldest);
    shutdown(oldest->descriptor, SHUT_RDWR);
}

static void notify(
    void *context, struct MHD_Connection *connection, void **slot, enum MHD_ConnectionNotificationCode code) {
    cmhd_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*slot != NULL) unlink_client(server, *slot);
        free(*slot);
        *slot = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    client *some = calloc(1, sizeof *some);
    if (some == NULL || info == NULL) {
        free(some);
        return;
    }
    some->descriptor = info->connect_fd;
    *slot = some;
    append_client(server, some);
    if (server->count > server->limit) evict(server);
}

static void touch(cmhd_server *server, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    client *some = info != NULL ? info->socket_context : NULL;
    if (some == NULL || some->next == NULL) return;
    unlink_client(server, some);
    append_client(server, some);
}

void cmhd_answer(cmhd_reply *reply, unsigned status, const char *type, const uint8_t *octets, size_t count) {
    if (reply->result == MHD_YES) return;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(count, (void *)octets, MHD_RESPMEM_MUST_COPY);
    if (response == NULL) return;
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    reply->result = MHD_queue_response(reply->connection, status, response);
    MHD_destroy_response(response);
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *text) {
    cmhd_reply reply = {connection, MHD_NO};
    cmhd_answer(&reply, status, "text/plain; charset=utf-8", (const uint8_t *)text, strlen(text));
    return reply.result;
}

/// Whether the request has a body, which nothing here wants.
static bool has_body(struct MHD_Connection *connection) {
    const char *length =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (length != NULL && strcmp(length, "0") != 0) return true;
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL;
}

static enum MHD_Result handle(
    void *context, struct MHD_Connection *connection, const char *path, const char *method,
    const char *version, const char *upload, size_t *upload_count, void **seen) {
    (void)version;
    (void)upload;
    (void)upload_count;
    cmhd_server *server = context;
    // The first call comes with the headers. An answer to it would end the connection, so a good request waits for
    // the second one.
    if (*seen == NULL) {
        *seen = server;
        if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
            return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "method not allowed\n");
        if (has_body(connection))
            return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "no content expected\n");
        return MHD_YES;
    }
    touch(server, connection);
    cmhd_reply reply = {connection, MHD_NO};
    server->handler(server->context, path, &reply);
    return reply.result;
}

cmhd_server *cmhd_start(
    int listener, unsigned connections, unsigned seconds, size_t memory, cmhd_handler handler, void *context) {
    cmhd_server *server = calloc(1, sizeof *server);
    if (server == NULL) return NULL;
    server->ring.next = server->ring.previous = &server->ring;
    server->handler = handler;
    server->context = context;
    server->limit = connections;
    int descriptor = fcntl(listener, F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0) {
        free(server);
        return NULL;
    }
    // Those that were evicted go only with the next round, in which some more are accepted: hence the room beyond.
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, server,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)descriptor,
        MHD_OPTION_CONNECTION_LIMIT, connections + 64,
        MHD_OPTION_CONNECTION_TIMEOUT, seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,
        MHD_OPTION_NOTIFY_CONNECTION, notify, server,
        MHD_OPTION_END);
    if (server->daemon == NULL) {
        int error = errno != 0 ? errno : EAGAIN;
        close(descriptor);
        free(server);
        errno = error;
        return NULL;
    }
    return server;
}

void cmhd_stop(cmhd_server *server) {
    MHD_stop_daemon(server->daemon);
    free(server);
}
