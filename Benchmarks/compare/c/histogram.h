#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

// Durations counted in buckets that are at most 1/32 of their value wide.
enum { HISTOGRAM_BUCKETS = 64 * 32 };

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
};

void histogram_add(struct histogram *histogram, uint64_t nanoseconds);

// The least duration in nanoseconds that `share` of all do not exceed, to the width of a bucket; 0 when there is none.
uint64_t histogram_percentile(const struct histogram *histogram, double share);

#endif
