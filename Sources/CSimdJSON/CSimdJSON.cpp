#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <new>

// Errors are values here, simdjson's own among them: nothing throws, and no allocation that fails ends the process.
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

using Octets = std::unique_ptr<uint8_t[]>;

/// The smallest room: lines of a watch are seldom longer.
static constexpr size_t least_capacity = 16 << 10;

struct csimdjson_parser {
    size_t depth;
    /// The longest document that there is room for.
    size_t capacity = 0;
    /// The document, with the readable octets behind it that simdjson asks for.
    Octets octets;
    simdjson::dom::parser parser;
    simdjson::dom::document document;

    explicit csimdjson_parser(size_t depth) noexcept : depth(depth) {}

    void release() noexcept {
        capacity = 0;
        octets.reset();
        parser = simdjson::dom::parser();
        document = simdjson::dom::document();
    }

    /// Makes room for documents of `count` octets: for up to twice as many, so that a longer one seldom needs more.
    bool reserve(size_t count) noexcept {
        if (count <= capacity) return true;
        size_t room = least_capacity;
        while (room < count) room *= 2;
        release();
        octets = Octets(new (std::nothrow) uint8_t[room + simdjson::SIMDJSON_PADDING]);
        if (!octets || document.allocate(room) || parser.allocate(room, depth)) {
            release();
            return false;
        }
        capacity = room;
        return true;
    }
};

static const char *parse(csimdjson_parser *parser, const uint8_t *octets, size_t count, size_t limit) noexcept {
    if (count > limit) return "the document is too long";
    if (count == 0) return "the document is empty";
    if (parser == nullptr || !parser->reserve(count)) return "out of memory";
    std::memcpy(parser->octets.get(), octets, count);
    std::memset(parser->octets.get() + count, 0, simdjson::SIMDJSON_PADDING);
    const auto error =
        parser->parser.parse_into_document(parser->document, parser->octets.get(), count, false).error();
    return error ? simdjson::error_message(error) : nullptr;
}

csimdjson_parser *csimdjson_open(size_t depth) { return new (std::nothrow) csimdjson_parser(depth); }

void csimdjson_parse(
    csimdjson_parser *parser, const uint8_t *octets, size_t count, size_t limit, csimdjson_document *document) {
    *document = csimdjson_document{};
    document->problem = parse(parser, octets, count, limit);
    if (document->problem != nullptr) return;
    document->tape = parser->document.tape.get();
    // The first word's payload is the number of words.
    document->words = document->tape[0] & simdjson::internal::JSON_VALUE_MASK;
    document->strings = parser->document.string_buf.get();
    // A string of n octets takes n + 5 of the buffer, and of the document at least n + 3 with what comes before it but
    // for the first one; the buffer is larger than 5/3 of the capacity.
    document->string_octets = 5 * count / 3 + 2;
}

void csimdjson_trim(csimdjson_parser *parser, size_t kept) {
    if (parser != nullptr && parser->capacity > kept) parser->release();
}

void csimdjson_close(csimdjson_parser *parser) { delete parser; }

size_t csimdjson_line_end(const uint8_t *octets, size_t count) {
    const void *found = count == 0 ? nullptr : std::memchr(octets, '\n', count);
    return found == nullptr ? count : static_cast<const uint8_t *>(found) - octets;
}
