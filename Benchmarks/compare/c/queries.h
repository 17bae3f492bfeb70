#ifndef QUERIES_H
#define QUERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { QUERY_OCTETS = 512, HEADER_OCTETS = 12 };

// A query and what its right response holds. The message has the ID 0.
struct query {
    const uint8_t *message;
    uint16_t length;
    // Where the question ends.
    uint16_t question_end;
    uint8_t rcode;
    bool has_answers;
};

// Queries to be asked in turn, over and over.
struct queries {
    struct query *all;
    size_t count, next;
};

// Reads what queries.py writes: for each query its length, where its question ends (16 bits, little endian), the RCODE
// and whether there are answers (8 bits), then the message. Ends the process when the file is not that.
struct queries queries_read(const char *path);

const struct query *queries_next(struct queries *queries);

// Whether the response, which is at least a header, is the right one. With `is_echo` any answer to the question is.
bool query_is_answered(const struct query *query, const uint8_t *response, size_t length, bool is_echo);

#endif
