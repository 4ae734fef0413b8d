/* A streaming JSON parser (RFC 8259), fed by the host in pieces of any size.
 *
 *   feed(n)       takes the n bytes that the host wrote at input(), at most input_size()
 *   finish()      says that the document has ended
 *   offset()      how many bytes were taken; after an error, the position of the byte at fault
 *   on_event(...) is called for every token as soon as it is complete
 *
 * The parser is strict: one value, nothing but whitespace around it, UTF-8 that is well formed, no
 * control characters in strings. Its memory is fixed, whatever the size of the document: a token
 * longer than TOKEN_SIZE arrives as PART events, followed by the event that ends it. An escaped
 * surrogate without its partner is passed on as the three bytes that UTF-8 would have for it. */
#include "guest.h"

enum { INPUT_SIZE = 1 << 16, TOKEN_SIZE = 1 << 12, MAX_DEPTH = 1 << 12 };

enum event {
    BEGIN_OBJECT = '{', END_OBJECT = '}', BEGIN_ARRAY = '[', END_ARRAY = ']',
    KEY = ':', STRING = '"', NUMBER = '0', TRUE = 't', FALSE = 'f', NULL_ = 'n', PART = '+'
};

IMPORT(on_event) void on_event(enum event kind, const uint8_t *text, uint32_t length);

enum state {
    VALUE, FIRST_VALUE, FIRST_KEY, NEXT_KEY, COLON, AFTER_VALUE,
    IN_STRING, IN_CHARACTER, ESCAPE, HEX,
    MINUS, ZERO, INTEGER, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS,
    LITERAL, FAILED
};

static uint8_t input_bytes[INPUT_SIZE];
static uint8_t token[TOKEN_SIZE];
static uint32_t token_length;
static char closers[MAX_DEPTH]; /* for each open bracket the one that closes it */
static uint32_t depth;
static uint64_t taken;
static enum state state;
static message failure;

static int string_is_key;
static uint8_t follow_low, follow_high; /* what the next byte of this character may be */
static int follows;                     /* how many bytes of this character are to come */
static uint32_t code_unit;              /* of the \u escape being read */
static int hex_digits;
static uint32_t high_surrogate;         /* escaped, and still waiting for its partner; else 0 */
static const char *literal_rest;
static enum event literal_event;

static void fail(message text) {
    if (state != FAILED) failure = text;
    state = FAILED;
}

static void put(uint8_t byte) {
    if (token_length == TOKEN_SIZE) {
        on_event(PART, token, token_length);
        token_length = 0;
    }
    token[token_length++] = byte;
}

static void put_code_point(uint32_t code) {
    if (code < 0x80) {
        put(code);
        return;
    }
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            put(0xE0 | code >> 12);
        } else {
            put(0xF0 | code >> 18);
            put(0x80 | (code >> 12 & 0x3F));
        }
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

static void put_lone_surrogate(void) {
    if (high_surrogate) put_code_point(high_surrogate);
    high_surrogate = 0;
}

static void put_code_unit(uint32_t unit) {
    int low = unit >= 0xDC00 && unit < 0xE000;
    if (low && high_surrogate) {
        put_code_point(0x10000 + ((high_surrogate - 0xD800) << 10) + (unit - 0xDC00));
        high_surrogate = 0;
        return;
    }
    put_lone_surrogate();
    if (unit >= 0xD800 && unit < 0xDC00) high_surrogate = unit;
    else put_code_point(unit);
}

static void finish_token(enum event kind, enum state next) {
    on_event(kind, token, token_length);
    token_length = 0;
    state = next;
}

static void open_bracket(enum event kind, char closer, enum state next) {
    if (depth == MAX_DEPTH) {
        fail("nested too deeply");
        return;
    }
    closers[depth++] = closer;
    finish_token(kind, next);
}

static void close_bracket(void) {
    finish_token((enum event)closers[--depth], AFTER_VALUE);
}

static void begin_string(int is_key) {
    string_is_key = is_key;
    state = IN_STRING;
}

static void begin_number(uint8_t byte) {
    put(byte);
    state = byte == '-' ? MINUS : byte == '0' ? ZERO : INTEGER;
}

static void begin_literal(enum event kind, const char *rest) {
    literal_event = kind;
    literal_rest = rest;
    state = LITERAL;
}

static int is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

static void take_value(uint8_t byte) {
    switch (byte) {
    case '{': open_bracket(BEGIN_OBJECT, '}', FIRST_KEY); break;
    case '[': open_bracket(BEGIN_ARRAY, ']', FIRST_VALUE); break;
    case '"': begin_string(0); break;
    case 't': begin_literal(TRUE, "rue"); break;
    case 'f': begin_literal(FALSE, "alse"); break;
    case 'n': begin_literal(NULL_, "ull"); break;
    default:
        if (byte == '-' || is_digit(byte)) begin_number(byte);
        else fail("a value was expected");
    }
}

static void take_after_value(uint8_t byte) {
    if (depth == 0) fail("nothing may follow the value");
    else if (byte == (uint8_t)closers[depth - 1]) close_bracket();
    else if (byte == ',') state = closers[depth - 1] == '}' ? NEXT_KEY : VALUE;
    else fail(closers[depth - 1] == '}' ? "',' or '}' was expected" : "',' or ']' was expected");
}

/* The bounds for the byte that follows are those of RFC 3629: they shut out overlong forms,
 * surrogates and what lies beyond U+10FFFF. */
