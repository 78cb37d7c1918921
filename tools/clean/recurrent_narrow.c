#include "wide.h"

#ifdef NARROW

#include <stdint.h>
#include <string.h>

#define LANES 4
#define LANES_CODE

typedef __m128i lanes;

static inline lanes lanes_read(const void *at)
{
    return _mm_loadu_si128((const __m128i *)at);
}

static inline void lanes_write(void *at, lanes all)
{
    _mm_storeu_si128((__m128i *)at, all);
}

static inline lanes lanes_pair(const int16_t *pair)
{
    int32_t both;
    memcpy(&both, pair, sizeof both);
    return _mm_set1_epi32(both);
}

static inline lanes lanes_add_products(lanes sum, lanes a, lanes b)
{
    return _mm_add_epi32(sum, _mm_madd_epi16(a, b));
}

static inline void lanes_pairs(const uint8_t *first, const uint8_t *second, const int16_t *factors, int16_t (*to)[2])
{
    for (int i = 0; i < LANES / 2; i++) {
        to[i][0] = (int16_t)(first[i] * factors[0]);
        to[i][1] = (int16_t)(second[i] * factors[1]);
    }
}

static inline int32_t lanes_total(lanes all)
{
    all = _mm_add_epi32(all, _mm_shuffle_epi32(all, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(all, _mm_shuffle_epi32(all, 0xB1)));
}

/* Of the products in 32 bits those from the 15th on, and the 14th to round. */
static inline lanes lanes_times(lanes a, lanes b)
{
    lanes high = _mm_mulhi_epi16(a, b), low = _mm_mullo_epi16(a, b);
    lanes product = _mm_or_si128(_mm_slli_epi16(high, 1), _mm_srli_epi16(low, 15));
    return _mm_add_epi16(product, _mm_and_si128(_mm_srli_epi16(low, 14), _mm_set1_epi16(1)));
}

static inline lanes lanes_sizes(lanes all)
{
    lanes signs = _mm_srai_epi16(all, 15);
    return _mm_sub_epi16(_mm_xor_si128(all, signs), signs);
}

#define lanes_numbers _mm_set1_epi32
#define lanes_halves _mm_set1_epi16
#define lanes_sum _mm_add_epi32
#define lanes_shift _mm_srai_epi32
#define lanes_pack _mm_packs_epi32
#define lanes_plus _mm_adds_epi16
#define lanes_minus _mm_subs_epi16
#define lanes_higher _mm_max_epi16
#define lanes_differ _mm_xor_si128
#define lanes_signs(all) _mm_srai_epi16(all, 15)
#define lanes_less _mm_subs_epu16
#define lanes_times_power _mm_slli_epi16
#define lanes_without(all, others) _mm_andnot_si128(others, all)
#define lanes_firsts _mm_unpacklo_epi64
#define lanes_seconds _mm_unpackhi_epi64

#include "recurrent_rows.h"

void recurrent_score_narrowly(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                              int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
