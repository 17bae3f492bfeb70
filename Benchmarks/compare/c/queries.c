#include "queries.h"
#include "failure.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PREFIX_OCTETS = 6 };

static uint16_t read_16(const uint8_t *octets) {
    return (uint16_t)(octets[0] | octets[1] << 8);
}

static struct query read_query(const uint8_t *octets, size_t rest) {
    if (rest < PREFIX_OCTETS) fail("the queries end within a prefix");
    struct query query = {octets + PREFIX_OCTETS, read_16(octets), read_16(octets + 2), octets[4], octets[5] != 0};
    if (query.length > rest - PREFIX_OCTETS || query.length > QUERY_OCTETS) fail("a query is longer than it can be");
    if (query.question_end < HEADER_OCTETS || query.question_end > query.length) fail("a question ends elsewhere");
    return query;
}

struct queries queries_read(const char *path) {
    int file = open(path, O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) < 0 || status.st_size == 0) fail(path);
    size_t size = (size_t)status.st_size;
    const uint8_t *octets = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (octets == MAP_FAILED) fail(path);
    close(file);

    struct queries queries = {checked(calloc(size / (PREFIX_OCTETS + HEADER_OCTETS) + 1, sizeof *queries.all)), 0, 0};
    for (size_t offset = 0; offset < size;) {
        struct query query = read_query(octets + offset, size - offset);
        queries.all[queries.count++] = query;
        offset += PREFIX_OCTETS + (size_t)query.length;
    }
    return queries;
}

const struct query *queries_next(struct queries *queries) {
    const struct query *query = &queries->all[queries->next++];
    if (queries->next == queries->count) queries->next = 0;
    return query;
}

bool query_is_answered(const struct query *query, const uint8_t *response, size_t length, bool is_echo) {
    if (length < query->question_end) return false;
    bool is_response = (response[2] & 0x80) != 0, is_truncated = (response[2] & 0x02) != 0;
    if (!is_response || is_truncated) return false;
    bool has_answers = (response[6] | response[7]) != 0;
    if (!is_echo && ((response[3] & 15) != query->rcode || has_answers != query->has_answers)) return false;
    size_t question = (size_t)query->question_end - HEADER_OCTETS;
    return memcmp(response + HEADER_OCTETS, query->message + HEADER_OCTETS, question) == 0;
}
