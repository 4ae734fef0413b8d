/* A zlib decompressor, written from RFC 1950 and RFC 1951.
 *
 *   read(bytes, capacity)  the host puts in at most `capacity` bytes, says how many; 0: no more
 *   write(bytes, length)   the host takes what was decompressed
 *   inflate()              one zlib stream from header to checksum; once per instance
 *
 * Every code, distance and length is checked before it is used: no input whatever makes it read or
 * write outside the window. */
#include "deflate_format.h"

IMPORT(read) uint32_t host_read(uint8_t *bytes, uint32_t capacity);
IMPORT(write) void host_write(const uint8_t *bytes, uint32_t length);

/* Input, bit by bit, the lowest first. Beyond the end of the input there are zeros, which may be
 * looked at but not consumed: a code is looked up by more bits than it may have. */
static uint8_t input[1 << 14];
static uint32_t input_at, input_length;
static int input_ended;
static uint64_t held;      /* bits that were fetched and not consumed */
static uint32_t held_bits; /* how many they are */
static uint32_t made_up;   /* how many of them, on top, lie beyond the end */
static int starved;        /* some of those were consumed */

static void fetch_byte(void) {
    if (input_at == input_length && !input_ended) {
        input_length = host_read(input, sizeof input);
        input_at = 0;
        if (input_length > sizeof input) input_length = 0;
        input_ended = input_length == 0;
    }
    if (input_ended) made_up += 8;
    else held |= (uint64_t)input[input_at++] << held_bits;
    held_bits += 8;
}

static uint32_t look(uint32_t bits) {
    while (held_bits < bits) fetch_byte();
    return (uint32_t)held & ((1u << bits) - 1);
}

static void consume(uint32_t bits) {
    held >>= bits;
    held_bits -= bits;
    if (held_bits < made_up) starved = 1;
}

static uint32_t take(uint32_t bits) {
    uint32_t value = look(bits);
    consume(bits);
    return value;
}

/* Output: a ring of the last 32 KiB, handed to the host each time that it is full. */
static uint8_t window[WINDOW];
static uint64_t produced;

static void flush(void) {
    uint32_t length = (produced - 1) % WINDOW + 1;
    checksum(window, length);
    host_write(window, length);
}

static inline void put(uint8_t byte) {
    window[produced++ % WINDOW] = byte;
    if (produced % WINDOW == 0) flush();
}

/* A Huffman code as one table: the next `bits` bits of input lead to symbol and length of the code
 * they begin with. Length 0: no code begins so. */
struct entry {
    uint16_t symbol;
    uint8_t length;
};
struct code {
    uint32_t bits;
    struct entry entries[1 << MAX_CODE_LENGTH];
};

static struct code literal_code, distance_code, length_code;

/* False if the lengths are no code: too many, or too few (a single code of one bit, or none at all,
 * may stand alone, except where `must_fill`). */
static int build(struct code *code, const uint8_t *lengths, uint32_t symbols, int must_fill) {
    uint32_t count[MAX_CODE_LENGTH + 1] = {0}, next[MAX_CODE_LENGTH + 1];
    uint32_t longest = 0;
    for (uint32_t s = 0; s < symbols; s++) {
        count[lengths[s]]++;
        if (lengths[s] > longest) longest = lengths[s];
    }
    int32_t free_codes = 1;
    uint32_t first = 0;
    for (uint32_t length = 1; length <= longest; length++) {
        free_codes = free_codes * 2 - (int32_t)count[length];
        if (free_codes < 0) return 0;
        next[length] = first;
        first = (first + count[length]) << 1;
    }
    if (free_codes > 0 && (must_fill || longest > 1)) return 0;
    code->bits = longest ? longest : 1;
    for (uint32_t i = 0; i < 1u << code->bits; i++) code->entries[i] = (struct entry){0, 0};
    for (uint32_t s = 0; s < symbols; s++) {
        uint32_t length = lengths[s];
        if (!length) continue;
        for (uint32_t i = reversed(next[length]++, length); i < 1u << code->bits; i += 1u << length)
            code->entries[i] = (struct entry){s, length};
    }
    return 1;
}

enum { UNDEFINED = 0xFFFF };

static uint32_t take_symbol(const struct code *code) {
    struct entry entry = code->entries[look(code->bits)];
    consume(entry.length);
    return entry.length ? entry.symbol : UNDEFINED;
}

