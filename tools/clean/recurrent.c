#include "recurrent.h"

#include "recurrent_rows.h"
#include "weights.h"
#include "wide.h"

static float read_float(const char *at)
{
    uint32_t bits = slice_four(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

bool recurrent_open(struct recurrent *network, struct arena *arena, struct slice file, const char *task,
                    const char **what)
{
    *network = (struct recurrent){.count = 1};
    struct slice name, value;
    bool right_task = false, right_version = false;
    while (weights_header(&file, &name, &value)) {
        if (slice_is(name, "broadsheet-recurrent"))
            right_version = slice_is(value, "1");
        else if (slice_is(name, "task"))
            right_task = slice_is(value, task);
        else if (slice_is(name, "inputs"))
            network->input_count = (uint32_t)weights_number(value);
        else if (slice_is(name, "networks"))
            network->count = (uint32_t)weights_number(value);
        else if (slice_is(name, "columns"))
            network->columns = (uint32_t)weights_number(value);
    }
    uint32_t inputs = network->input_count, count = network->count;
    *what = !right_version ? "no file of a network"
            : !right_task  ? "a network for another task"
                           : "a network cut short";
    if (!right_version || !right_task || inputs > RECURRENT_INPUTS || count == 0 || count > RECURRENT_NETWORKS ||
        file.size != inputs * 2 + count * recurrent_size(inputs) * sizeof(float))
        return false;
    network->inputs = (const struct recurrent_input *)file.at;
    *what = "an input out of range";
    for (uint32_t i = 0; i < inputs; i++)
        if (network->inputs[i].column >= network->columns)
            return false;
    struct recurrent_weights *weights = arena_array(arena, count, sizeof *weights);
    const char *from = file.at + inputs * 2;
    for (uint32_t k = 0; k < count; k++)
        for (size_t i = 0; i < recurrent_size(inputs); i++, from += sizeof(float))
            ((float *)&weights[k])[i] = read_float(from);
    network->weights = weights;
    return true;
}

void recurrent_score_plainly(const struct recurrent *network, const struct sheet *sheet, struct arena *arena,
                             int32_t *scores)
{
    score_rows(network, sheet, arena, scores);
}

void recurrent_score(const struct recurrent *network, const struct sheet *sheet, struct arena *arena, int32_t *scores)
{
#ifdef WIDE
    if (widest_here()) {
        recurrent_score_widest(network, sheet, arena, scores);
        return;
    }
    if (wide_here()) {
        recurrent_score_widely(network, sheet, arena, scores);
        return;
    }
#endif
    recurrent_score_plainly(network, sheet, arena, scores);
}
