#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

// JSON documents as the tape that simdjson makes of them, without C++ in sight: one parser, one document at a time.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csimdjson_parser csimdjson_parser;

/// What the pointers point to lives until the next call with the same parser.
typedef struct {
    /// What is wrong with the document; NULL when nothing is.
    const char *problem;
    /// The tape, as simdjson's doc/tape.md describes it.
    const uint64_t *tape;
    size_t words;
    /// The strings that the tape points into. No string lies behind `string_octets`, but not all before it is in use.
    const uint8_t *strings;
    size_t string_octets;
} csimdjson_document;

/// Takes documents that nest at most `depth` deep. NULL when out of memory.
csimdjson_parser *csimdjson_open(size_t depth);
/// Copies a document of at most `limit` octets, and parses it. A NULL parser is out of memory.
void csimdjson_parse(
    csimdjson_parser *parser, const uint8_t *octets, size_t count, size_t limit, csimdjson_document *document);
/// Gives the parser's memory back if it is enough for documents of more than `kept` octets; ends its document.
void csimdjson_trim(csimdjson_parser *parser, size_t kept);
void csimdjson_close(csimdjson_parser *parser);

/// The offset of the first newline; `count` when there is none.
size_t csimdjson_line_end(const uint8_t *octets, size_t count);

#ifdef __cplusplus
}
#endif

#endif
