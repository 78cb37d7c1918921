#include "wide.h"

#ifdef WIDEST

#include <stdint.h>
#include <string.h>

#define LANES 16
#define LANES_CODE WIDEST

typedef __m512i lanes;

WIDEST static inline lanes lanes_read(const void *at)
{
    return _mm512_loadu_si512(at);
}

WIDEST static inline void lanes_write(void *at, lanes all)
{
    _mm512_storeu_si512(at, all);
}

WIDEST static inline lanes lanes_pair(const int16_t *pair)
{
    int32_t both;
    memcpy(&both, pair, sizeof both);
    return _mm512_set1_epi32(both);
}

WIDEST static inline void lanes_pairs(const uint8_t *first, const uint8_t *second, const int16_t *factors,
                                      int16_t (*to)[2])
{
    __m128i bytes = _mm_unpacklo_epi8(_mm_loadl_epi64((const __m128i *)(const void *)first),
                                      _mm_loadl_epi64((const __m128i *)(const void *)second));
    __m256i both = _mm256_mullo_epi16(_mm256_cvtepu8_epi16(bytes), _mm512_castsi512_si256(lanes_pair(factors)));
    _mm256_storeu_si256((__m256i *)(void *)to, both);
}

WIDEST static inline int32_t lanes_total(lanes all)
{
    return _mm512_reduce_add_epi32(all);
}

#define lanes_add_products _mm512_dpwssd_epi32
#define lanes_numbers _mm512_set1_epi32
#define lanes_halves _mm512_set1_epi16
#define lanes_sum _mm512_add_epi32
#define lanes_shift _mm512_srai_epi32
#define lanes_pack _mm512_packs_epi32
#define lanes_plus _mm512_adds_epi16
#define lanes_minus _mm512_subs_epi16
#define lanes_times _mm512_mulhrs_epi16
#define lanes_higher _mm512_max_epi16
#define lanes_differ _mm512_xor_si512
#define lanes_signs(all) _mm512_srai_epi16(all, 15)
#define lanes_sizes _mm512_abs_epi16
#define lanes_less _mm512_subs_epu16
#define lanes_times_power _mm512_slli_epi16
#define lanes_without(all, others) _mm512_andnot_si512(others, all)
#define lanes_firsts _mm512_unpacklo_epi64
#define lanes_seconds _mm512_unpackhi_epi64

#include "recurrent_rows.h"

WIDEST void recurrent_score_widest(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                                   int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
