#ifndef COPENSSL_CONTEXT_H
#define COPENSSL_CONTEXT_H

#include "COpenSSL.h"

#include <openssl/ssl.h>

struct cssl_context {
    SSL_CTX *ssl;
    /// Where secrets are appended; -1: nowhere.
    int key_log;
};

#endif
