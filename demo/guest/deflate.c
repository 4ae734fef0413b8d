/* A zlib compressor, written from RFC 1950 and RFC 1951.
 *
 *   read(bytes, capacity)  the host puts in at most `capacity` bytes, says how many; 0: no more
 *   write(bytes, length)   the host takes what was compressed
 *   deflate()              everything that can be read, as one zlib stream; once per instance
 *
 * Matches are found in chains of positions with the same hash, and one is given up when the match
 * of the next byte is longer. Every block is written in the cheapest of the format's three ways. */
#include "deflate_format.h"

IMPORT(read) uint32_t host_read(uint8_t *bytes, uint32_t capacity);
IMPORT(write) void host_write(const uint8_t *bytes, uint32_t length);

/* Output, bit by bit, the lowest first. */
static uint8_t output[1 << 14];
static uint32_t output_length;
static uint64_t held;
static uint32_t held_bits;

static void flush(void) {
    host_write(output, output_length);
    output_length = 0;
}

static void put(uint32_t value, uint32_t bits) {
    held |= (uint64_t)value << held_bits;
    for (held_bits += bits; held_bits >= 8; held_bits -= 8, held >>= 8) {
        if (output_length == sizeof output) flush();
        output[output_length++] = (uint8_t)held;
    }
}

static void put_to_byte(void) { put(0, (8 - held_bits) % 8); }

/* Input: a ring of the last 64 KiB, in which a match may reach back over 32 KiB. A block that may
 * be stored is still in it as a whole. Positions are counted modulo 2**32. */
enum { RING = 1 << 16, READ_SIZE = 1 << 14, STORABLE = 1 << 15 };
static uint8_t ring[RING];
static uint32_t position, input_end;
static int input_ended;

static inline uint8_t byte_at(uint32_t at) { return ring[at % RING]; }

/* Afterwards a match of any length fits before input_end, unless the input ends there. */
static void fill(void) {
    while (!input_ended && input_end - position <= MAX_MATCH + 1) {
        uint32_t from = input_end % RING, room = RING - from;
        uint32_t length = host_read(ring + from, room < READ_SIZE ? room : READ_SIZE);
        if (length > room) length = 0;
        if (!length) input_ended = 1;
        checksum(ring + from, length);
        input_end += length;
    }
}

/* For each hash the last position that has it, for each position the one before; each plus 1, so
 * that 0 means none. */
enum { HASH_BITS = 15, CHAIN = 128, GOOD_MATCH = 64 };
static uint32_t newest[1 << HASH_BITS], older[WINDOW];

static uint32_t remember(uint32_t at) {
    if (input_end - at < MIN_MATCH) return 0;
    uint32_t bytes = byte_at(at) | byte_at(at + 1) << 8 | byte_at(at + 2) << 16;
    uint32_t hash = bytes * 2654435761u >> (32 - HASH_BITS);
    uint32_t candidate = newest[hash];
    older[at % WINDOW] = candidate;
    newest[hash] = at + 1;
    return candidate;
}

struct match {
    uint32_t length, distance;
};

/* The longest match for what stands at `at`, among the chain that begins with `candidate`. */
static struct match find(uint32_t at, uint32_t candidate) {
    struct match best = {MIN_MATCH - 1, 0};
    uint32_t longest = input_end - at < MAX_MATCH ? input_end - at : MAX_MATCH, last_distance = 0;
    for (int tries = CHAIN; candidate && tries && best.length < longest; tries--) {
        uint32_t from = candidate - 1, distance = at - from, length = 0;
        if (distance > WINDOW || distance <= last_distance) break;
        last_distance = distance;
        if (byte_at(from + best.length) == byte_at(at + best.length))
            while (length < longest && byte_at(from + length) == byte_at(at + length)) length++;
        if (length > best.length) best = (struct match){length, distance};
        candidate = older[from % WINDOW];
    }
    return best.distance ? best : (struct match){0, 0};
}

/* The block being gathered: literals, and matches as distance << 16 | length. A match has a
 * distance of at least 1, so a literal is what has none. */
enum { BLOCK = 1 << 14 };
static uint32_t tokens[BLOCK], token_count, block_start;

static uint32_t literal_counts[LITERAL_CODES], distance_counts[DISTANCE_CODES];

static uint32_t match_symbol(uint32_t length) {
    uint32_t code = 28;
    while (match_base[code] > length) code--;
    return code + 257;
}

static uint32_t distance_symbol(uint32_t distance) {
    if (distance <= 4) return distance - 1;
    uint32_t high_bit = 31 - (uint32_t)__builtin_clz(distance - 1);
    return 2 * high_bit + ((distance - 1) >> (high_bit - 1) & 1);
}

/* Huffman's lengths for these counts, none above `limit`. When one is, the counts are made more
 * alike until none is: seldom, and then dearer by next to nothing. */
