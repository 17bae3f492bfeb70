#define _GNU_SOURCE
#include "Context.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// One of the client's protocols (RFC 7301), in the form in which it is offered.
static const unsigned char protocol[] = {3, 'd', 'o', 't'};

/// The most octets of a client's certificates.
enum { CLIENT_CHAIN_LIMIT = 32 * 1024 };

/// "dot" is chosen; who offers only others is not meant for this server (RFC 7301 §3.2). Whoever offers none is served.
static int choose_protocol(
    SSL *ssl, const unsigned char **chosen, unsigned char *chosen_count, const unsigned char *offered,
    unsigned int offered_count, void *unused) {
    (void)ssl;
    (void)unused;
    unsigned char *found;
    if (SSL_select_next_proto(
            &found, chosen_count, protocol, sizeof protocol, offered, offered_count) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// Whoever asks for a passphrase gets none: OpenSSL's own way is to ask at the terminal, and to wait.
static int no_passphrase(char *buffer, int size, int writing, void *unused) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)unused;
    return 0;
}

static int accept_any(X509_STORE_CTX *store, void *unused) {
    (void)store;
    (void)unused;
    return 1;
}

cssl_context *cssl_context_new(void) {
    // Whatever runs when the process exits must not clean up under the feet of threads that still answer.
    OPENSSL_init_ssl(OPENSSL_INIT_NO_ATEXIT, NULL);
    cssl_context *context = calloc(1, sizeof *context);
    if (context == NULL) return NULL;
    context->key_log = -1;
    context->ssl = SSL_CTX_new(TLS_server_method());
    if (context->ssl == NULL) {
        cssl_context_free(context);
        return NULL;
    }
    SSL_CTX *ssl = context->ssl;
    SSL_CTX_set_app_data(ssl, context);
    SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
    // Forward secrecy and AEAD only (RFC 9325 §4.2); TLS 1.3 has nothing else.
    SSL_CTX_set_cipher_list(ssl, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    // The 32 KiB of an idle session's buffers are given back.
    SSL_CTX_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS);
    // Sessions resume by ticket (RFC 5077, RFC 8446 §2.2): the server keeps nothing. A client needs one for its next connection.
    SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(ssl, 1);
    SSL_CTX_set_session_id_context(ssl, protocol, sizeof protocol);
    SSL_CTX_set_max_cert_list(ssl, CLIENT_CHAIN_LIMIT);
    SSL_CTX_set_alpn_select_cb(ssl, choose_protocol, NULL);
    return context;
}

void cssl_context_free(cssl_context *context) {
    SSL_CTX_free(context->ssl);
    if (context->key_log >= 0) close(context->key_log);
    free(context);
}

/// A reader of `text`; NULL when no memory is left, or the text is too long to be one.
static BIO *reader(const uint8_t *text, size_t count) {
    ERR_clear_error();
    return count <= INT_MAX ? BIO_new_mem_buf(text, (int)count) : NULL;
}

/// Why nothing more was read: the text has come to its end, or something is wrong with it.
static cssl_fault fault(void) {
    const unsigned long error = ERR_peek_last_error();
    const bool is_end = ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    return is_end ? cssl_fault_absent : cssl_fault_malformed;
}

/// Hands every certificate of `text` to `take`, which keeps it or returns false.
static cssl_fault read_certificates(
    cssl_context *context, const uint8_t *text, size_t count, bool (*take)(SSL_CTX *, X509 *, int index)) {
    BIO *source = reader(text, count);
    if (source == NULL) return cssl_fault_exhausted;
    cssl_fault result = cssl_fault_none;
    int index = 0;
    while (result == cssl_fault_none) {
        X509 *certificate = PEM_read_bio_X509(source, NULL, no_passphrase, NULL);
        if (certificate == NULL) {
            result = fault();
            break;
        }
        if (!take(context->ssl, certificate, index)) result = cssl_fault_malformed;
        X509_free(certificate);
        index += 1;
    }
    BIO_free(source);
    return result == cssl_fault_absent && index > 0 ? cssl_fault_none : result;
}

static bool take_chain(SSL_CTX *ssl, X509 *certificate, int index) {
    if (index == 0) return SSL_CTX_use_certificate(ssl, certificate) == 1;
    return SSL_CTX_add1_chain_cert(ssl, certificate) == 1;
}

cssl_fault cssl_use_chain(cssl_context *context, const uint8_t *text, size_t count) {
    return read_certificates(context, text, count, take_chain);
}

cssl_fault cssl_use_key(cssl_context *context, const uint8_t *text, size_t count) {
    // Before the end of the mark, whatever the kind of key.
    static const char mark[] = "PRIVATE KEY-----";
    if (memmem(text, count, mark, sizeof mark - 1) == NULL) return cssl_fault_absent;
    BIO *source = reader(text, count);
    if (source == NULL) return cssl_fault_exhausted;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(source, NULL, no_passphrase, NULL);
    BIO_free(source);
    if (key == NULL) return cssl_fault_malformed;
    // It is refused when it is not the key of the certificate.
    const bool is_taken = SSL_CTX_use_PrivateKey(context->ssl, key) == 1;
    EVP_PKEY_free(key);
    return is_taken && SSL_CTX_check_private_key(context->ssl) == 1 ? cssl_fault_none : cssl_fault_mismatch;
}

static bool take_authority(SSL_CTX *ssl, X509 *certificate, int index) {
    (void)index;
    return X509_STORE_add_cert(SSL_CTX_get_cert_store(ssl), certificate) == 1
        && SSL_CTX_add_client_CA(ssl, certificate) == 1;
}

cssl_fault cssl_trust(cssl_context *context, const uint8_t *text, size_t count) {
    return read_certificates(context, text, count, take_authority);
}

cssl_fault cssl_trust_system(cssl_context *context) {
    return SSL_CTX_set_default_verify_paths(context->ssl) == 1 ? cssl_fault_none : cssl_fault_exhausted;
}

void cssl_ask(cssl_context *context, bool verifies, bool requires) {
    const int requirement = requires ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
    SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER | requirement, NULL);
    if (!verifies) SSL_CTX_set_cert_verify_callback(context->ssl, accept_any, NULL);
}

/// Appends a line by one write, so that those of several threads do not mix.
static void log_key(const SSL *ssl, const char *line) {
    const cssl_context *context = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    char text[512];
    const size_t count = strlen(line);
    if (count >= sizeof text) return;
    memcpy(text, line, count);
    text[count] = '\n';
    // A full disk is no reason not to answer.
    if (write(context->key_log, text, count + 1) < 0) return;
}

int cssl_log_keys(cssl_context *context, const char *path) {
    context->key_log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
    if (context->key_log < 0) return -errno;
    SSL_CTX_set_keylog_callback(context->ssl, log_key);
    return 0;
}
