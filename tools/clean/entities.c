#include "entities.h"

#include <stdint.h>

#include "entities_table.h"

#define NAME_COUNT (sizeof(offsets) / sizeof(offsets[0]))

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* What the numbers 0x80 to 0x9F mean: windows-1252, as the standard's table has it; 0 stands for itself. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

uint32_t entity_windows_byte(uint32_t c)
{
    for (uint32_t i = 0; i < 32; i++)
        if (c != 0 && windows_1252[i] == c)
            return 0x80 + i;
    return 0;
}

static uint32_t mend_number(uint32_t number)
{
    if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF))
        return 0xFFFD;
    if (number >= 0x80 && number <= 0x9F && windows_1252[number - 0x80])
        return windows_1252[number - 0x80];
    return number;
}

static size_t encode(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3F));
    to[2] = (char)(0x80 | (c >> 6 & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static size_t read_number(const char *at, const char *end, char *text, size_t *text_size)
{
    const char *digit = at + 2;
    uint32_t base = 10, number = 0;
    if (digit < end && (*digit | 0x20) == 'x') {
        base = 16;
        digit++;
    }
    const char *first = digit;
    for (; digit < end; digit++) {
        int value = hex_value(*digit);
        if (value < 0 || (uint32_t)value >= base)
            break;
        if (number <= 0x10FFFF)
            number = number * base + (uint32_t)value;
    }
    if (digit == first)
        return 0;
    if (digit < end && *digit == ';')
        digit++;
    *text_size = encode(text, mend_number(number));
    return (size_t)(digit - at);
}

/* The byte `position` of a name, -1 behind its end. */
static int name_byte(size_t index, size_t position)
{
    const char *entry = names + offsets[index];
    return position < (unsigned char)entry[0] ? (unsigned char)entry[1 + position] : -1;
}

/* The first name in [low, high) whose byte `position` is not below `byte`. */
static size_t lower_bound(size_t low, size_t high, size_t position, int byte)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (name_byte(middle, position) < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The longest name that `at` begins with, NAME_COUNT if none. */
static size_t longest_name(const char *at, const char *end)
{
    size_t low = 0, high = NAME_COUNT, found = NAME_COUNT;
    for (size_t position = 0; at + position < end; position++) {
        int byte = (unsigned char)at[position];
        low = lower_bound(low, high, position, byte);
        high = lower_bound(low, high, position, byte + 1);
        if (low == high)
            break;
        if ((unsigned char)names[offsets[low]] == position + 1)
            found = low;
    }
    return found;
}

static size_t read_name(const char *at, const char *end, bool attribute, char *text, size_t *text_size)
{
    size_t index = longest_name(at + 1, end);
    if (index == NAME_COUNT)
        return 0;
    const char *entry = names + offsets[index];
    size_t size = (unsigned char)entry[0];
    const char *next = at + 1 + size;
    if (attribute && next[-1] != ';' && next < end && (*next == '=' || is_alphanumeric(*next)))
        return 0;
    *text_size = (unsigned char)entry[1 + size];
    memcpy(text, entry + 2 + size, *text_size);
    return 1 + size;
}

size_t entity_read(const char *at, const char *end, bool attribute, char *text, size_t *text_size)
{
    if (end - at < 2)
        return 0;
    if (at[1] == '#')
        return read_number(at, end, text, text_size);
    return is_alphanumeric(at[1]) ? read_name(at, end, attribute, text, text_size) : 0;
}
