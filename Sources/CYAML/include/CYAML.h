#ifndef CYAML_H
#define CYAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The events of a YAML stream as plain structs: libyaml's own are unions, and its parser keeps no bound on a token.

typedef struct cyaml_parser cyaml_parser;

typedef enum {
    CYAML_FAILED,
    CYAML_STREAM_START,
    CYAML_STREAM_END,
    CYAML_DOCUMENT_START,
    CYAML_DOCUMENT_END,
    CYAML_ALIAS,
    CYAML_SCALAR,
    CYAML_SEQUENCE_START,
    CYAML_SEQUENCE_END,
    CYAML_MAPPING_START,
    CYAML_MAPPING_END,
} cyaml_kind;

/// Lines and columns count from 0. What the pointers point to lives until the next call with the same parser.
typedef struct {
    cyaml_kind kind;
    size_t line;
    size_t column;
    /// A scalar's text, UTF-8, not ended by a zero octet.
    const uint8_t *text;
    size_t length;
    /// A scalar without quotes.
    bool plain;
    /// A node's tag, or a tag that a document declares; NULL when there is none.
    const char *tag;
    /// CYAML_FAILED: what is wrong.
    const char *problem;
    /// CYAML_FAILED: the construct in which it is wrong, and where that began; NULL when there is none.
    const char *context;
    size_t context_line;
    size_t context_column;
    /// CYAML_FAILED: the place is not `line` and `column`, but this offset into the octets.
    bool has_offset;
    size_t offset;
} cyaml_event;

/// Reads UTF-8 without a byte order mark from `octets`, which must outlive the parser. NULL when out of memory.
/// More than `limit` octets between two events are an error; so are more than `header_limit` before a document, where
/// libyaml's time grows with the square of the number of directives.
cyaml_parser *cyaml_open(const uint8_t *octets, size_t count, size_t limit, size_t header_limit);
void cyaml_next(cyaml_parser *parser, cyaml_event *event);
void cyaml_close(cyaml_parser *parser);

#endif
