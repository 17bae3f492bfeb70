#include "COpenSSL.h"

#include <openssl/evp.h>

bool cssl_sha512(const uint8_t *octets, size_t count, uint8_t *digest) {
    return EVP_Digest(octets, count, digest, NULL, EVP_sha512(), NULL) == 1;
}
