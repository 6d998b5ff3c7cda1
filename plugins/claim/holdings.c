/* holdings.c - a holder's evidence on one claim together. */
#include "claim.h"

#include <math.h>

static const float undecided = 0.05f; /* evidence for both sides weighs the same */

uint32_t claim_gather(const struct claim_evidences *evidences, struct claim_holding **out)
{
    struct filon_map *known = evidences->n ? filon_map_new(evidences->arena, evidences->n) : NULL;
    struct claim_holding *holdings = filon_zalloc(evidences->arena, (size_t)evidences->n + 1, sizeof *holdings);
    uint32_t n = 0;
    for (uint32_t i = 0; i < evidences->n; i++) {
        const struct claim_evidence *evidence = &evidences->items[i];
        uint32_t number = filon_map_get(known, evidence->holder);
        if (number == FILON_MAP_NONE)
            filon_map_set(known, evidence->holder, number = n++);
        struct claim_holding *holding = &holdings[number];
        holding->sum += (float)evidence->side * evidence->relevance;
        holding->weight += evidence->relevance;
        holding->quotes += !evidence->of_stance;
        holding->stances += evidence->of_stance;
        if (!holding->best || evidence->relevance > holding->best->relevance)
            holding->best = evidence;
    }
    *out = holdings;
    return n;
}

int claim_side(const struct claim_holding *holding)
{
    return fabsf(holding->sum) <= undecided ? 0 : holding->sum > 0 ? 1 : -1;
}
