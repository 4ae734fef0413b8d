/* What DEFLATE's two directions share: its tables (RFC 1951) and the checksum of RFC 1950. */
#ifndef DEFLATE_FORMAT_H
#define DEFLATE_FORMAT_H

#include "guest.h"

enum {
    WINDOW = 1 << 15,
    MAX_CODE_LENGTH = 15,
    END_OF_BLOCK = 256,
    LITERAL_CODES = 286,
    DISTANCE_CODES = 30,
    LENGTH_CODES = 19, /* the alphabet in which the two others are described */
    MIN_MATCH = 3,
    MAX_MATCH = 258
};

enum block_type { STORED, FIXED, DYNAMIC };

static const uint8_t length_code_order[LENGTH_CODES] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                        11, 4,  12, 3, 13, 2, 14, 1, 15};

/* Literal code 257 + c stands for a match of match_base[c] bytes, plus the value of the
 * match_extra[c] bits that follow. */
static const uint16_t match_base[29] = {3,  4,  5,  6,  7,  8,  9,  10,  11,  13,
                                        15, 17, 19, 23, 27, 31, 35, 43,  51,  59,
                                        67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t match_extra[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                        2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};

/* The same for distance code c. */
static inline uint32_t distance_extra(uint32_t code) { return code < 4 ? 0 : code / 2 - 1; }
static inline uint32_t distance_base(uint32_t code) {
    return code < 4 ? code + 1 : ((2 + (code & 1)) << distance_extra(code)) + 1;
}

static inline uint8_t fixed_literal_length(uint32_t symbol) {
    return symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
}

/* Huffman codes are sent with the highest bit first, all else with the lowest. */
static inline uint32_t reversed(uint32_t value, uint32_t bits) {
    uint32_t result = 0;
    for (; bits; bits--, value >>= 1) result = result << 1 | (value & 1);
    return result;
}

static uint32_t adler_low = 1, adler_high = 0;

static void checksum(const uint8_t *bytes, uint32_t length) {
    enum { SAFE = 5552 }; /* so many steps cannot overflow 32 bits */
    while (length) {
        uint32_t step = length < SAFE ? length : SAFE;
        length -= step;
        while (step--) {
            adler_low += *bytes++;
            adler_high += adler_low;
        }
        adler_low %= 65521;
        adler_high %= 65521;
    }
}

#endif
