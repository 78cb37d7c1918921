#include "wide.h"

#ifdef WIDEST

#define LANES 16
#define LANES_CODE WIDEST
#define LANES_LOWER _mm512_min_ps
#define LANES_HIGHER _mm512_max_ps
#define LANES_LIVE(a) _mm512_cmp_ps_mask(a, _mm512_setzero_ps(), _CMP_NEQ_UQ)
#define LANES_NUMBERS(cells, to)                                                                                       \
    _mm256_storeu_ps(                                                                                                  \
        to, _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)(cells)))))
#include "recurrent_rows.h"

WIDEST void recurrent_score_widest(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                                   int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
