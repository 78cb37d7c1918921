#include "wide.h"

#ifdef WIDE

#include <stdint.h>
#include <string.h>

#define LANES 8
#define LANES_CODE WIDE

typedef __m256i lanes;

WIDE static inline lanes lanes_read(const void *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

WIDE static inline void lanes_write(void *at, lanes all)
{
    _mm256_storeu_si256((__m256i *)at, all);
}

WIDE static inline lanes lanes_pair(const int16_t *pair)
{
    int32_t both;
    memcpy(&both, pair, sizeof both);
    return _mm256_set1_epi32(both);
}

WIDE static inline lanes lanes_add_products(lanes sum, lanes a, lanes b)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}

WIDE static inline void lanes_pairs(const uint8_t *first, const uint8_t *second, const int16_t *factors,
                                    int16_t (*to)[2])
{
    __m128i bytes = _mm_unpacklo_epi8(_mm_loadu_si32(first), _mm_loadu_si32(second));
    __m128i both = _mm_mullo_epi16(_mm_cvtepu8_epi16(bytes), _mm256_castsi256_si128(lanes_pair(factors)));
    _mm_storeu_si128((__m128i *)(void *)to, both);
}

WIDE static inline int32_t lanes_total(lanes all)
{
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1)));
}

#define lanes_numbers _mm256_set1_epi32
#define lanes_halves _mm256_set1_epi16
#define lanes_sum _mm256_add_epi32
#define lanes_shift _mm256_srai_epi32
#define lanes_pack _mm256_packs_epi32
#define lanes_plus _mm256_adds_epi16
#define lanes_minus _mm256_subs_epi16
#define lanes_times _mm256_mulhrs_epi16
#define lanes_higher _mm256_max_epi16
#define lanes_differ _mm256_xor_si256
#define lanes_signs(all) _mm256_srai_epi16(all, 15)
#define lanes_sizes _mm256_abs_epi16
#define lanes_less _mm256_subs_epu16
#define lanes_times_power _mm256_slli_epi16
#define lanes_without(all, others) _mm256_andnot_si256(others, all)
#define lanes_firsts _mm256_unpacklo_epi64
#define lanes_seconds _mm256_unpackhi_epi64

#include "recurrent_rows.h"

WIDE void recurrent_score_widely(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                                 int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
