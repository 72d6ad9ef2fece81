// Comparisons of many bytes at once, answered as bit masks: what Swift's SIMD types cannot say, for they have no way
// from a vector of truth values to an integer.
//
// Written with the compiler's vector extensions
// (https://clang.llvm.org/docs/LanguageExtensions.html#vectors-and-extended-vectors), so that it is right on every
// processor: SSE2 on x86-64, NEON on arm64. All of it is inlined into the Swift that calls it.
#ifndef CSIMD_H
#define CSIMD_H

#include <stddef.h>
#include <stdint.h>
#ifdef __aarch64__
#include <arm_neon.h>
#endif

/// How many bytes `csimd_equal` and `csimd_below` look at.
#define CSIMD_BLOCK 64
/// How many bytes `csimd_plain` and `csimd_unescaped` look at.
#define CSIMD_STEP 16

typedef uint8_t csimd_bytes64 __attribute__((ext_vector_type(64)));
typedef uint8_t csimd_bytes16 __attribute__((ext_vector_type(16)));
typedef int8_t csimd_signed64 __attribute__((ext_vector_type(64)));
typedef int8_t csimd_signed16 __attribute__((ext_vector_type(16)));
typedef char csimd_truth64 __attribute__((ext_vector_type(64)));
typedef char csimd_truth16 __attribute__((ext_vector_type(16)));
typedef _Bool csimd_bits64 __attribute__((ext_vector_type(64)));
typedef _Bool csimd_bits16 __attribute__((ext_vector_type(16)));

/// Gathers a bit of each of 64 lanes, which are all ones or all zeros; lane 0 becomes the lowest bit.
static inline uint64_t csimd_gather(const csimd_truth64 *lanes) {
#ifdef __aarch64__
    // NEON has no instruction for it: each lane keeps the bit of its place in eight, and three rounds of adding
    // neighbours bring them together. The compiler's own way takes twice the instructions.
    uint8x16_t parts[4];
    __builtin_memcpy(parts, lanes, sizeof parts);
    const uint8x16_t places = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t low = vpaddq_u8(vandq_u8(parts[0], places), vandq_u8(parts[1], places));
    uint8x16_t high = vpaddq_u8(vandq_u8(parts[2], places), vandq_u8(parts[3], places));
    uint8x16_t sum = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
#else
    csimd_bits64 bits = __builtin_convertvector(*lanes, csimd_bits64);
    uint64_t mask;
    __builtin_memcpy(&mask, &bits, sizeof mask);
    return mask;
#endif
}

/// The place of the first of 16 lanes that is all ones, where the others are all zeros; 16 when there is none.
static inline int csimd_first(csimd_truth16 lanes) {
#ifdef __aarch64__
    // Four bits of each lane: cheaper than one.
    uint8x8_t nibbles = vshrn_n_u16(vreinterpretq_u16_s8((int8x16_t)lanes), 4);
    uint64_t mask = vget_lane_u64(vreinterpret_u64_u8(nibbles), 0);
    return mask == 0 ? 16 : __builtin_ctzll(mask) >> 2;
#else
    csimd_bits16 bits = __builtin_convertvector(lanes, csimd_bits16);
    uint16_t mask;
    __builtin_memcpy(&mask, &bits, sizeof mask);
    return __builtin_ctz(mask | 1u << 16);
#endif
}

/// A bit for each of the 64 bytes at `bytes + offset`, the first the lowest: whether it equals `value`.
static inline uint64_t csimd_equal(const void *bytes, ptrdiff_t offset, uint8_t value) {
    csimd_bytes64 block;
    __builtin_memcpy(&block, (const char *)bytes + offset, sizeof block);
    csimd_truth64 lanes = (csimd_truth64)(block == (csimd_bytes64)value);
    return csimd_gather(&lanes);
}

/// A bit for each of the 64 bytes at `bytes + offset`, the first the lowest: whether it is less than `limit`.
static inline uint64_t csimd_below(const void *bytes, ptrdiff_t offset, uint8_t limit) {
    csimd_bytes64 block;
    __builtin_memcpy(&block, (const char *)bytes + offset, sizeof block);
    csimd_truth64 lanes = (csimd_truth64)(block < (csimd_bytes64)limit);
    return csimd_gather(&lanes);
}

/// Whether any of the 64 bytes at `bytes + offset` is a control character or above 0x7F.
static inline _Bool csimd_has_control_or_high(const void *bytes, ptrdiff_t offset) {
    csimd_signed64 block;
    __builtin_memcpy(&block, (const char *)bytes + offset, sizeof block);
    // Bytes above 0x7F are negative, and so below a space too.
    csimd_truth64 lanes = (csimd_truth64)(block < (csimd_signed64)0x20);
    return __builtin_reduce_or(lanes) != 0;
}

/// The place among the 16 bytes at `bytes + offset` of the first quote, backslash, control character or byte above
/// 0x7F; 16 when there is none.
static inline int csimd_plain(const void *bytes, ptrdiff_t offset) {
    csimd_bytes16 step;
    __builtin_memcpy(&step, (const char *)bytes + offset, sizeof step);
    // Bytes above 0x7F are negative, and so below a space too.
    csimd_truth16 special = (csimd_truth16)((csimd_signed16)step < (csimd_signed16)0x20);
    return csimd_first(special | (csimd_truth16)(step == '"') | (csimd_truth16)(step == '\\'));
}

/// The place among the 16 bytes at `bytes + offset` of the first quote, backslash or control character; 16 when there
/// is none.
static inline int csimd_unescaped(const void *bytes, ptrdiff_t offset) {
    csimd_bytes16 step;
    __builtin_memcpy(&step, (const char *)bytes + offset, sizeof step);
    csimd_truth16 special = (csimd_truth16)(step < (csimd_bytes16)0x20);
    return csimd_first(special | (csimd_truth16)(step == '"') | (csimd_truth16)(step == '\\'));
}

#endif
