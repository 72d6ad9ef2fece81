// What glibc has only since 2.35 or in a newer version since then, bound to glibc 2.34: Lambda's is 2.34, Debian 12's,
// where functions are built, is 2.36. A program that needs a newer symbol does not even start.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>

#if defined(__x86_64__)
#define FIRST_VERSION "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST_VERSION "GLIBC_2.17"
#endif

// 2.35 has a version of its own of these, which leaves errno alone.
double first_hypot(double x, double y);
float first_hypotf(float x, float y);
__asm__(".symver first_hypot, hypot@" FIRST_VERSION);
__asm__(".symver first_hypotf, hypotf@" FIRST_VERSION);

double hypot(double x, double y) { return first_hypot(x, y); }

float hypotf(float x, float y) { return first_hypotf(x, y); }

struct search {
    uintptr_t address;
    struct dl_find_object *result;
};

static int examine(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct search *search = context;
    uintptr_t start = UINTPTR_MAX, end = 0, frames = 0;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        uintptr_t first = object->dlpi_addr + segment->p_vaddr, last = first + segment->p_memsz;
        if (segment->p_type == PT_LOAD) {
            start = first < start ? first : start;
            end = last > end ? last : end;
        } else if (segment->p_type == PT_GNU_EH_FRAME) {
            frames = first;
        }
    }
    if (search->address < start || search->address >= end || frames == 0) {
        return 0;
    }
    search->result->dlfo_map_start = (void *)start;
    search->result->dlfo_map_end = (void *)end;
    search->result->dlfo_eh_frame = (void *)frames;
    return 1;
}

/// How the unwinder of GCC 12 and later finds the frames of an address (glibc 2.35): 0, or -1 when no object has it.
int _dl_find_object(void *address, struct dl_find_object *result) {
    struct search search = {(uintptr_t)address, result};
    return dl_iterate_phdr(examine, &search) == 1 ? 0 : -1;
}