static void choose_lengths(const uint32_t *counts, uint32_t symbols, uint32_t limit,
                           uint8_t *lengths) {
    static uint32_t weight[2 * LITERAL_CODES];
    static uint16_t parent[2 * LITERAL_CODES];
    for (uint32_t flatten = 0;; flatten++) {
        uint32_t nodes = symbols, longest = 0;
        for (uint32_t s = 0; s < symbols; s++) {
            uint32_t flattened = counts[s] >> flatten;
            weight[s] = counts[s] && !flattened ? 1 : flattened;
            parent[s] = 0;
        }
        for (;;) {
            uint32_t least = 0, second = 0, found = 0;
            for (uint32_t n = 0; n < nodes; n++) {
                if (!weight[n]) continue;
                if (!found || weight[n] < weight[least]) second = least, least = n;
                else if (found == 1 || weight[n] < weight[second]) second = n;
                found++;
            }
            if (found < 2) break;
            weight[nodes] = weight[least] + weight[second];
            weight[least] = weight[second] = 0;
            parent[least] = parent[second] = nodes;
            parent[nodes++] = 0;
        }
        for (uint32_t s = 0; s < symbols; s++) {
            uint32_t length = 0;
            for (uint32_t n = s; parent[n]; n = parent[n]) length++;
            if (counts[s] && !length) length = 1; /* the only symbol: it still needs a bit */
            lengths[s] = length;
            if (length > longest) longest = length;
        }
        if (longest <= limit) return;
    }
}

/* The codes that the lengths stand for, each reversed: its highest bit is sent first. */
static void assign_codes(const uint8_t *lengths, uint32_t symbols, uint16_t *codes) {
    uint32_t next = 0;
    for (uint32_t length = 1; length <= MAX_CODE_LENGTH; length++, next <<= 1)
        for (uint32_t s = 0; s < symbols; s++) {
            if (lengths[s] != length) continue;
            codes[s] = reversed(next++, length);
        }
}

/* The lengths of a dynamic block's two codes, as they are sent: runs have symbols of their own. */
struct run {
    uint8_t symbol, extra, extra_bits;
};
static struct run runs[LITERAL_CODES + DISTANCE_CODES];
static uint32_t run_count;

static void gather_runs(const uint8_t *lengths, uint32_t total) {
    run_count = 0;
    for (uint32_t at = 0; at < total;) {
        uint32_t same = 1;
        while (at + same < total && lengths[at + same] == lengths[at]) same++;
        if (lengths[at] == 0 && same >= 3) {
            if (same > 138) same = 138;
            runs[run_count++] =
                same < 11 ? (struct run){17, same - 3, 3} : (struct run){18, same - 11, 7};
        } else if (at && lengths[at] == lengths[at - 1] && same >= 3) {
            if (same > 6) same = 6;
            runs[run_count++] = (struct run){16, same - 3, 2};
        } else {
            same = 1;
            runs[run_count++] = (struct run){lengths[at], 0, 0};
        }
        at += same;
    }
}

static uint32_t cost(const uint8_t *literal_lengths, const uint8_t *distance_lengths) {
    uint32_t bits = 0;
    for (uint32_t s = 0; s < LITERAL_CODES; s++) {
        uint32_t extra = s > END_OF_BLOCK ? match_extra[s - 257] : 0;
        bits += literal_counts[s] * (literal_lengths[s] + extra);
    }
    for (uint32_t s = 0; s < DISTANCE_CODES; s++)
        bits += distance_counts[s] * (distance_lengths[s] + distance_extra(s));
    return bits;
}

static void put_tokens(const uint8_t *literal_lengths, const uint8_t *distance_lengths) {
    static uint16_t literals[LITERAL_CODES + 2], distances[DISTANCE_CODES];
    assign_codes(literal_lengths, LITERAL_CODES + 2, literals);
    assign_codes(distance_lengths, DISTANCE_CODES, distances);
    for (uint32_t i = 0; i < token_count; i++) {
        uint32_t length = tokens[i] & 0xFFFF, distance = tokens[i] >> 16;
        if (!distance) {
            put(literals[length], literal_lengths[length]);
            continue;
        }
        uint32_t symbol = match_symbol(length);
        put(literals[symbol], literal_lengths[symbol]);
        put(length - match_base[symbol - 257], match_extra[symbol - 257]);
        symbol = distance_symbol(distance);
        put(distances[symbol], distance_lengths[symbol]);
        put(distance - distance_base(symbol), distance_extra(symbol));
    }
    put(literals[END_OF_BLOCK], literal_lengths[END_OF_BLOCK]);
}

static void put_stored(uint32_t length) {
    put_to_byte();
    put(length, 16);
    put(length ^ 0xFFFF, 16);
    for (uint32_t at = block_start; at != block_start + length; at++) put(byte_at(at), 8);
}

