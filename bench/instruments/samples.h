// Times that were measured, and what is said of them.
#ifndef BENCH_SAMPLES_H
#define BENCH_SAMPLES_H

#include <stdint.h>
#include <stdio.h>

// Nanoseconds; `capacity` is set before the first is added.
struct samples {
    uint64_t *values;
    long count, capacity;
};

void samples_make(struct samples *samples, long capacity);
// Ignores what is beyond the capacity.
void samples_add(struct samples *samples, uint64_t nanoseconds);
// Writes `"name":{"median":…,"p95":…,"p99":…,"min":…,"max":…}` in microseconds; sorts the samples.
void samples_print(FILE *file, const char *name, struct samples *samples);

#endif
