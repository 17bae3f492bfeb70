#include "Context.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct cssl_outbox {
    uint8_t *octets;
    size_t count;
    size_t capacity;
};

struct cssl_session {
    SSL *ssl;
    cssl_outbox *outbox;
    /// What came and is not read: only within cssl_receive.
    const uint8_t *input;
    size_t left;
    bool has_failed;
};

cssl_outbox *cssl_outbox_new(void) { return calloc(1, sizeof(cssl_outbox)); }

void cssl_outbox_free(cssl_outbox *outbox) {
    free(outbox->octets);
    free(outbox);
}

const uint8_t *cssl_outbox_octets(const cssl_outbox *outbox) { return outbox->octets; }
size_t cssl_outbox_count(const cssl_outbox *outbox) { return outbox->count; }
void cssl_outbox_clear(cssl_outbox *outbox) { outbox->count = 0; }

// MARK: What OpenSSL takes for a connection

static int source_read(BIO *bio, char *octets, int room) {
    cssl_session *session = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (room <= 0) return 0;
    if (session->left == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const size_t count = session->left < (size_t)room ? session->left : (size_t)room;
    memcpy(octets, session->input, count);
    session->input += count;
    session->left -= count;
    return (int)count;
}

/// Never asks to be called again: there is room, or there is no memory.
static int outbox_write(BIO *bio, const char *octets, int count) {
    cssl_outbox *outbox = ((cssl_session *)BIO_get_data(bio))->outbox;
    BIO_clear_retry_flags(bio);
    if (count <= 0) return 0;
    const size_t needed = outbox->count + (size_t)count;
    if (needed > outbox->capacity) {
        const size_t capacity = needed < 32 * 1024 ? 64 * 1024 : 2 * needed;
        uint8_t *larger = realloc(outbox->octets, capacity);
        if (larger == NULL) return -1;
        outbox->octets = larger;
        outbox->capacity = capacity;
    }
    memcpy(outbox->octets + outbox->count, octets, (size_t)count);
    outbox->count = needed;
    return count;
}

static long control(BIO *bio, int command, long number, void *pointer) {
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH;
}

static BIO_METHOD *method;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_method(void) {
    method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "memory");
    if (method == NULL) return;
    BIO_meth_set_read(method, source_read);
    BIO_meth_set_write(method, outbox_write);
    BIO_meth_set_ctrl(method, control);
}

// MARK: Sessions

cssl_session *cssl_session_new(cssl_context *context, cssl_outbox *outbox) {
    pthread_once(&once, make_method);
    ERR_clear_error();
    cssl_session *session = calloc(1, sizeof *session);
    SSL *ssl = SSL_new(context->ssl);
    BIO *bio = method == NULL ? NULL : BIO_new(method);
    if (session == NULL || ssl == NULL || bio == NULL) {
        free(session);
        SSL_free(ssl);
        BIO_free(bio);
        return NULL;
    }
    session->ssl = ssl;
    session->outbox = outbox;
    BIO_set_data(bio, session);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_accept_state(ssl);
    return session;
}

void cssl_session_free(cssl_session *session) {
    SSL_free(session->ssl);
    free(session);
}

/// What the result of a read that gave nothing means.
static cssl_state state(cssl_session *session, int result) {
    switch (SSL_get_error(session->ssl, result)) {
    case SSL_ERROR_WANT_READ:
        return SSL_is_init_finished(session->ssl) ? cssl_state_open : cssl_state_handshake;
    case SSL_ERROR_ZERO_RETURN:
        return cssl_state_ended;
    default:
        return cssl_state_failed;
    }
}

cssl_state cssl_receive(
    cssl_session *session, const uint8_t *octets, size_t count, uint8_t *plain, size_t room, size_t *plain_count) {
    *plain_count = 0;
    session->input = octets;
    session->left = count;
    cssl_state result = cssl_state_open;
    do {
        // Errors of other sessions of this thread would be taken for this one's.
        ERR_clear_error();
        size_t more = 0;
        const int outcome = SSL_read_ex(session->ssl, plain + *plain_count, room - *plain_count, &more);
        *plain_count += more;
        if (outcome != 1) {
            result = state(session, outcome);
            break;
        }
    } while (session->left > 0 || SSL_has_pending(session->ssl));
    session->input = NULL;
    session->left = 0;
    session->has_failed = result == cssl_state_failed;
    return result;
}

bool cssl_send(cssl_session *session, const uint8_t *plain, size_t count) {
    if (session->has_failed) return false;
    ERR_clear_error();
    size_t sent = 0;
    session->has_failed = SSL_write_ex(session->ssl, plain, count, &sent) != 1 || sent != count;
    return !session->has_failed;
}

void cssl_close(cssl_session *session) {
    if (session->has_failed || !SSL_is_init_finished(session->ssl)) return;
    ERR_clear_error();
    SSL_shutdown(session->ssl);
}
