#include "histogram.h"

static unsigned bucket(uint64_t value) {
    if (value < 32) return (unsigned)value;
    unsigned exponent = 63u - (unsigned)__builtin_clzll(value);
    return (exponent - 4) * 32 + (unsigned)(value >> (exponent - 5)) - 32;
}

static uint64_t middle(unsigned bucket) {
    if (bucket < 32) return bucket;
    unsigned shift = bucket / 32 - 1;
    uint64_t least = (uint64_t)(bucket % 32 + 32) << shift;
    return least + ((1ull << shift) >> 1);
}

void histogram_add(struct histogram *histogram, uint64_t nanoseconds) {
    histogram->counts[bucket(nanoseconds)]++;
    histogram->total++;
}

uint64_t histogram_percentile(const struct histogram *histogram, double share) {
    uint64_t wanted = (uint64_t)((double)histogram->total * share), seen = 0;
    for (unsigned each = 0; each < HISTOGRAM_BUCKETS; each++) {
        seen += histogram->counts[each];
        if (seen > wanted || (seen == histogram->total && seen > 0)) return middle(each);
    }
    return 0;
}
