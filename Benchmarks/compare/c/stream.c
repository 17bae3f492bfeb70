#define _GNU_SOURCE

#include "stream.h"
#include "failure.h"
#include "run.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

SSL_CTX *stream_context(bool uses_tls) {
    if (!uses_tls) return NULL;
    static const uint8_t protocols[] = {3, 'd', 'o', 't'};
    SSL_CTX *context = checked(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

bool stream_open(struct stream *stream, uint16_t port, SSL_CTX *context) {
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    stream->in_length = stream->out_length = stream->out_sent = 0;
    stream->is_gathered = false;
    stream->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (stream->socket < 0 || connect(stream->socket, (struct sockaddr *)&server, sizeof server) < 0) return false;
    setsockopt(stream->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (context != NULL) {
        stream->tls = checked(SSL_new(context));
        SSL_set_fd(stream->tls, stream->socket);
        if (SSL_connect(stream->tls) != 1) return false;
        stream->gathered = checked(BIO_new(BIO_f_buffer()));
        BIO_set_write_buffer_size(stream->gathered, STREAM_OCTETS);
        BIO_push(stream->gathered, SSL_get_wbio(stream->tls));
        BIO_up_ref(SSL_get_wbio(stream->tls));
        SSL_set0_wbio(stream->tls, stream->gathered);
    }
    return fcntl(stream->socket, F_SETFL, O_NONBLOCK) == 0;
}

void stream_close(struct stream *stream) {
    window_expire(&stream->window, UINT64_MAX);
    SSL_free(stream->tls);
    stream->tls = NULL;
    if (stream->socket >= 0) close(stream->socket);
    stream->socket = -1;
}

// The count of octets moved; 0 when it would block; -1 when the connection is over.
static ssize_t moved(const struct stream *stream, ssize_t count) {
    if (count > 0) return count;
    if (stream->tls == NULL) return count < 0 && errno == EAGAIN ? 0 : -1;
    int reason = SSL_get_error(stream->tls, (int)count);
    ERR_clear_error();
    return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

static ssize_t read_some(const struct stream *stream) {
    uint8_t *place = stream->in + stream->in_length;
    size_t room = STREAM_OCTETS - stream->in_length;
    if (stream->tls != NULL) return moved(stream, SSL_read(stream->tls, place, (int)room));
    return moved(stream, recv(stream->socket, place, room, 0));
}

enum stream_result stream_receive(struct stream *stream) {
    ssize_t count = read_some(stream);
    if (count <= 0) return count < 0 ? STREAM_ENDED : STREAM_IDLE;
    stream->in_length += (size_t)count;
    uint64_t time = now();
    size_t offset = 0;
    while (stream->in_length - offset >= 2) {
        const uint8_t *frame = stream->in + offset;
        size_t length = (size_t)frame[0] << 8 | frame[1];
        if (stream->in_length - offset - 2 < length) break;
        window_accept(&stream->window, frame + 2, length, time);
        offset += 2 + length;
    }
    stream->in_length -= offset;
    memmove(stream->in, stream->in + offset, stream->in_length);
    return STREAM_MOVED;
}

static void compose(struct stream *stream, uint64_t most) {
    uint64_t time = now();
    while (most-- > 0 && stream->window.free_count > 0) {
        uint8_t *frame = stream->out + stream->out_length;
        uint16_t length = window_take(&stream->window, frame + 2, time);
        frame[0] = (uint8_t)(length >> 8);
        frame[1] = (uint8_t)length;
        stream->out_length += 2 + (size_t)length;
    }
}

// One record for each frame; returns how many octets of frames those are, -1 when the connection is over.
static ssize_t gather(struct stream *stream) {
    size_t offset = 0;
    while (offset < stream->out_length) {
        const uint8_t *frame = stream->out + offset;
        int length = 2 + (frame[0] << 8 | frame[1]);
        if (SSL_write(stream->tls, frame, length) != length) return -1;
        offset += (size_t)length;
    }
    return (ssize_t)offset;
}

// Hands to the kernel what is composed and not yet there.
static ssize_t write_some(struct stream *stream) {
    size_t rest = stream->out_length - stream->out_sent;
    if (stream->tls == NULL) {
        return moved(stream, send(stream->socket, stream->out + stream->out_sent, rest, MSG_NOSIGNAL));
    }
    if (!stream->is_gathered && gather(stream) < 0) return -1;
    stream->is_gathered = true;
    if (BIO_flush(stream->gathered) <= 0) return BIO_should_retry(stream->gathered) ? 0 : -1;
    stream->is_gathered = false;
    return (ssize_t)rest;
}

enum stream_result stream_send(struct stream *stream, uint64_t most) {
    if (stream->out_length == 0) {
        if (most == 0 || stream->window.free_count == 0) return STREAM_IDLE;
        compose(stream, most);
    }
    ssize_t count = write_some(stream);
    if (count <= 0) return count < 0 ? STREAM_ENDED : STREAM_IDLE;
    stream->out_sent += (size_t)count;
    if (stream->out_sent == stream->out_length) stream->out_sent = stream->out_length = 0;
    return STREAM_MOVED;
}
