#include "wide.h"

#ifdef WIDE

#define LANES 8
#define LANES_CODE WIDE
#define LANES_LOWER _mm256_min_ps
#define LANES_HIGHER _mm256_max_ps
#define LANES_LIVE(a) (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, _mm256_setzero_ps(), _CMP_NEQ_UQ))
#define LANES_NUMBERS(cells, to) _mm_storeu_ps(to, _mm_cvtepi32_ps(_mm_cvtepu8_epi32(_mm_loadu_si32(cells))))
#include "recurrent_rows.h"

WIDE void recurrent_score_widely(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                                 int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
