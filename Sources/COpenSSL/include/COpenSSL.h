#ifndef COPENSSL_H
#define COPENSSL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The server's side of TLS 1.2 and 1.3 over octets in memory: sockets, and when to use them, are the caller's. Half of what
// is needed of OpenSSL are macros, so all of it stands here.

/// What is wrong with a context's certificates.
typedef enum __attribute__((enum_extensibility(closed))) cssl_fault {
    cssl_fault_none,
    /// There is nothing of the kind in the text.
    cssl_fault_absent,
    /// There is something, which cannot be read.
    cssl_fault_malformed,
    /// The key is another certificate's.
    cssl_fault_mismatch,
    /// No memory is left.
    cssl_fault_exhausted,
} cssl_fault;

/// What many connections share; any thread may begin sessions with it once it is set up.
typedef struct cssl_context cssl_context;

/// A context without certificates, with which no handshake comes to its end. NULL when no memory is left.
cssl_context *cssl_context_new(void);
void cssl_context_free(cssl_context *context);

/// Takes the certificates of a PEM text: the server's, then those that vouch for it.
cssl_fault cssl_use_chain(cssl_context *context, const uint8_t *text, size_t count);

/// Takes the first private key of a PEM text, after the certificate that it belongs to. A passphrase is never asked for.
cssl_fault cssl_use_key(cssl_context *context, const uint8_t *text, size_t count);

/// Trusts all certificates of a PEM text to vouch for clients.
cssl_fault cssl_trust(cssl_context *context, const uint8_t *text, size_t count);

/// Trusts those that the system trusts.
cssl_fault cssl_trust_system(cssl_context *context);

/// Asks clients for a certificate. One that is given must be vouched for if `verifies`; it must be given if `requires`.
void cssl_ask(cssl_context *context, bool verifies, bool requires);

/// Appends the secrets of all sessions to the file at `path`, for whoever has to read recorded traffic. 0, or -errno.
int cssl_log_keys(cssl_context *context, const char *path);

/// Octets for peers, of one session after the other. One thread's own.
typedef struct cssl_outbox cssl_outbox;

cssl_outbox *cssl_outbox_new(void);
void cssl_outbox_free(cssl_outbox *outbox);

/// What is to be sent; valid until something more is, or until it is cleared.
const uint8_t *cssl_outbox_octets(const cssl_outbox *outbox);
size_t cssl_outbox_count(const cssl_outbox *outbox);
void cssl_outbox_clear(cssl_outbox *outbox);

/// How far a session has come.
typedef enum __attribute__((enum_extensibility(closed))) cssl_state {
    cssl_state_handshake,
    cssl_state_open,
    /// The peer has said that it sends no more (close_notify).
    cssl_state_ended,
    cssl_state_failed,
} cssl_state;

/// One connection's TLS. What it has for its peer goes to its outbox. One thread's own.
typedef struct cssl_session cssl_session;

/// NULL when no memory is left. Context and outbox must outlive it.
cssl_session *cssl_session_new(cssl_context *context, cssl_outbox *outbox);
void cssl_session_free(cssl_session *session);

/// Takes all of the `count` octets that came, and writes what they say to `plain`: at most `count` octets and those of one
/// record (16,384) more, so that nothing is ever left inside.
cssl_state cssl_receive(
    cssl_session *session, const uint8_t *octets, size_t count, uint8_t *plain, size_t room, size_t *plain_count);

/// Has the peer get `count` octets, at least one. False when the session is done for.
bool cssl_send(cssl_session *session, const uint8_t *plain, size_t count);

/// Says that nothing more follows (close_notify), if there is a session to say it in.
void cssl_close(cssl_session *session);

/// Writes the SHA-512 digest of `count` octets to the 64 at `digest`. False when no memory is left.
bool cssl_sha512(const uint8_t *octets, size_t count, uint8_t *digest);

#endif