static void put_dynamic_head(uint32_t literals, uint32_t distances, uint32_t described,
                             const uint8_t *lengths) {
    static uint16_t codes[LENGTH_CODES];
    put(literals - 257, 5);
    put(distances - 1, 5);
    put(described - 4, 4);
    for (uint32_t i = 0; i < described; i++) put(lengths[length_code_order[i]], 3);
    assign_codes(lengths, LENGTH_CODES, codes);
    for (uint32_t i = 0; i < run_count; i++) {
        put(codes[runs[i].symbol], lengths[runs[i].symbol]);
        put(runs[i].extra, runs[i].extra_bits);
    }
}

static void put_block(int last) {
    uint8_t fixed[LITERAL_CODES + 2], fixed_distances[DISTANCE_CODES];
    uint8_t literal_lengths[LITERAL_CODES + 2] = {0}, distance_lengths[DISTANCE_CODES];
    for (uint32_t s = 0; s < sizeof fixed; s++) fixed[s] = fixed_literal_length(s);
    for (uint32_t s = 0; s < DISTANCE_CODES; s++) fixed_distances[s] = 5;

    literal_counts[END_OF_BLOCK]++;
    choose_lengths(literal_counts, LITERAL_CODES, MAX_CODE_LENGTH, literal_lengths);
    choose_lengths(distance_counts, DISTANCE_CODES, MAX_CODE_LENGTH, distance_lengths);
    uint32_t literals = LITERAL_CODES, distances = DISTANCE_CODES, described = LENGTH_CODES;
    while (!literal_lengths[literals - 1]) literals--; /* stops at END_OF_BLOCK, which is there */
    while (distances > 1 && !distance_lengths[distances - 1]) distances--;

    uint8_t both[LITERAL_CODES + DISTANCE_CODES], length_lengths[LENGTH_CODES];
    for (uint32_t s = 0; s < literals; s++) both[s] = literal_lengths[s];
    for (uint32_t s = 0; s < distances; s++) both[literals + s] = distance_lengths[s];
    gather_runs(both, literals + distances);
    uint32_t length_counts[LENGTH_CODES] = {0};
    for (uint32_t i = 0; i < run_count; i++) length_counts[runs[i].symbol]++;
    choose_lengths(length_counts, LENGTH_CODES, 7, length_lengths);
    while (described > 4 && !length_lengths[length_code_order[described - 1]]) described--;

    uint32_t dynamic_bits = 14 + 3 * described + cost(literal_lengths, distance_lengths);
    for (uint32_t i = 0; i < run_count; i++)
        dynamic_bits += length_lengths[runs[i].symbol] + runs[i].extra_bits;
    uint32_t fixed_bits = cost(fixed, fixed_distances);
    uint32_t stored = position - block_start, stored_bits = 8 * (stored + 4) + 7;

    put(last, 1);
    if (stored <= STORABLE && stored_bits < dynamic_bits && stored_bits < fixed_bits) {
        put(STORED, 2);
        put_stored(stored);
    } else if (fixed_bits <= dynamic_bits) {
        put(FIXED, 2);
        put_tokens(fixed, fixed_distances);
    } else {
        put(DYNAMIC, 2);
        put_dynamic_head(literals, distances, described, length_lengths);
        put_tokens(literal_lengths, distance_lengths);
    }
    for (uint32_t s = 0; s < LITERAL_CODES; s++) literal_counts[s] = 0;
    for (uint32_t s = 0; s < DISTANCE_CODES; s++) distance_counts[s] = 0;
    token_count = 0;
    block_start = position;
}

/* Takes the next token's bytes: the literal at `position`, or the match found there. */
static void emit(struct match match) {
    if (match.length) {
        tokens[token_count++] = match.distance << 16 | match.length;
        literal_counts[match_symbol(match.length)]++;
        distance_counts[distance_symbol(match.distance)]++;
    } else {
        uint8_t byte = byte_at(position);
        tokens[token_count++] = byte;
        literal_counts[byte]++;
    }
    position += match.length ? match.length : 1;
    if (token_count == BLOCK) put_block(0);
}

EXPORT(deflate) message deflate(void) {
    put(0x9C78, 16); /* DEFLATE with a 32 KiB window, the default effort, no dictionary */
    struct match match = {0, 0};
    uint32_t remembered = 0; /* the first position that no chain has yet */
    for (fill(); position != input_end; fill()) {
        if (remembered == position) match = find(position, remember(remembered++));
        struct match next = {0, 0};
        if (match.length && match.length < GOOD_MATCH && position + 1 != input_end)
            next = find(position + 1, remember(remembered++));
        if (next.length > match.length) {
            emit((struct match){0, 0});
            match = next;
            continue;
        }
        emit(match);
        while (remembered != position) remember(remembered++);
    }
    put_block(1);
    put_to_byte();
    uint32_t sum = adler_high << 16 | adler_low;
    for (int shift = 24; shift >= 0; shift -= 8) put(sum >> shift & 0xFF, 8);
    flush();
    return NULL;
}
