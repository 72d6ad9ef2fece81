#include "samples.h"

#include <stdlib.h>

void samples_make(struct samples *samples, long capacity) {
    samples->values = calloc((size_t)capacity + 1, sizeof *samples->values);
    samples->capacity = samples->values ? capacity : 0;
    samples->count = 0;
}

void samples_add(struct samples *samples, uint64_t nanoseconds) {
    if (samples->count < samples->capacity) samples->values[samples->count++] = nanoseconds;
}

static int by_value(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

// By nearest rank; 0 of no samples.
static double quantile(const struct samples *samples, double fraction) {
    if (!samples->count) return 0;
    long rank = (long)(fraction * (double)samples->count);
    return (double)samples->values[rank < samples->count ? rank : samples->count - 1] / 1e3;
}

void samples_print(FILE *file, const char *name, struct samples *samples) {
    qsort(samples->values, (size_t)samples->count, sizeof *samples->values, by_value);
    fprintf(
        file, "\"%s\":{\"median\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"min\":%.2f,\"max\":%.2f}", name,
        quantile(samples, 0.5), quantile(samples, 0.95), quantile(samples, 0.99), quantile(samples, 0),
        quantile(samples, 1));
}
