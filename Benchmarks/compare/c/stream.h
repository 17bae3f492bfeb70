#ifndef STREAM_H
#define STREAM_H

#include "window.h"

#include <openssl/ssl.h>

enum { STREAM_OCTETS = 64 << 10 };

// A connection with its queries, over TCP or TLS. It does not block once it is open.
struct stream {
    int socket;
    SSL *tls;
    struct window window;
    uint8_t *in, *out;
    size_t in_length, out_length, out_sent;
    // With TLS: where records gather until a write is complete.
    BIO *gathered;
    bool is_gathered;
};

// A context for clients that trust every certificate, or NULL where TLS is not used.
SSL_CTX *stream_context(bool uses_tls);

// Connects, and does TLS's handshake; returns whether it worked.
bool stream_open(struct stream *stream, uint16_t port, SSL_CTX *context);

// Closes it, and counts what was not answered as lost.
void stream_close(struct stream *stream);

enum stream_result { STREAM_IDLE, STREAM_MOVED, STREAM_ENDED };

// Reads once and takes the whole frames of what came.
enum stream_result stream_receive(struct stream *stream);

// Composes up to `most` queries into one write, and writes. With TLS each query is a record of its own, as clients have
// it: NSD 4.6 and Unbound 1.17 wait for more to come when one record holds several.
enum stream_result stream_send(struct stream *stream, uint64_t most);

#endif
