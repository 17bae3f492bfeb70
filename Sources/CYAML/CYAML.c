#include "CYAML.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct cyaml_parser {
    yaml_parser_t yaml;
    /// Owns what the last cyaml_event points to.
    yaml_event_t event;
    const uint8_t *rest;
    size_t left;
    size_t limit;
    size_t header_limit;
    /// What may still be read before the next event.
    size_t allowance;
    /// Where the last event ended.
    yaml_mark_t end;
};

static int feed(void *context, unsigned char *buffer, size_t size, size_t *count) {
    cyaml_parser *parser = context;
    if (size > parser->left) size = parser->left;
    if (size > parser->allowance) size = parser->allowance;
    *count = size;
    if (size == 0) return parser->left == 0;
    memcpy(buffer, parser->rest, size);
    parser->rest += size;
    parser->left -= size;
    parser->allowance -= size;
    return 1;
}

cyaml_parser *cyaml_open(const uint8_t *octets, size_t count, size_t limit, size_t header_limit) {
    cyaml_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL) return NULL;
    if (!yaml_parser_initialize(&parser->yaml)) {
        free(parser);
        return NULL;
    }
    parser->rest = octets;
    parser->left = count;
    parser->limit = limit;
    parser->header_limit = header_limit;
    yaml_parser_set_encoding(&parser->yaml, YAML_UTF8_ENCODING);
    yaml_parser_set_input(&parser->yaml, feed, parser);
    return parser;
}

static void fail(const cyaml_parser *parser, cyaml_event *event) {
    const yaml_parser_t *yaml = &parser->yaml;
    event->kind = CYAML_FAILED;
    event->line = yaml->problem_mark.line;
    event->column = yaml->problem_mark.column;
    event->problem = yaml->problem;
    if (yaml->context != NULL) {
        event->context = yaml->context;
        event->context_line = yaml->context_mark.line;
        event->context_column = yaml->context_mark.column;
    }
    if (yaml->error == YAML_MEMORY_ERROR || yaml->problem == NULL) {
        event->line = parser->end.line;
        event->column = parser->end.column;
        event->problem = "out of memory";
    } else if (yaml->error == YAML_READER_ERROR && parser->allowance == 0 && parser->left > 0) {
        event->line = parser->end.line;
        event->column = parser->end.column;
        event->problem = "what follows is too long";
    } else if (yaml->error == YAML_READER_ERROR) {
        event->has_offset = true;
        event->offset = yaml->problem_offset;
    }
}

void cyaml_next(cyaml_parser *parser, cyaml_event *event) {
    const yaml_event_type_t last = parser->event.type;
    const bool between_documents = last == YAML_STREAM_START_EVENT || last == YAML_DOCUMENT_END_EVENT;
    parser->allowance = between_documents ? parser->header_limit : parser->limit;
    yaml_event_delete(&parser->event);
    memset(event, 0, sizeof *event);
    if (parser->yaml.error != YAML_NO_ERROR || !yaml_parser_parse(&parser->yaml, &parser->event)) {
        fail(parser, event);
        return;
    }
    const yaml_event_t *found = &parser->event;
    event->line = found->start_mark.line;
    event->column = found->start_mark.column;
    parser->end = found->end_mark;
    switch (found->type) {
    case YAML_STREAM_START_EVENT: event->kind = CYAML_STREAM_START; break;
    // libyaml repeats the end of the stream as no event at all.
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT: event->kind = CYAML_STREAM_END; break;
    case YAML_DOCUMENT_START_EVENT:
        event->kind = CYAML_DOCUMENT_START;
        if (found->data.document_start.tag_directives.start != found->data.document_start.tag_directives.end)
            event->tag = (const char *)found->data.document_start.tag_directives.start->handle;
        break;
    case YAML_DOCUMENT_END_EVENT: event->kind = CYAML_DOCUMENT_END; break;
    case YAML_ALIAS_EVENT: event->kind = CYAML_ALIAS; break;
    case YAML_SCALAR_EVENT:
        event->kind = CYAML_SCALAR;
        event->text = found->data.scalar.value;
        event->length = found->data.scalar.length;
        event->plain = found->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        event->tag = (const char *)found->data.scalar.tag;
        break;
    case YAML_SEQUENCE_START_EVENT:
        event->kind = CYAML_SEQUENCE_START;
        event->tag = (const char *)found->data.sequence_start.tag;
        break;
    case YAML_SEQUENCE_END_EVENT: event->kind = CYAML_SEQUENCE_END; break;
    case YAML_MAPPING_START_EVENT:
        event->kind = CYAML_MAPPING_START;
        event->tag = (const char *)found->data.mapping_start.tag;
        break;
    case YAML_MAPPING_END_EVENT: event->kind = CYAML_MAPPING_END; break;
    }
}

void cyaml_close(cyaml_parser *parser) {
    yaml_event_delete(&parser->event);
    yaml_parser_delete(&parser->yaml);
    free(parser);
}