static void begin_character(uint8_t byte) {
    follow_low = 0x80;
    follow_high = 0xBF;
    if (byte >= 0xC2 && byte <= 0xDF) follows = 1;
    else if (byte >= 0xE0 && byte <= 0xEF) follows = 2;
    else if (byte >= 0xF0 && byte <= 0xF4) follows = 3;
    else {
        fail("not UTF-8");
        return;
    }
    if (byte == 0xE0) follow_low = 0xA0;
    if (byte == 0xED) follow_high = 0x9F;
    if (byte == 0xF0) follow_low = 0x90;
    if (byte == 0xF4) follow_high = 0x8F;
    put(byte);
    state = IN_CHARACTER;
}

static void take_follower(uint8_t byte) {
    if (byte < follow_low || byte > follow_high) {
        fail("not UTF-8");
        return;
    }
    put(byte);
    follow_low = 0x80;
    follow_high = 0xBF;
    if (--follows == 0) state = IN_STRING;
}

static void take_in_string(uint8_t byte) {
    if (byte == '\\') {
        state = ESCAPE;
        return;
    }
    put_lone_surrogate();
    if (byte == '"' && string_is_key) finish_token(KEY, COLON);
    else if (byte == '"') finish_token(STRING, AFTER_VALUE);
    else if (byte < 0x20) fail("a control character in a string");
    else if (byte < 0x80) put(byte);
    else begin_character(byte);
}

static void take_escape(uint8_t byte) {
    if (byte == 'u') {
        code_unit = 0;
        hex_digits = 0;
        state = HEX;
        return;
    }
    put_lone_surrogate();
    state = IN_STRING;
    switch (byte) {
    case '"': case '\\': case '/': put(byte); break;
    case 'b': put('\b'); break;
    case 'f': put('\f'); break;
    case 'n': put('\n'); break;
    case 'r': put('\r'); break;
    case 't': put('\t'); break;
    default: fail("no such escape");
    }
}

static void take_hex(uint8_t byte) {
    uint32_t letter = byte | 0x20;
    if (is_digit(byte)) code_unit = code_unit << 4 | (byte - '0');
    else if (letter >= 'a' && letter <= 'f') code_unit = code_unit << 4 | (letter - 'a' + 10);
    else {
        fail("four hexadecimal digits were expected");
        return;
    }
    if (++hex_digits == 4) {
        put_code_unit(code_unit);
        state = IN_STRING;
    }
}

static void take_literal(uint8_t byte) {
    if (byte != (uint8_t)*literal_rest) fail("a value was expected");
    else if (*++literal_rest == 0) finish_token(literal_event, AFTER_VALUE);
}

/* Whether the number may end where it is. */
static int number_is_complete(void) {
    return state == ZERO || state == INTEGER || state == FRACTION || state == EXPONENT_DIGITS;
}

/* Where this byte leads within the number; FAILED if it cannot be part of it. */
static enum state after_number_byte(uint8_t byte) {
    int digit = is_digit(byte);
    int point = byte == '.', e = byte == 'e' || byte == 'E', sign = byte == '+' || byte == '-';
    switch (state) {
    case MINUS: return byte == '0' ? ZERO : digit ? INTEGER : FAILED;
    case ZERO: return point ? POINT : e ? EXPONENT : FAILED;
    case INTEGER: return digit ? INTEGER : point ? POINT : e ? EXPONENT : FAILED;
    case POINT: return digit ? FRACTION : FAILED;
    case FRACTION: return digit ? FRACTION : e ? EXPONENT : FAILED;
    case EXPONENT: return sign ? EXPONENT_SIGN : digit ? EXPONENT_DIGITS : FAILED;
    case EXPONENT_SIGN: case EXPONENT_DIGITS: return digit ? EXPONENT_DIGITS : FAILED;
    default: return FAILED;
    }
}

static void take_structure(uint8_t byte) {
    if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') return;
    switch (state) {
    case VALUE: take_value(byte); break;
    case FIRST_VALUE:
        if (byte == ']') close_bracket();
        else take_value(byte);
        break;
    case FIRST_KEY:
        if (byte == '}') {
            close_bracket();
            break;
        } /* fall through */
    case NEXT_KEY:
        if (byte == '"') begin_string(1);
        else fail("a name in quotes was expected");
        break;
    case COLON:
        if (byte == ':') state = VALUE;
        else fail("':' was expected");
        break;
    default: take_after_value(byte);
    }
}

static void take(uint8_t byte) {
    switch (state) {
    case IN_STRING: take_in_string(byte); break;
    case IN_CHARACTER: take_follower(byte); break;
    case ESCAPE: take_escape(byte); break;
    case HEX: take_hex(byte); break;
    case LITERAL: take_literal(byte); break;
    default:
        if (state >= MINUS && state <= EXPONENT_DIGITS) {
            enum state next = after_number_byte(byte);
            if (next != FAILED) {
                put(byte);
                state = next;
                return;
            }
            if (!number_is_complete()) {
                fail("a digit was expected");
                return;
            }
            finish_token(NUMBER, AFTER_VALUE);
        }
        take_structure(byte);
    }
}

EXPORT(input) uint8_t *input(void) { return input_bytes; }

EXPORT(input_size) uint32_t input_size(void) { return INPUT_SIZE; }

EXPORT(offset) uint64_t offset(void) { return taken; }

EXPORT(feed) message feed(uint32_t length) {
    if (length > INPUT_SIZE) fail("more than the input buffer holds");
    for (uint32_t i = 0; i < length && state != FAILED; i++) {
        take(input_bytes[i]);
        if (state != FAILED) taken++;
    }
    return failure;
}

EXPORT(finish) message finish(void) {
    if (number_is_complete()) finish_token(NUMBER, AFTER_VALUE);
    if (state != AFTER_VALUE || depth > 0) fail("the document ends too early");
    return failure;
}