static message build_fixed(void) {
    /* Two literals and two distances have a code and no meaning. */
    uint8_t lengths[LITERAL_CODES + 2];
    for (uint32_t s = 0; s < LITERAL_CODES + 2; s++) lengths[s] = fixed_literal_length(s);
    build(&literal_code, lengths, LITERAL_CODES + 2, 1);
    for (uint32_t s = 0; s < DISTANCE_CODES + 2; s++) lengths[s] = 5;
    build(&distance_code, lengths, DISTANCE_CODES + 2, 1);
    return NULL;
}

static message build_dynamic(void) {
    uint8_t lengths[LITERAL_CODES + DISTANCE_CODES] = {0}, order[LENGTH_CODES] = {0};
    uint32_t literals = take(5) + 257, distances = take(5) + 1, described = take(4) + 4;
    if (literals > LITERAL_CODES || distances > DISTANCE_CODES) return "too many codes";
    for (uint32_t i = 0; i < described; i++) order[length_code_order[i]] = take(3);
    if (!build(&length_code, order, LENGTH_CODES, 1)) return "the code of the lengths is none";

    uint32_t total = literals + distances;
    for (uint32_t at = 0; at < total && !starved;) {
        uint32_t symbol = take_symbol(&length_code), value = 0, times = 1;
        if (symbol < 16) {
            value = symbol;
        } else if (symbol == 16) {
            if (at == 0) return "no length to repeat";
            value = lengths[at - 1];
            times = take(2) + 3;
        } else if (symbol == 17) {
            times = take(3) + 3;
        } else {
            times = take(7) + 11;
        }
        if (times > total - at) return "more lengths than codes";
        while (times--) lengths[at++] = value;
    }
    if (!lengths[END_OF_BLOCK]) return "the block could not end";
    if (!build(&literal_code, lengths, literals, 0)) return "the code of the literals is none";
    if (!build(&distance_code, lengths + literals, distances, 0))
        return "the code of the distances is none";
    return NULL;
}

static message read_compressed(message problem) {
    while (!problem && !starved) {
        uint32_t symbol = take_symbol(&literal_code);
        if (symbol == END_OF_BLOCK) break;
        if (symbol < END_OF_BLOCK) {
            if (!starved) put(symbol);
            continue;
        }
        if (symbol >= LITERAL_CODES) return "a length that does not exist";
        uint32_t length = match_base[symbol - 257] + take(match_extra[symbol - 257]);
        symbol = take_symbol(&distance_code);
        if (symbol >= DISTANCE_CODES) return "a distance that does not exist";
        uint32_t distance = distance_base(symbol) + take(distance_extra(symbol));
        if (distance > produced) return "a match before the beginning";
        if (!starved)
            while (length--) put(window[(produced - distance) % WINDOW]);
    }
    return problem;
}

static message read_stored(void) {
    consume(held_bits % 8);
    uint32_t length = take(16), complement = take(16);
    if ((length ^ complement) != 0xFFFF) return "a stored block whose length is not confirmed";
    while (length--) {
        uint8_t byte = take(8);
        if (starved) break;
        put(byte);
    }
    return NULL;
}

static message read_block(void) {
    switch (take(2)) {
    case STORED: return read_stored();
    case FIXED: return read_compressed(build_fixed());
    case DYNAMIC: return read_compressed(build_dynamic());
    default: return "a kind of block that does not exist";
    }
}

static message read_header(void) {
    uint32_t method = take(8), flags = take(8);
    if ((method << 8 | flags) % 31) return "not a zlib stream";
    if ((method & 15) != 8 || method >> 4 > 7) return "not DEFLATE";
    if (flags & 32) return "a preset dictionary is needed";
    return NULL;
}

static message read_checksum(void) {
    uint32_t expected = 0;
    consume(held_bits % 8);
    for (int i = 0; i < 4; i++) expected = expected << 8 | take(8);
    return expected == (adler_high << 16 | adler_low) ? NULL : "the checksum does not match";
}

EXPORT(inflate) message inflate(void) {
    message problem = read_header();
    for (int last = 0; !last && !problem && !starved;) {
        last = take(1);
        problem = read_block();
    }
    if (produced % WINDOW) flush();
    if (!problem && !starved) problem = read_checksum();
    return starved ? "the stream ends too early" : problem;
}
