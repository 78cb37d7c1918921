#include "wide.h"

#ifdef WIDE

#define LANES 8
#define LANES_CODE WIDE
#define LANES_LOWER _mm256_min_ps
#define LANES_HIGHER _mm256_max_ps
#include "recurrent_rows.h"

WIDE void recurrent_score_widely(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                                 int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

#endif
